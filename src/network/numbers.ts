/** Numbers that may vary: finite, of the right length, drawn from a distribution that can be drawn from. */
import { InputError } from "../errors.ts";
import type { Distribution, Numbers, Values } from "./description.ts";
import { at } from "./names.ts";

export type { NumberArray } from "./description.ts";

/** Largest float32; beyond it a number is infinite to the engine. */
const LARGEST = 3.4028234663852886e38;
/** A distribution whose draws fall inside its bounds more rarely than this is refused: it would be redrawn for ever. */
const LEAST_ACCEPTANCE = 1e-4;

/** What the numbers of one place must be. */
export interface Wanted {
  /** Elements of an array; undefined: any. */
  readonly length?: number;
  /** What the length counts, for the message: `one a neuron of "E"`. */
  readonly each?: string;
  /** No value, drawn ones included, may fall below; a normal or lognormal distribution without `min` gets this one. */
  readonly least?: number;
  /** Why, for the message: `half a step (dt / 2)`. */
  readonly reason?: string;
}

/**
 * Checks numbers and copies arrays to float64; distributions come back with their lower bound filled in.
 * @throws InputError
 */
export function resolveNumbers(value: Numbers, place: string, wanted: Wanted = {}): Values {
  if (typeof value === "number") return checkNumber(value, place, wanted);
  if (isArray(value)) return checkArray(value, place, wanted);
  if ("npy" in value) throw new InputError(place, value, "a network made in code takes arrays, not files; read the file with decodeNpy");
  return checkDistribution(value, place, wanted);
}

/**
 * An array of numbers, where neither a scalar nor a distribution makes sense.
 * @throws InputError
 */
export function resolveArray(value: Numbers, place: string, wanted: Wanted = {}): Float64Array {
  if (!isArray(value)) throw new InputError(place, value, "must be an array of numbers (or {npy} in a file)");
  return checkArray(value, place, wanted);
}

/**
 * Indices of 0 to `size` - 1.
 * @throws InputError naming the first element that is not one
 */
export function resolveIndices(value: Numbers, place: string, size: number, of: string): Uint32Array {
  const numbers = resolveArray(value, place);
  const indices = new Uint32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const n = numbers[i];
    if (!Number.isInteger(n) || n < 0 || n >= size)
      throw new InputError(at(place, i), n, `must be a neuron of "${of}": an integer of 0 to ${size - 1}`);
    indices[i] = n;
  }
  return indices;
}

/**
 * `ms` in steps of `dt`.
 * @throws InputError where it is not a whole number of them, 1 or more
 */
export function wholeSteps(ms: number, place: string, dt: number): number {
  const steps = Math.round(ms / dt);
  if (steps < 1 || !(Math.abs(ms / dt - steps) <= 1e-6 * steps))
    throw new InputError(place, ms, `must be a whole number of steps: a multiple of dt, ${dt} ms`);
  return steps;
}

/** Whether `value` is a list of numbers rather than one number or a distribution. */
export function isArray(value: Numbers | Values): value is Exclude<Extract<Numbers, { readonly length: number }>, string> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function checkNumber(value: number, place: string, { least = Number.NEGATIVE_INFINITY, reason }: Wanted): number {
  if (!Number.isFinite(value)) throw new InputError(place, value, "must be a finite number");
  if (Math.abs(value) > LARGEST) throw new InputError(place, value, "must be of size 3.4e38 or less (float32)");
  if (value < least) throw new InputError(place, value, `must be ${reason ?? least} or more`);
  return value;
}

function checkArray(value: ArrayLike<number>, place: string, wanted: Wanted): Float64Array {
  if (wanted.length !== undefined && value.length !== wanted.length) {
    const each = wanted.each ? `, ${wanted.each}` : "";
    throw new InputError(place, new Float64Array(value.length), `must have ${wanted.length} elements${each}`);
  }
  const numbers = Float64Array.from(value);
  const least = wanted.least ?? -LARGEST;
  for (let i = 0; i < numbers.length; i++) {
    const n = numbers[i];
    if (!(n >= least && n <= LARGEST && n >= -LARGEST)) checkNumber(n, at(place, i), wanted);
  }
  return numbers;
}

function checkDistribution(value: Distribution, place: string, wanted: Wanted): Distribution {
  if ("uniform" in value) return { uniform: checkUniform(value.uniform, at(place, "uniform"), wanted) };
  if ("normal" in value) return { normal: checkBounded(value.normal, at(place, "normal"), wanted, false) };
  return { lognormal: checkBounded(value.lognormal, at(place, "lognormal"), wanted, true) };
}

function checkUniform(u: { low: number; high: number }, place: string, wanted: Wanted): { low: number; high: number } {
  const low = checkNumber(u.low, at(place, "low"), wanted);
  const high = checkNumber(u.high, at(place, "high"), {});
  if (low > high) throw new InputError(at(place, "low"), low, `must not be above high (${high})`);
  return { low, high };
}

interface Bounded {
  readonly mean: number;
  readonly std: number;
  readonly min?: number;
  readonly max?: number;
}

function checkBounded(d: Bounded, place: string, wanted: Wanted, log: boolean): Bounded {
  const mean = checkNumber(d.mean, at(place, "mean"), {});
  const std = checkNumber(d.std, at(place, "std"), { least: 0 });
  const min = d.min === undefined ? wanted.least : checkNumber(d.min, at(place, "min"), wanted);
  const max = d.max === undefined ? undefined : checkNumber(d.max, at(place, "max"), {});
  if (min !== undefined && max !== undefined && min > max) {
    const why = d.min === undefined ? `${wanted.reason ?? "the least allowed"}, ${min}` : `min, ${min}`;
    throw new InputError(at(place, "max"), max, `must not be below ${why}`);
  }
  if (log && mean + 6 * std > Math.log(LARGEST)) {
    throw new InputError(at(place, "mean"), mean, "exp(mean + 6 std) is beyond float32; mean and std are those of the logarithm");
  }
  const share = acceptance(mean, std, log ? logOf(min) : min, log ? logOf(max) : max);
  if (share < LEAST_ACCEPTANCE) {
    throw new InputError(
      place,
      d,
      `bounds ${min ?? "-infinity"} to ${max ?? "infinity"} keep less than 1 draw in ${1 / LEAST_ACCEPTANCE}; widen them or move the mean`,
    );
  }
  return { mean, std, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function logOf(bound: number | undefined): number | undefined {
  return bound === undefined ? undefined : bound > 0 ? Math.log(bound) : Number.NEGATIVE_INFINITY;
}

/** Share of normal deviates inside [min, max]. */
function acceptance(mean: number, std: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): number {
  if (std === 0) {
    const slack = 1e-12 * Math.abs(mean);
    return mean >= min - slack && mean <= max + slack ? 1 : 0;
  }
  const low = (min - mean) / std;
  const high = (max - mean) / std;
  return low > 0 ? upperTail(low) - upperTail(high) : upperTail(-high) - upperTail(-low);
}

/** Share of standard normal deviates above x (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function upperTail(x: number): number {
  if (x < 0) return 1 - upperTail(-x);
  if (x > 40) return 0;
  const t = 1 / (1 + 0.2316419 * x);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}
