import type { Floats } from "../lib/floats.ts";
import type { InitialStateShape } from "./initial_state.ts";

/** Twin of shaders/cell/initial_state_backward.wgsl; the first row of signals (batch x observed), gradState (batch x units). */
export function initial_state_backward(
  { batch, units, observed, l_at }: InitialStateShape,
  signals: Floats,
  gradState: Floats,
  gradients: Floats,
): void {
  for (let i = 0; i < (units - observed) * observed; i++) {
    const unit = observed + Math.floor(i / observed);
    let sum = 0;
    for (let b = 0; b < batch; b++) sum += gradState[b * units + unit] * signals[b * observed + (i % observed)];
    gradients[l_at + i] += sum;
  }
}
