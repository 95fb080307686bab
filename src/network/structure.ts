/** Keys, types and ranges, by the published JSON Schema; its errors as one line each. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import schema from "../../schema/network.schema.json";
import { InputError } from "../errors.ts";
import { at, hint, nearest } from "./names.ts";

/** A part of the schema: a key of its `$defs`, or the whole network. */
export type Part =
  | "network"
  | "population"
  | "model"
  | "rule_text"
  | "modulator"
  | "input"
  | "projection"
  | "field"
  | "coupling"
  | "record"
  | "numbers";

interface Definition {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly const?: unknown; readonly description?: string; readonly $ref?: string }>>;
  readonly oneOf?: readonly { readonly $ref: string }[];
}
type Plain = Readonly<Record<string, unknown>>;

const definitions: Readonly<Record<string, Definition>> = schema.$defs;
let ajv: Ajv2020 | undefined;

function validator(part: string): ValidateFunction {
  if (!ajv) {
    ajv = new Ajv2020({ verbose: true, allowUnionTypes: true });
    ajv.addSchema(schema);
  }
  const found = ajv.getSchema(part === "network" ? schema.$id : `${schema.$id}#/$defs/${part}`);
  if (!found) throw new Error(`no part ${part} in the schema`);
  return found;
}

/** The same value with typed arrays cut to at most one element (their elements are checked where they are used) and undefined properties left out. */
function outline(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return (value as Float64Array).length > 0 ? [0] : [];
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(outline);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return Object.fromEntries(entries.map(([k, v]) => [k, outline(v)]));
}

/**
 * Checks keys, types and ranges against the schema.
 * @throws InputError for the first mistake; `place` goes before the path inside `value`
 */
export function checkStructure(part: Part, value: unknown, place: string): void {
  explain(part, outline(value), place);
}

function explain(part: string, value: unknown, place: string): void {
  const validate = validator(part);
  if (validate(value)) return;
  const error = (validate.errors as ErrorObject[])[validate.errors!.length - 1];
  const where = join(place, error.instancePath);
  if (error.keyword !== "oneOf") throw describe(error, where);
  const union = error.parentSchema as Definition;
  explain(choose(union, error.data, where), error.data, where);
  throw new InputError(where || "network", error.data, `must be ${union.title}`);
}

/** The branch of a union that was meant: by the type of the value, by `kind`, or by the key only that branch has. */
function choose(union: Definition, data: unknown, where: string): string {
  const names = (union.oneOf ?? []).map((b) => b.$ref.slice("#/$defs/".length));
  const type = Array.isArray(data) ? "array" : data === null ? "null" : typeof data;
  const same = names.filter((n) => definitions[n].type === type);
  if (same.length === 0) throw new InputError(where, data, `must be ${union.title}`);
  if (type !== "object") return same[0];
  const given = data as Plain;
  const key = (n: string) => definitions[n].required?.[0] ?? "";
  const kinds = same.map((n) => definitions[n].properties?.[key(n)].const).filter((k) => typeof k === "string");
  if (kinds.length > 0) {
    const kind = given[key(same[0])];
    const found = same.find((_, i) => kinds[i] === kind);
    if (found) return found;
    if (kind === undefined) throw new InputError(at(where, key(same[0])), undefined, `is missing; one of ${kinds.join(", ")}`);
    throw new InputError(at(where, key(same[0])), kind, `unknown kind; ${hint(String(kind), kinds, "kinds")}`);
  }
  const found = same.find((n) => Object.hasOwn(given, key(n)));
  if (found) return found;
  const first = Object.keys(given)[0];
  if (first === undefined) throw new InputError(where, data, `must be ${union.title}`);
  throw new InputError(at(where, first), given[first], `unknown key; ${hint(first, same.map(key), "known keys")}`);
}

/** One schema error as a place, a value and what to do. */
function describe(error: ErrorObject, where: string): InputError {
  const rule = error.parentSchema as Definition;
  const params = error.params as Readonly<Record<string, string | number>>;
  const known = Object.keys(rule.properties ?? {});
  const unknown = (key: string) =>
    new InputError(at(where, key), (error.data as Plain)[key], `unknown key; ${hint(key, known, "known keys")}`);
  if (error.keyword === "additionalProperties") return unknown(String(params.additionalProperty));
  if (error.keyword === "required") {
    const key = String(params.missingProperty);
    const misspelt = Object.keys(error.data as Plain).find((k) => !known.includes(k) && nearest(k, known) === key);
    if (misspelt !== undefined) return unknown(misspelt);
    return new InputError(at(where, key), undefined, `is missing; ${rule.properties?.[key]?.description ?? "give it"}`);
  }
  return new InputError(where || "network", error.data, remedy(error, rule, params));
}

function remedy(error: ErrorObject, rule: Definition, params: Readonly<Record<string, string | number>>): string {
  const { keyword, data } = error;
  const unit = rule.description ? ` (${rule.description.replace(/\.$/, "")})` : "";
  if (keyword === "type" && typeof data === "number") {
    return Number.isFinite(data) && params.type === "integer"
      ? `must be an integer${unit}`
      : Number.isFinite(data)
        ? wanted(params.type)
        : `must be finite${unit}`;
  }
  if (keyword === "type") return `${wanted(params.type)}${unit}`;
  if (keyword === "minimum") return `must be ${params.limit} or more${unit}`;
  if (keyword === "maximum") return `must be ${params.limit} or less${unit}`;
  if (keyword === "exclusiveMinimum") return `must be above ${params.limit}${unit}`;
  if (keyword === "minItems" || keyword === "minLength" || keyword === "minProperties") return `must not be empty${unit}`;
  if (keyword === "maxItems" || keyword === "maxLength") return `must have ${params.limit} elements or fewer${unit}`;
  if (keyword === "pattern") return "must not be empty or have control characters";
  if (keyword === "const") return `must be ${JSON.stringify(params.allowedValue)}${unit}`;
  if (keyword === "enum" && RULES.includes(String(data))) return `takes options: {"${data}": {${optionsOf(String(data))}}}`;
  if (keyword === "enum") return `must be one of the rules; ${hint(String(data), RULES, "rules")}`;
  return `${error.message ?? "is wrong"}${unit}`;
}

const RULES = (definitions.rule.oneOf ?? []).map((r) => r.$ref.slice("#/$defs/".length)).filter((n) => n !== "rule_name");

/** The options a rule cannot do without. */
function optionsOf(rule: string): string {
  const options = (definitions[rule].properties?.[rule] as Definition | undefined)?.required ?? [];
  return options.map((o) => `"${o}": ...`).join(", ");
}

function wanted(type: string | number): string {
  const words: Readonly<Record<string, string>> = {
    object: "an object",
    array: "a list",
    integer: "an integer",
    string: "a string",
    boolean: "true or false",
  };
  return `must be ${words[type] ?? "a finite number"}`;
}

/** A JSON pointer after `place`: `/projections/3/delay` is `projections[3].delay`. */
function join(place: string, pointer: string): string {
  let where = place;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    where = /^\d+$/.test(key) ? at(where, Number(key)) : at(where, key);
  }
  return where;
}
