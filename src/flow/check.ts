import { InputError } from "../errors.ts";
import { isArray, resolveArray, resolveNumbers } from "../network/numbers.ts";
import type { PerSystem } from "./spec.ts";

/** One number, or one a system. @throws InputError */
export function perSystem(value: PerSystem | undefined, systems: number, place: string): number | Float64Array {
  if (typeof value === "number") return resolveNumbers(value, place) as number;
  const given = value as readonly number[];
  if (!isArray(given)) throw new InputError(place, value, "must be a number, or one a system");
  return resolveArray(given, place, { length: systems, each: "one a system" });
}

/** What is given under a name, not what every object has; else `otherwise`. */
export function own<T>(given: Readonly<Record<string, T>> | undefined, name: string, otherwise?: T): T | undefined {
  const value = given !== undefined && Object.hasOwn(given, name) ? given[name] : undefined;
  return value === undefined ? otherwise : value;
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
