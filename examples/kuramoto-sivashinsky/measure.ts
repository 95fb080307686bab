import { FieldSimulation } from "../../src/field/simulation.ts";
import type { Bench } from "../example.ts";
import { meanAndError } from "../shared/statistics.ts";
import * as p from "./parameters.ts";

/** The largest Lyapunov exponent, and what it comes from. */
export interface Exponent {
  readonly mean: number;
  /** Standard error of the mean over the pairs. */
  readonly error: number;
  readonly each: readonly number[];
}

/** Waves of the first three modes, another mixture for every seed and trajectory. */
export function start(points: number, seed: number, n: number): number[] {
  const phases = [1, 2, 3].map((mode) => ({ mode, phase: (seed + 1) * (n + 1) * (mode + 0.618) }));
  return Array.from({ length: points }, (_, x) =>
    phases.reduce((sum, { mode, phase }) => sum + Math.cos((2 * Math.PI * mode * x) / points + phase) / mode, 0),
  );
}

/**
 * The largest Lyapunov exponent by pairs of trajectories (Benettin's method): the second of each pair is set back to a small distance again and
 * again; the exponent is the mean rate at which the logarithm of the distance grows.
 */
export async function largestExponent(seed: number, bench: Bench, onProgress: (share: number) => void): Promise<Exponent> {
  const { adapter, signal } = bench;
  const pairs = p.PAIRS;
  const first = Array.from({ length: pairs }, (_, n) => start(p.POINTS, seed, n)).flat();
  const field = await FieldSimulation.create(
    {
      ...{ model: "kuramoto-sivashinsky", sizes: [p.POINTS], length: p.LENGTH, dt: p.DT },
      ...{ batch: 2 * pairs, initial: { u: [...first, ...first] } },
    },
    { adapter },
  );
  try {
    bench.ran(field);
    await field.run(p.TRANSIENT, { signal });
    let u = await field.read();
    const sums = new Float64Array(pairs);
    const distances = Float64Array.from({ length: pairs * p.POINTS }, (_, i) => Math.cos((2 * Math.PI * (i % p.POINTS)) / p.POINTS + seed));
    const rounds = Math.round((p.TURNING + p.FOLLOWED) / p.BETWEEN);
    for (let round = 0; round < rounds; round++) {
      await field.set({ u: renormalised(u, distances, pairs) });
      await field.run(p.BETWEEN, { signal });
      u = await field.read();
      for (let i = 0; i < distances.length; i++) distances[i] = u[distances.length + i]! - u[i]!;
      if (round * p.BETWEEN >= p.TURNING) {
        for (let n = 0; n < pairs; n++) sums[n]! += Math.log(size(distances, n) / p.DISTANCE);
      }
      onProgress((round + 1) / rounds);
    }
    const each = Array.from(sums, (sum) => sum / p.FOLLOWED);
    return { ...meanAndError(each), each };
  } finally {
    field.destroy();
  }
}

/** Root mean square of the distance of a pair. */
function size(distances: Float64Array, pair: number): number {
  let sum = 0;
  for (let x = 0; x < p.POINTS; x++) sum += distances[pair * p.POINTS + x]! ** 2;
  return Math.sqrt(sum / p.POINTS);
}

/** All trajectories, the second of each pair at the small distance from the first. */
function renormalised(u: Float32Array, distances: Float64Array, pairs: number): Float64Array {
  const count = pairs * p.POINTS;
  const all = new Float64Array(2 * count);
  for (let n = 0; n < pairs; n++) {
    const shrink = p.DISTANCE / size(distances, n);
    for (let i = n * p.POINTS; i < (n + 1) * p.POINTS; i++) {
      all[i] = u[i]!;
      all[count + i] = u[i]! + shrink * distances[i]!;
    }
  }
  return all;
}
