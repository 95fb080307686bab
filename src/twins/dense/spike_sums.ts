import type { Floats } from "../lib/floats.ts";

export interface SpikeSumsShape {
  readonly steps: number;
  readonly batch: number;
  readonly features: number;
  /** Where this part's first example stands in `sums`. */
  readonly out_at: number;
}

/** Twin of shaders/dense/spike_sums.wgsl: spikes (steps x batch x features) summed over steps and features. */
export function spike_sums({ steps, batch, features, out_at }: SpikeSumsShape, spikes: Floats, sums: Floats): void {
  for (let b = 0; b < batch; b++) {
    let sum = 0;
    for (let t = 0; t < steps; t++) {
      const at = (t * batch + b) * features;
      for (let i = at; i < at + features; i++) sum += spikes[i];
    }
    sums[out_at + b] = sum;
  }
}
