import type { Floats } from "../lib/floats.ts";

export interface InitialStateShape {
  readonly batch: number;
  readonly units: number;
  readonly observed: number;
  readonly l_at: number;
}

/** Twin of shaders/cell/initial_state.wgsl; the first row of signals (batch x observed), state (batch x units). */
export function initial_state(shape: InitialStateShape, parameters: Floats, signals: Floats, state: Floats): void {
  const { batch, units, observed, l_at } = shape;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < units; i++) {
      let value = 0;
      if (i < observed) value = signals[b * observed + i];
      else for (let n = 0; n < observed; n++) value += parameters[l_at + (i - observed) * observed + n] * signals[b * observed + n];
      state[b * units + i] = value;
    }
  }
}
