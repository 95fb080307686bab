import type { Floats } from "../lib/floats.ts";

export interface DecayShape {
  /** First parameter, and how many. */
  readonly at: number;
  readonly count: number;
  readonly amount: number;
}

/** Twin of shaders/dense/decay.wgsl. */
export function decay({ at, count, amount }: DecayShape, parameters: Floats, gradients: Floats): void {
  for (let i = at; i < at + count; i++) gradients[i] += amount * parameters[i];
}
