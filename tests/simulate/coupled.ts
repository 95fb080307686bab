/** A network with fields, and all that a run of it leaves behind. */
import type { FieldSpec } from "../../src/field/spec.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { type Description, simulation } from "./networks.ts";

/** Points of WAVE. */
export const N = 12;
/** A travelling hump; steps of half a ms. */
export const WAVE: FieldSpec = {
  model: "klein-gordon",
  sizes: [N],
  length: 6,
  dt: 0.5,
  speed: 0.4,
  mass: 0.3,
  damping: 0.02,
  initial: { phi: Array.from({ length: N }, (_, x) => Math.exp(-((x - 4) ** 2) / 3)) },
};

/** Regular and irregular spikers, coupled both ways with a field, windows shorter than the field's steps, and a second field that only listens. */
export function coupled(extra: Partial<Description> = {}): Description {
  return {
    populations: [
      { name: "E", size: 30, model: "iaf_psc_exp", initial: { V_m: { uniform: { low: -70, high: -56 } } } },
      { name: "I", size: 10, model: "iaf_psc_exp" },
    ],
    inputs: [
      { kind: "poisson", target: "E", rate: 7000, weight: 60, name: "drive" },
      { kind: "noise", target: "I", mean: 700, std: 60, interval: 0.3 },
    ],
    projections: [
      { source: "E", target: "I", rule: { pairwise_bernoulli: { p: 0.3 } }, weight: 50, delay: { uniform: { low: 0.3, high: 2 } } },
      { source: "I", target: "E", rule: { fixed_indegree: { indegree: 3 } }, weight: -80, delay: 0.8 },
    ],
    fields: [
      { name: "u", ...WAVE },
      {
        name: "heard",
        model: "klein-gordon",
        sizes: [5, 4],
        length: [10, 8],
        dt: 1.5,
        speed: 0.5,
        mass: 0.2,
        damping: 0.05,
        noise: 0.02,
        seed: 5,
      },
    ],
    couplings: [
      { kind: "drive", field: "u", population: "E", gain: 300 },
      { kind: "drive", field: "u", population: "I", gain: -30, positions: [0, 0.7, 1.9, 2, 3.3, 5.9, 4, 4, 6.1, -0.2] },
      { kind: "source", field: "u", population: "E", gain: 0.004 },
      { kind: "source", field: "heard", population: "E", gain: 0.001, positions: Array.from({ length: 60 }, (_, k) => (k * 1.37) % 9) },
      { kind: "source", field: "heard", population: "I", gain: -0.002, positions: Array.from({ length: 20 }, (_, k) => (k * 0.73) % 8) },
    ],
    record: [
      { spikes: "E" },
      { spikes: "I" },
      { state: "E", variable: "V_m", every: 7, neurons: [1, 2] },
      { field: "u", every: 1 },
      { field: "heard" },
    ],
    ...extra,
  };
}

/** Everything a run leaves behind, and the whole state. */
export async function all(sim: Simulation) {
  const { arrays, plastic, step } = await sim.save();
  return { digest: sim.digest, counts: sim.counts(), step, arrays, plastic, frames: sim.fieldFrames(), traces: sim.traces() };
}

export async function outcome(ms: readonly number[], options: SimulationOptions = {}, description = coupled()) {
  const sim = await simulation(description, options);
  for (const part of ms) await sim.run(part);
  return all(sim);
}
