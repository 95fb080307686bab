import type { Floats } from "../lib/floats.ts";

export interface TokenStageShape {
  readonly tokens: number;
  readonly systems: number;
  /** Of Runge and Kutta's step: 0 to 3. */
  readonly part: number;
}

/** Twin of shaders/cell/token_stage.wgsl. */
export function token_stage(
  { tokens, systems, part }: TokenStageShape,
  mu: Floats,
  s: Floats,
  h: Floats,
  clock: Floats,
  x: Floats,
  trial: Floats,
  total: Floats,
  delta: Floats,
): void {
  for (let i = 0; i < tokens * systems; i++) {
    const system = i % systems;
    const step = clock[systems + system];
    if (step === 0) continue;
    const slope = mu[system] * trial[i] * h[i];
    if (part < 3) {
      total[i] = part === 0 ? slope : total[i] + 2 * slope;
      trial[i] = x[i] + (part < 2 ? 0.5 * step : step) * slope;
    } else {
      x[i] += (step / 6) * (total[i] + slope);
      trial[i] = x[i];
    }
    delta[i] = s[system] * trial[i];
  }
}
