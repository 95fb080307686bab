import { SCRATCH_BYTES } from "../../wasm/thread-scratch.ts";

/** The WebAssembly memory that holds a plan's buffers. A thread has SCRATCH_BYTES of it, at byte `scratch`, to itself. */
export interface Workplace {
  readonly memory: WebAssembly.Memory;
  readonly scratch: number;
}

export { SCRATCH_BYTES };

/** Which part of the work of a dispatch a thread does: part `index` of `count`. */
export interface Share {
  readonly index: number;
  readonly count: number;
  /** Where the buffers lie, so that compiled twins can work on them; without it, or for buffers elsewhere, twins run as JavaScript. */
  readonly workplace?: Workplace;
}

/** One thread does everything. */
export const WHOLE: Share = { index: 0, count: 1 };

/** The neurons [from, to) of a population of `size` (or other items) that a share owns: borders are multiples of 4, the neurons of one Philox block. */
export function rangeOf(size: number, { index, count }: Share): readonly [from: number, to: number] {
  const border = (k: number) => (k === count ? size : 4 * Math.floor((size * k) / (4 * count)));
  return [border(index), border(index + 1)];
}
