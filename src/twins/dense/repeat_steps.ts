import type { Floats } from "../lib/floats.ts";

export interface RepeatStepsShape {
  readonly steps: number;
  /** Batch times features. */
  readonly units: number;
  readonly features: number;
  /** `units`, or 0 where the input is the same in every step. */
  readonly input_stride: number;
  readonly bias_at: number;
}

/** Twin of shaders/dense/repeat_steps.wgsl: currents (steps x units) = inputs of each step plus a bias a neuron. */
export function repeat_steps(
  { steps, units, features, input_stride, bias_at }: RepeatStepsShape,
  inputs: Floats,
  parameters: Floats,
  currents: Floats,
): void {
  for (let t = 0; t < steps; t++)
    for (let unit = 0; unit < units; unit++)
      currents[t * units + unit] = inputs[t * input_stride + unit] + parameters[bias_at + (unit % features)];
}
