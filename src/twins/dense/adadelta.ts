import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface AdadeltaShape {
  readonly count: number;
  readonly rho: number;
  readonly eps: number;
}

/** Twin of shaders/dense/adadelta.wgsl; rates (batches): lr. */
export function adadelta(
  { count, rho, eps }: AdadeltaShape,
  clock: Uint32Array,
  rates: Floats,
  parameters: Floats,
  gradients: Floats,
  squares: Floats,
  changes: Floats,
): void {
  if (clock[Clock.halted] !== 0) return;
  const rate = rates[clock[Clock.cursor]];
  for (let i = 0; i < count; i++) {
    const g = gradients[i];
    const square = rho * squares[i] + (1 - rho) * g * g;
    const change = (Math.sqrt(changes[i] + eps) / Math.sqrt(square + eps)) * g;
    squares[i] = square;
    changes[i] = rho * changes[i] + (1 - rho) * change * change;
    parameters[i] -= rate * change;
    gradients[i] = 0;
  }
}
