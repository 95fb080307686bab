/** Which part of the work of a dispatch a thread does: part `index` of `count`. */
export interface Share {
  readonly index: number;
  readonly count: number;
}

/** One thread does everything. */
export const WHOLE: Share = { index: 0, count: 1 };

/** The neurons [from, to) of a population of `size` (or other items) that a share owns: borders are multiples of 4, the neurons of one Philox block. */
export function rangeOf(size: number, { index, count }: Share): readonly [from: number, to: number] {
  const border = (k: number) => (k === count ? size : 4 * Math.floor((size * k) / (4 * count)));
  return [border(index), border(index + 1)];
}
