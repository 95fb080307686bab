import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface RmspropShape {
  readonly count: number;
  readonly alpha: number;
  readonly eps: number;
}

/** Twin of shaders/dense/rmsprop.wgsl; rates (batches): lr. */
export function rmsprop(
  { count, alpha, eps }: RmspropShape,
  clock: Uint32Array,
  rates: Floats,
  parameters: Floats,
  gradients: Floats,
  squares: Floats,
): void {
  if (clock[Clock.halted] !== 0) return;
  const rate = rates[clock[Clock.cursor]];
  for (let i = 0; i < count; i++) {
    const g = gradients[i];
    const square = alpha * squares[i] + (1 - alpha) * g * g;
    squares[i] = square;
    parameters[i] -= (rate * g) / (Math.sqrt(square) + eps);
    gradients[i] = 0;
  }
}
