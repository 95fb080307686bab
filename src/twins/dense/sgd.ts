import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface SgdShape {
  readonly count: number;
  readonly momentum: number;
}

/** Twin of shaders/dense/sgd.wgsl; rates (batches): lr. */
export function sgd(
  { count, momentum }: SgdShape,
  clock: Uint32Array,
  rates: Floats,
  parameters: Floats,
  gradients: Floats,
  velocity: Floats,
): void {
  if (clock[Clock.halted] !== 0) return;
  const rate = rates[clock[Clock.cursor]];
  for (let i = 0; i < count; i++) {
    const v = momentum * velocity[i] + gradients[i];
    velocity[i] = v;
    parameters[i] -= rate * v;
    gradients[i] = 0;
  }
}
