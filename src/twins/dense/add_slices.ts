import type { Floats } from "../lib/floats.ts";

export interface AddSlicesShape {
  /** Elements of the matrix. */
  readonly count: number;
  readonly slices: number;
  /** First element of `out`. */
  readonly out_at: number;
  /** 1: to what `out` holds. */
  readonly accumulate: number;
}

/** Twin of shaders/dense/add_slices.wgsl: out = the sum of parts (slices x count) over the slices, and what it holds. */
export function add_slices({ count, slices, out_at, accumulate }: AddSlicesShape, parts: Floats, out: Floats): void {
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let s = 0; s < slices; s++) sum += parts[s * count + i];
    out[out_at + i] = accumulate ? out[out_at + i] + sum : sum;
  }
}
