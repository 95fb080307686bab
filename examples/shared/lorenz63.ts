/** Observed trajectories of Lorenz's system, for what learns to go on like them. */
import { Dice } from "../../src/learn/dice.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";

/** Lorenz (1963): sigma, rho, beta, and the step of the published data sets. */
const SIGMA = 10;
const RHO = 28;
const BETA = 8 / 3;
export const DT = 0.01;
/** Steps before the first that is observed. */
const TRANSIENT = 5000;
/** First states: training, test. */
const FIRST = [
  [1, 2, 20],
  [-3, 5, 17],
] as const;
/** Which of the streams `sequences` the noise of observations is; windows of a series are 0. */
const NOISE_STREAM = 1;

/** Both are steps x 3, brought to a mean of 0 and a deviation of 1 by the training trajectory's numbers without noise. */
export interface Observed {
  /** With noise. */
  readonly train: Float32Array;
  /** Another trajectory, without noise. */
  readonly test: Float32Array;
}

/** @param noise deviation of what is added to each observation of the training trajectory, its own deviation being 1 */
export function observedLorenz(steps: number, noise: number, seed: number): Observed {
  const [train, test] = FIRST.map((first) => trajectory(first, steps));
  const scale = [0, 1, 2].map((d) => {
    const own = train!.filter((_, i) => i % 3 === d);
    const mean = own.reduce((sum, x) => sum + x, 0) / steps;
    return { mean, std: Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / steps) };
  });
  const standard = (x: number, i: number) => (x - scale[i % 3]!.mean) / scale[i % 3]!.std;
  const errors = new Dice(seed, streamOf(Stream.sequences, NOISE_STREAM)).normals(3 * steps, noise);
  return { train: Float32Array.from(train!, (x, i) => standard(x, i) + errors[i]!), test: Float32Array.from(test!, standard) };
}

/** Runge and Kutta's fourth-order method in float64. */
function trajectory(first: readonly number[], steps: number): Float64Array {
  const out = new Float64Array(3 * steps);
  let [x, y, z] = first as [number, number, number];
  const slope = (x: number, y: number, z: number) => [SIGMA * (y - x), x * (RHO - z) - y, x * y - BETA * z] as const;
  for (let t = -TRANSIENT; t < steps; t++) {
    const [a, b, c] = slope(x, y, z);
    const h = DT / 2;
    const [d, e, f] = slope(x + h * a, y + h * b, z + h * c);
    const [g, i, j] = slope(x + h * d, y + h * e, z + h * f);
    const [k, l, m] = slope(x + DT * g, y + DT * i, z + DT * j);
    x += (DT / 6) * (a + 2 * d + 2 * g + k);
    y += (DT / 6) * (b + 2 * e + 2 * i + l);
    z += (DT / 6) * (c + 2 * f + 2 * j + m);
    if (t >= 0) out.set([x, y, z], 3 * t);
  }
  return out;
}
