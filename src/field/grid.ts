import { finite, positive, whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import type { FieldSpec, FieldValues } from "./spec.ts";

/** Points that a field may have along an axis. */
const FEWEST = 2;
/** Values that all buffers of one field may index. */
const MOST = 2 ** 30;

/** A checked grid. */
export interface CheckedGrid {
  /** Where the field was given, for messages: "field", `fields[0]`. */
  readonly place: string;
  readonly sizes: readonly number[];
  /** Period along each axis. */
  readonly lengths: readonly number[];
  /** Between two points along each axis. */
  readonly spacings: readonly number[];
  /** Points of one field. */
  readonly places: number;
  readonly batch: number;
  readonly dt: number;
}

/** @throws InputError for sizes, lengths, a step or a batch that are none */
export function checkGrid(spec: FieldSpec, place: string, axes: number): CheckedGrid {
  const { sizes, length, dt, batch = 1 } = spec;
  if (!Array.isArray(sizes) || sizes.length < 1 || sizes.length > axes)
    throw new InputError(
      `${place}.sizes`,
      sizes,
      `must be a list of points along ${axes === 1 ? "1 axis" : "1 or 2 axes"} for ${spec.model}`,
    );
  for (const [axis, size] of sizes.entries()) whole(FEWEST, size, `${place}.sizes[${axis}]`);
  const given: unknown = typeof length === "number" ? sizes.map(() => length) : length;
  if (!Array.isArray(given) || given.length !== sizes.length)
    throw new InputError(`${place}.length`, length, `must be a number or one an axis (${sizes.length})`);
  const lengths = given.map((value, axis) => positive(value, typeof length === "number" ? `${place}.length` : `${place}.length[${axis}]`));
  positive(dt, `${place}.dt`);
  whole(1, batch, `${place}.batch`);
  const places = sizes.reduce((product, size) => product * size, 1);
  if (places * batch > MOST) throw new InputError(`${place}.sizes`, sizes, `are ${places * batch} values with the batch; ${MOST} at most`);
  return { place, sizes, lengths, spacings: lengths.map((l, axis) => l / sizes[axis]), places, batch, dt };
}

/** @throws InputError naming the largest step, unless dt is below it */
export function refuseUnstable({ dt, place }: CheckedGrid, bound: number, why: string): void {
  if (!(dt < bound)) throw new InputError(`${place}.dt`, dt, `is unstable: must be below ${Number(bound.toPrecision(4))} (${why})`);
}

/** Values of a variable for all fields of the batch, one after another. @throws InputError */
export function spread(values: FieldValues, { places, batch }: CheckedGrid, place: string): Float64Array {
  const all = new Float64Array(batch * places);
  if (typeof values === "number") return all.fill(finite(values, place));
  if (values === null || typeof values !== "object" || (values.length !== places && values.length !== batch * places)) {
    const many = batch > 1 ? ` or ${batch * places} (one a place and field)` : "";
    throw new InputError(place, values, `must be a number or ${places} of them, one a place${many}`);
  }
  for (let i = 0; i < values.length; i++) finite(values[i], `${place}[${i}]`);
  for (let at = 0; at < all.length; at += values.length) all.set(values as ArrayLike<number>, at);
  return all;
}
