import { InputError } from "../errors.ts";

/** @throws InputError unless `ok` */
export function need(ok: boolean, place: string, value: unknown, remedy: string): void {
  if (!ok) throw new InputError(place, value, remedy);
}

/** @throws InputError unless it is an object: settings by name */
export function needObject(place: string, value: unknown): void {
  need(typeof value === "object" && value !== null, place, value, "must be an object of settings");
}

/** A whole number of `low` to `high`. @throws InputError */
export function needWhole(place: string, value: unknown, low: number, high = Number.MAX_SAFE_INTEGER): number {
  const range = high === Number.MAX_SAFE_INTEGER ? `${low} or more` : `${low} to ${high}`;
  need(
    Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high,
    place,
    value,
    `must be a whole number, ${range}`,
  );
  return value as number;
}

/** @throws InputError for what is no seed */
export function needSeed(seed: unknown): number {
  return needWhole("seed", seed, 0, 2 ** 53 - 1);
}
