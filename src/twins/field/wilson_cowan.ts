import type { Floats } from "../lib/floats.ts";

export interface WilsonCowanShape {
  /** Values of u: batch x places x 2. */
  readonly count: number;
  /** 0: the trial step; 1: the step. */
  readonly part: number;
  /** 1: there is an input. */
  readonly forced: number;
}

const logistic = (x: number) => 1 / (1 + Math.exp(Math.min(80, Math.max(-80, -x))));

/** Twin of shaders/field/wilson_cowan.wgsl; parameters (2 x 4): dt / tau, refractory, gain, threshold. */
export function wilson_cowan(
  { count, part, forced }: WilsonCowanShape,
  parameters: Floats,
  drive: Floats,
  input: Floats,
  u: Floats,
  trial: Floats,
  change: Floats,
): void {
  for (let i = 0; i < count; i++) {
    const at = 4 * (i & 1);
    const share = parameters[at];
    const refractory = parameters[at + 1];
    const gain = parameters[at + 2];
    const threshold = parameters[at + 3];
    const x = forced === 0 ? drive[i] : drive[i] + input[i];
    const response = logistic(gain * (x - threshold)) - logistic(-gain * threshold);
    const own = part === 0 ? u[i] : trial[i];
    const step = share * ((1 - refractory * own) * response - own);
    if (part === 0) {
      change[i] = step;
      trial[i] = own + step;
    } else u[i] += 0.5 * (change[i] + step);
  }
}
