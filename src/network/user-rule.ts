/** A user's own plasticity rule: WGSL text as a SynapseRule, its names checked against the text. */
import { InputError } from "../errors.ts";
import { hasFunction, structFields, withoutComments } from "../plan/wgsl-text.ts";
import type { RuleForm, SynapseRule, SynapseVariable, TraceSpec } from "../twins/plasticity/rule.ts";
import type { RuleTextDescription, TraceDescription } from "./description.ts";
import { at, unknownName } from "./names.ts";
import { sourceOf } from "./user-text.ts";

/**
 * The rule that a description stands for. The order of fields is the text's.
 * @throws InputError where text and names disagree, or fn on_pre is missing
 */
export function resolveRuleText(given: RuleTextDescription, place: string): SynapseRule {
  const source = sourceOf(given.wgsl, place);
  const { path } = source;
  const code = withoutComments(source.text);
  const where = at(place, "wgsl");
  if (!hasFunction(code, "on_pre"))
    throw new InputError(where, path, "fn on_pre is missing; a rule has fn on_pre, and fn on_post and on_step as needed");
  const fields = structFields(code, "Params", where, path);
  const [w, ...variables] = structFields(code, "Synapse", where, path);
  if (w !== "w") throw new InputError(where, path, "the first field of struct Synapse must be w: the weight");
  const form: RuleForm = {
    wgsl: source,
    pre: traces(given, "pre", structFields(code, "Pre", where, path), place),
    post: traces(given, "post", structFields(code, "Post", where, path), place),
    variables: variablesOf(given, variables, at(place, "variables")),
    delayed: given.delayed ?? true,
    first: given.first ?? "post",
    on_post: hasFunction(code, "on_post"),
    on_step: hasFunction(code, "on_step"),
  };
  if (form.on_post && form.post.length === 0)
    throw new InputError(at(place, "post"), given.post, "is empty, but the rule has fn on_post: name at least one trace of the target");
  checkParams(given, fields, at(place, "params"));
  const [least, most] = given.bounds;
  if (!(least < most)) throw new InputError(at(place, "bounds"), given.bounds, "must be a smaller and a larger weight");
  return {
    name: given.name,
    doc: "",
    parameters: Object.fromEntries(
      Object.entries(given.params).map(([name, value]) => [
        name,
        { default: value, unit: timeConstants(given).has(name) ? "ms" : "", doc: "" },
      ]),
    ),
    fields,
    derive: (p) => Object.fromEntries(fields.map((field) => [field, p[field]])),
    bounds: () => [least, most],
    modes: { own: form },
  };
}

/** Every field of struct Params has a default, and every default is used. */
function checkParams(given: RuleTextDescription, fields: readonly string[], place: string): void {
  for (const field of fields)
    if (!Object.hasOwn(given.params, field))
      throw new InputError(at(place, field), undefined, "is missing; struct Params has this field: give its default");
  const used = new Set([...fields, ...timeConstants(given)]);
  for (const [name, value] of Object.entries(given.params))
    if (!used.has(name))
      throw new InputError(at(place, name), value, "is neither a field of struct Params nor the time constant of anything");
}

function variablesOf(given: RuleTextDescription, fields: readonly string[], place: string): SynapseVariable[] {
  const list = given.variables ?? [];
  if (list.length !== fields.length || list.some(({ name }, v) => name !== fields[v]))
    throw new InputError(
      place,
      list.map(({ name }) => name),
      `must name the fields of struct Synapse behind w in their order: ${fields.join(", ") || "there are none"}`,
    );
  return list.map(({ name, initial = 0, tau }, v) => {
    if (tau !== undefined) timeConstant(given, tau, at(at(place, v), "tau"));
    return { name, initial, ...(tau !== undefined && { tau }) };
  });
}

function traces(given: RuleTextDescription, side: "pre" | "post", fields: readonly string[], place: string): TraceSpec[] {
  const list: readonly TraceDescription[] = given[side] ?? [];
  const struct = side === "pre" ? "Pre" : "Post";
  // WGSL has no empty struct.
  if (list.length === 0 && fields.length === 1 && fields[0] === "none") return [];
  if (list.length !== fields.length || list.some(({ name }, k) => name !== fields[k]))
    throw new InputError(
      at(place, side),
      list.map(({ name }) => name),
      `must name the fields of struct ${struct} in their order: ${fields.join(", ")}; a side without traces has the one field none`,
    );
  return list.map(({ name, tau, kind = "add" }, k) => {
    timeConstant(given, tau, at(at(at(place, side), k), "tau"));
    if (kind === "square" && k === 0)
      throw new InputError(at(at(at(place, side), k), "kind"), kind, "is of the trace before it in the list: put that first");
    return { name, tau, kind };
  });
}

function timeConstant(given: RuleTextDescription, name: string, place: string): void {
  if (!Object.hasOwn(given.params, name)) throw unknownName(place, name, "parameter", Object.keys(given.params));
}

function timeConstants({ pre = [], post = [], variables = [] }: RuleTextDescription): Set<string> {
  return new Set([...pre, ...post, ...variables].flatMap(({ tau }) => (tau === undefined ? [] : [tau])));
}
