import type { BatchPart } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface ReconstructionErrorShape extends BatchPart {
  readonly steps: number;
  readonly units: number;
  readonly observed: number;
}

/** Twin of shaders/cell/reconstruction_error.wgsl; signals ((steps + 1) x batch x observed), states and their gradient (steps x batch x units). */
export function reconstruction_error(
  { steps, batch, units, observed, whole, first }: ReconstructionErrorShape,
  signals: Floats,
  states: Floats,
  gradStates: Floats,
  losses: Floats,
): void {
  const count = steps * observed;
  const slope = 2 / (count * whole);
  gradStates.fill(0, 0, steps * batch * units);
  for (let b = 0; b < batch; b++) {
    let sum = 0;
    for (let t = 0; t < steps; t++) {
      const [at, seen] = [(t * batch + b) * units, ((t + 1) * batch + b) * observed];
      for (let n = 0; n < observed; n++) {
        const error = states[at + n] - signals[seen + n];
        sum += error * error;
        gradStates[at + n] = slope * error;
      }
    }
    losses[first + b] = sum / count;
  }
}
