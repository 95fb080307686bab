import type { Floats } from "../lib/floats.ts";

export interface CodesShape {
  readonly points: number;
  /** Numbers from one point to the next. */
  readonly stride: number;
  /** Units. */
  readonly count: number;
}

/** Twin of shaders/analysis/codes.wgsl. */
export function codes({ points, stride, count }: CodesShape, trajectory: Floats, units: Uint32Array, out: Uint32Array): void {
  const words = Math.ceil(count / 32);
  for (let point = 0; point < points; point++) {
    for (let first = 0; first < count; first += 32) {
      let word = 0;
      for (let k = first; k < Math.min(first + 32, count); k++) {
        if (trajectory[point * stride + units[k]] > 0) word |= 1 << (k - first);
      }
      out[point * words + first / 32] = word;
    }
  }
}
