import type { Floats } from "../lib/floats.ts";

export interface ClipShape {
  readonly count: number;
  /** Largest norm that is left as it is. */
  readonly limit: number;
}

/** Twin of shaders/dense/clip.wgsl; `squares` are those of `square_sums`. */
export function clip({ count, limit }: ClipShape, squares: Floats, gradients: Floats): void {
  let sum = 0;
  for (const square of squares) sum += square;
  const scale = Math.min(1, limit / (Math.sqrt(sum) + 1e-6));
  for (let i = 0; i < count; i++) gradients[i] *= scale;
}
