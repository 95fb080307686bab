import * as p from "./parameters.ts";

/** The exact strength of a mode of a network of two layers: u(t) = s e^(2st/tau) / (e^(2st/tau) - 1 + s/u0). */
export function exact(s: number, u0: number, time: number): number {
  // Both sides over the exponential, which may be large.
  const decay = Math.exp((-2 * s * time) / p.TAU);
  return s / (1 + decay * (s / u0 - 1));
}

/** The same for any number of layers L: tau du/dt = L u^(2 - 2/L) (s - u), by small steps in float64. */
export function integrated(s: number, u0: number, layers: number, times: readonly number[]): number[] {
  const slope = (u: number) => (layers * u ** (2 - 2 / layers) * (s - u)) / p.TAU;
  let [u, now] = [u0, 0];
  return times.map((time) => {
    const steps = Math.ceil((time - now) / 1e-4);
    const dt = (time - now) / Math.max(1, steps);
    for (let n = 0; n < steps; n++) {
      const middle = u + (dt / 2) * slope(u);
      u += dt * slope(middle);
    }
    now = time;
    return u;
  });
}
