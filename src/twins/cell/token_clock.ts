import type { Floats } from "../lib/floats.ts";

export interface TokenClockShape {
  readonly tokens: number;
  readonly systems: number;
  /** How much of itself a token may change by in a step. */
  readonly share: number;
}

const LARGEST = 3e38;

/** Twin of shaders/cell/token_clock.wgsl. */
export function token_clock(shape: TokenClockShape, mu: Floats, h: Floats, until: Floats, clock: Floats): void {
  const { tokens, systems, share } = shape;
  // The sum as the buffer holds it.
  const sum = clock instanceof Float32Array ? Math.fround : (value: number) => value;
  for (let system = 0; system < systems; system++) {
    let rate = 0;
    for (let l = 0; l < tokens; l++) {
      const value = Math.abs(mu[system] * h[l * systems + system]);
      rate = Math.max(rate, value <= LARGEST ? value : LARGEST);
    }
    const time = clock[system];
    const left = until[0] - time;
    let step = 0;
    if (left > 0 && clock[2 * systems + system] === 0) {
      step = Math.min(left, share / Math.max(rate, 1e-30));
      if (sum(time + step) <= time) {
        clock[2 * systems + system] = 1;
        step = 0;
      }
    }
    clock[systems + system] = step;
    clock[system] = step === left && step > 0 ? until[0] : time + step;
  }
}
