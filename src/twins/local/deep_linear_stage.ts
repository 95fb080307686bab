import type { Floats } from "../lib/floats.ts";

export interface DeepLinearStageShape {
  readonly count: number;
  /** Of Runge and Kutta's step: 0 to 3. */
  readonly part: number;
  /** dt / tau */
  readonly step: number;
}

/** Twin of shaders/local/deep_linear_stage.wgsl. */
export function deep_linear_stage(
  { count, part, step }: DeepLinearStageShape,
  slope: Floats,
  weights: Floats,
  trial: Floats,
  total: Floats,
): void {
  for (let i = 0; i < count; i++) {
    if (part < 3) {
      total[i] = part === 0 ? slope[i] : total[i] + 2 * slope[i];
      trial[i] = weights[i] + (part < 2 ? 0.5 * step : step) * slope[i];
    } else {
      weights[i] += (step / 6) * (total[i] + slope[i]);
      trial[i] = weights[i];
    }
  }
}
