import type { Floats } from "../lib/floats.ts";

export interface AmariShape {
  readonly count: number;
  /** 0: the trial step; 1: the step; 2: firing rates alone. */
  readonly part: number;
  /** 1: there is an input. */
  readonly forced: number;
  /** 1: the firing rate is a step, else a sigmoid. */
  readonly heaviside: number;
  /** dt / tau */
  readonly share: number;
  readonly rest: number;
  readonly threshold: number;
  readonly gain: number;
}

/** Twin of shaders/field/amari.wgsl. */
export function amari(shape: AmariShape, drive: Floats, input: Floats, u: Floats, trial: Floats, change: Floats, rate: Floats): void {
  const { count, part, forced, heaviside, share, rest, threshold, gain } = shape;
  for (let i = 0; i < count; i++) {
    let x = u[i];
    const goal = rest + drive[i] + (forced === 0 ? 0 : input[i]);
    if (part === 0) {
      change[i] = share * (goal - x);
      x += change[i];
      trial[i] = x;
    } else if (part === 1) {
      x += 0.5 * (change[i] + share * (goal - trial[i]));
      u[i] = x;
    }
    if (heaviside !== 0) rate[i] = x > threshold ? 1 : 0;
    else rate[i] = 1 / (1 + Math.exp(Math.min(80, Math.max(-80, gain * (threshold - x)))));
  }
}
