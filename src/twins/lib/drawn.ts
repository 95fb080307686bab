import type { Floats } from "./floats.ts";

/** How states of a batch of sequences are drawn to what was observed. */
export interface Draw {
  readonly batch: number;
  readonly observed: number;
  /** Steps from one time to the next; 0: never. */
  readonly every: number;
}

/** What goes into the step behind step t: states after it, the observed ones drawn to signals ((steps + 1) x batch x observed) where it is time. */
export function drawn(
  { batch, observed, every }: Draw,
  t: number,
  units: number,
  signals: Floats,
  strength: Floats,
  states: Floats,
  state: Floats,
): void {
  const row = batch * units;
  for (let k = 0; k < row; k++) state[k] = states[t * row + k];
  if (every === 0 || (t + 1) % every !== 0) return;
  const share = strength[0];
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < observed; n++)
      state[b * units + n] = (1 - share) * state[b * units + n] + share * signals[((t + 1) * batch + b) * observed + n];
  }
}

/** The gradient of what step t (of `steps`) gave: of the loss by it alone, and of what goes into the next step by way of the draw. */
export function drawnBack(
  { batch, observed, every }: Draw,
  t: number,
  steps: number,
  units: number,
  strength: Floats,
  gradStates: Floats,
  gradState: Floats,
  gradOutputs: Floats,
): void {
  const row = batch * units;
  const at = t * row;
  if (t === steps - 1) {
    for (let k = 0; k < row; k++) gradOutputs[at + k] = gradStates[at + k];
    return;
  }
  const share = (t + 1) % every === 0 ? 1 - strength[0] : 1;
  for (let b = 0; b < row; b += units) {
    for (let i = 0; i < units; i++) gradOutputs[at + b + i] = gradStates[at + b + i] + (i < observed ? share : 1) * gradState[b + i];
  }
}
