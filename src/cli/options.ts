import { InputError } from "../errors.ts";
import { hint } from "../network/names.ts";
import { ADAPTER_CHOICES, type AdapterChoice } from "../plan/target.ts";

/** A command's options as commander gives them: text, or true for a flag. */
export type RawOptions = Readonly<Record<string, string | boolean | undefined>>;

/** The options of `run`, checked. */
export interface RunOptions {
  /** ms; undefined: the network's own default. */
  readonly duration: number | undefined;
  readonly warmup: number | undefined;
  readonly dt: number | undefined;
  readonly scale: number | undefined;
  readonly seed: number | undefined;
  readonly variant: string | undefined;
  readonly data: string | undefined;
  readonly adapter: AdapterChoice;
  readonly out: string | undefined;
  readonly save: string | undefined;
  readonly load: string | undefined;
  readonly threads: number | undefined;
  readonly procedural: boolean;
  readonly json: boolean;
  readonly demo: boolean;
}

/** @throws InputError naming the option */
export function runOptions(raw: RawOptions): RunOptions {
  return {
    duration: number(raw, "duration", { above: 0, unit: "ms" }),
    warmup: number(raw, "warmup", { least: 0, unit: "ms" }),
    dt: number(raw, "dt", { above: 0, unit: "ms" }),
    scale: number(raw, "scale", { above: 0 }),
    seed: seedOf(raw),
    variant: text(raw, "variant"),
    data: text(raw, "data"),
    adapter: adapterOf(raw),
    out: text(raw, "out"),
    save: text(raw, "save"),
    load: text(raw, "load"),
    threads: whole(raw, "threads"),
    procedural: raw.procedural === true,
    json: raw.json === true,
    demo: raw.demo === true,
  };
}

interface Range {
  readonly above?: number;
  readonly least?: number;
  readonly unit?: string;
}

/** @throws InputError for a number outside of the range */
export function number(raw: RawOptions, name: string, { above, least, unit }: Range): number | undefined {
  const given = raw[name];
  if (given === undefined) return undefined;
  const value = numeric(given);
  const low = above === undefined ? `${least} or more` : `above ${above}`;
  const remedy = `must be a number ${low}${unit === undefined ? "" : ` (${unit})`}`;
  const inside = Number.isFinite(value) && value > (above ?? -Infinity) && value >= (least ?? -Infinity);
  if (!inside) throw new InputError(`--${name}`, Number.isNaN(value) ? given : value, remedy);
  return value;
}

/** @throws InputError for anything but a whole number of 1 or more */
export function whole(raw: RawOptions, name: string): number | undefined {
  const given = raw[name];
  if (given === undefined) return undefined;
  const value = numeric(given);
  if (!(Number.isSafeInteger(value) && value >= 1)) throw new InputError(`--${name}`, given, "must be a whole number of 1 or more");
  return value;
}

/** @throws InputError for anything but an integer of 0 to 2^53 - 1 */
export function seedOf(raw: RawOptions): number | undefined {
  if (raw.seed === undefined) return undefined;
  const value = numeric(raw.seed);
  if (!(Number.isSafeInteger(value) && value >= 0))
    throw new InputError("--seed", Number.isNaN(value) ? raw.seed : value, "must be a whole number of 0 to 2^53 - 1");
  return value;
}

/** @throws InputError for an unknown kind */
export function adapterOf(raw: RawOptions): AdapterChoice {
  return oneOf(raw, "adapter", ADAPTER_CHOICES, "choose one of") ?? "auto";
}

/**
 * One of several names.
 * @param what they are, in the plural, for the message
 * @throws InputError for a name that is none of them
 */
export function oneOf<T extends string>(raw: RawOptions, name: string, known: readonly T[], what: string): T | undefined {
  const value = text(raw, name);
  const found = known.find((one) => one === value);
  if (value !== undefined && found === undefined) throw new InputError(`--${name}`, value, hint(value, known, what));
  return found;
}

/** NaN for a flag and for text that is no number. */
export function numeric(given: string | boolean): number {
  return typeof given === "string" && given.trim() !== "" ? Number(given) : Number.NaN;
}

/** @throws InputError where it is empty */
export function text(raw: RawOptions, name: string): string | undefined {
  const value = raw[name];
  if (value === "") throw new InputError(`--${name}`, value, "must not be empty");
  return typeof value === "string" ? value : undefined;
}

/** Of values by name those that were given. */
export function given<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
