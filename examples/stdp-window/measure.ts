import type { Simulation } from "../../src/simulate/simulation.ts";
import type { ExampleOptions } from "../example.ts";
import { variantOf } from "../options.ts";
import * as p from "./parameters.ts";
import { weightAfter } from "./theory.ts";

/** Repeated pairings: what each pair of neurons is for. */
export const conditions = p.pairingIntervals.flatMap((interval) => p.frequencies.map((frequency) => ({ interval, frequency })));

/** Spike times of pairs of neurons, ms, both at the synapse. */
interface Trains {
  readonly pre: readonly (readonly number[])[];
  readonly post: readonly (readonly number[])[];
}

/** By projection: one pair of spikes for each interval, and pairs repeated at each frequency: the period is a whole number of steps. */
export function trains(dt: number): { window: Trains; pairings: Trains } {
  const onsets = conditions.map(({ frequency }) =>
    Array.from({ length: p.pairings }, (_, k) => p.start + k * dt * Math.round(1000 / frequency / dt)),
  );
  return {
    window: { pre: p.intervals.map(() => [p.start]), post: p.intervals.map((interval) => [p.start + interval]) },
    pairings: { pre: onsets, post: onsets.map((times, c) => times.map((t) => t + conditions[c]!.interval)) },
  };
}

/** Weights measured and from the definition, one a pair of neurons. */
export interface Compared {
  readonly measured: Float32Array;
  readonly exact: Float64Array;
  /** Largest absolute difference. */
  readonly deviation: number;
}

/** @returns undefined while not all spikes have come */
async function compare(simulation: Simulation, mode: string, name: "window" | "pairings"): Promise<Compared | undefined> {
  const { pre, post } = trains(simulation.dt)[name];
  if (simulation.time < Math.max(...pre.flat(), ...post.flat()) + 2 * p.delay) return undefined;
  const { weight: measured } = await simulation.weights(name);
  const exact = Float64Array.from(pre, (times, n) => weightAfter(mode, p.weight, times, post[n]!));
  return { measured, exact, deviation: exact.reduce((most, w, n) => Math.max(most, Math.abs(w - measured[n]!)), 0) };
}

/** What was measured of both projections. */
export async function measure(
  simulation: Simulation,
  options: ExampleOptions,
): Promise<{ mode: string; window: Compared | undefined; pairings: Compared | undefined }> {
  const mode = variantOf(p.modes, options);
  return { mode, window: await compare(simulation, mode, "window"), pairings: await compare(simulation, mode, "pairings") };
}
