import { InputError } from "../errors.ts";
import { resolveNumbers } from "../network/numbers.ts";
import type { PerSystem } from "./spec.ts";

/** @throws InputError unless it is an integer of `least` or more */
export function whole(value: unknown, least: number, place: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw new InputError(place, value, `must be an integer of ${least} or more`);
  return value as number;
}

/** @throws InputError unless it is a finite number above 0 */
export function above0(value: unknown, place: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0)
    throw new InputError(place, value, "must be a finite number above 0");
  return value;
}

/** One number, or one a system. @throws InputError */
export function perSystem(value: PerSystem | undefined, systems: number, place: string): number | Float64Array {
  if (value === undefined || value === null) throw new InputError(place, value, "must be a number, or one a system");
  const wanted = { length: systems, each: "one a system" };
  return resolveNumbers(value as number, place, wanted) as number | Float64Array;
}

/** Names given must be known. @throws InputError */
export function known(given: Readonly<Record<string, unknown>> | undefined, names: readonly string[], place: string): void {
  if (given === undefined) return;
  if (given === null || typeof given !== "object") throw new InputError(place, given, `must be an object of: ${names.join(", ")}`);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw new InputError(`${place}.${name}`, given[name], `is not in this flow; it has: ${names.join(", ")}`);
  }
}

/** Names of a list must be known, each once. @throws InputError */
export function listed(given: readonly string[] | undefined, names: readonly string[], place: string): readonly string[] {
  if (given === undefined) return names;
  if (!Array.isArray(given) || given.length === 0) throw new InputError(place, given, `must be a list of: ${names.join(", ")}`);
  for (const [k, name] of given.entries()) {
    if (!names.includes(name)) throw new InputError(`${place}[${k}]`, name, `is not in this flow; it has: ${names.join(", ")}`);
    if (given.indexOf(name) < k) throw new InputError(`${place}[${k}]`, name, "is there twice");
  }
  return given;
}
