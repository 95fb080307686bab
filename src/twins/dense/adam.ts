import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface AdamShape {
  readonly count: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}

/** Twin of shaders/dense/adam.wgsl; rates (batches x 2): lr / (1 - beta1^n), 1 / sqrt(1 - beta2^n). */
export function adam(
  { count, beta1, beta2, eps }: AdamShape,
  clock: Uint32Array,
  rates: Floats,
  parameters: Floats,
  gradients: Floats,
  first: Floats,
  second: Floats,
): void {
  if (clock[Clock.halted] !== 0) return;
  const rate = rates[2 * clock[Clock.cursor]];
  const scale = rates[2 * clock[Clock.cursor] + 1];
  for (let i = 0; i < count; i++) {
    const g = gradients[i];
    const m = beta1 * first[i] + (1 - beta1) * g;
    const v = beta2 * second[i] + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    parameters[i] -= (rate * m) / (Math.sqrt(v) * scale + eps);
    gradients[i] = 0;
  }
}
