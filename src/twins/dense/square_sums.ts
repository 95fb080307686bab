import type { Floats } from "../lib/floats.ts";

/** Sums that are kept: a workgroup's each. */
export const SQUARE_SUMS = 64;

export interface SquareSumsShape {
  readonly count: number;
}

/** Twin of shaders/dense/square_sums.wgsl. */
export function square_sums({ count }: SquareSumsShape, gradients: Floats, squares: Floats): void {
  const sums = new Float64Array(SQUARE_SUMS);
  for (let i = 0; i < count; i++) sums[(i >> 6) & (SQUARE_SUMS - 1)] += gradients[i] * gradients[i];
  squares.set(sums);
}
