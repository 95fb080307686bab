import type { Floats } from "../lib/floats.ts";

export interface AddPartialsShape {
  /** Parameters, and the length of the row of each. */
  readonly rows: number;
  readonly groups: number;
  /** Element of the first row's gradient. */
  readonly out_at: number;
  /** Bit r: the optimiser may change parameter r. */
  readonly learnt: number;
}

/** Twin of shaders/dense/add_partials.wgsl. */
export function add_partials({ rows, groups, out_at, learnt }: AddPartialsShape, partials: Floats, gradients: Floats): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let g = 0; g < groups; g++) sum += partials[row * groups + g];
    if ((learnt >> row) & 1) gradients[out_at + row] += sum;
  }
  partials.fill(0, 0, rows * groups);
}
