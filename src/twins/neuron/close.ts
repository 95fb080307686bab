import { Run, stepsOf } from "../lib/window.ts";

/** Twin of shaders/neuron/close.wgsl. */
export function close(run: Uint32Array, window: Uint32Array, control: Uint32Array): void {
  const steps = run[Run.steps_at] + window[0];
  const tails = run[Run.tails_at] + window[0];
  control[steps + 1] = control[steps] + stepsOf(run, control[steps], control[tails]);
  control[tails + 1] = control[0];
}
