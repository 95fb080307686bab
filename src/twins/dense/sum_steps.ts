import type { Floats } from "../lib/floats.ts";

export interface SumStepsShape {
  readonly steps: number;
  /** Batch times features. */
  readonly units: number;
}

/** Twin of shaders/dense/sum_steps.wgsl: sums (units) of a tensor (steps x units) over its steps. */
export function sum_steps({ steps, units }: SumStepsShape, each: Floats, sums: Floats): void {
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let t = 0; t < steps; t++) sum += each[t * units + unit];
    sums[unit] = sum;
  }
}
