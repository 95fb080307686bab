/** What numbers from outside must be; anyone may import it. Errors name the place, the value and the remedy. */
import { InputError } from "./errors.ts";

/** @throws InputError unless it is an integer of `least` or more */
export function whole(least: number, value: unknown, place: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw new InputError(place, value, `must be an integer of ${least} or more`);
  return value as number;
}

/** Whether it is a number that float32 holds. */
const isFinite32 = (value: unknown): value is number => typeof value === "number" && Number.isFinite(Math.fround(value));

/** @throws InputError unless it is a number that float32 holds */
export function finite(value: unknown, place: string): number {
  if (!isFinite32(value)) throw new InputError(place, value, "must be a finite number");
  return value;
}

/** @throws InputError unless it is a number above 0 that float32 holds */
export function positive(value: unknown, place: string): number {
  if (!(isFinite32(value) && value > 0)) throw new InputError(place, value, "must be a finite number above 0");
  return value;
}

/** @throws InputError unless it is a number of 0 or more that float32 holds */
export function notNegative(value: unknown, place: string): number {
  if (!(isFinite32(value) && value >= 0)) throw new InputError(place, value, "must be a finite number of 0 or more");
  return value;
}

/** Steps of a time. @throws InputError unless they are a whole number of `least` or more */
export function wholeSteps(time: unknown, dt: number, least: number, place: string): number {
  const steps = typeof time === "number" ? Math.round(time / dt) : Number.NaN;
  if (!(steps >= least && Math.abs((time as number) / dt - steps) <= 1e-6 * Math.max(1, steps)))
    throw new InputError(place, time, `must be a whole number of steps of ${dt}, ${least} or more`);
  return steps;
}
