import type { NetworkDescription, Numbers } from "../../src/network/description.ts";
import { resolve } from "../../src/network/resolve.ts";
import type { ResolvedNetwork } from "../../src/network/resolved.ts";
import type { UserModel } from "../../src/network/user-model.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { Simulation } from "../../src/simulate/simulation.ts";

export type Description = Omit<NetworkDescription<Numbers>, "galvani" | "dt" | "seed"> & { readonly dt?: number; readonly seed?: number };

/** Adapters every machine that runs the tests has. */
export const ADAPTERS = ["cpu", "software"] as const;
export type Adapter = (typeof ADAPTERS)[number];

/** A description, checked; steps of 0.1 ms and seed 1 unless it says otherwise. */
export function network(d: Description, models: readonly UserModel[] = []): ResolvedNetwork {
  return resolve({ galvani: 1, dt: 0.1, seed: 1, ...d }, new Map(models.map((m) => [m.name, m])));
}

const open: Simulation[] = [];

/** A simulation that `closeAll` destroys; on the ordinary path, that of all networks, unless the options say otherwise. */
export async function simulation(d: Description, options: SimulationOptions = {}, models: readonly UserModel[] = []): Promise<Simulation> {
  const sim = await Simulation.create(network(d, models), { adapter: "cpu", resident: false, ...options });
  open.push(sim);
  return sim;
}

/** For afterEach: frees the devices of a test. */
export function closeAll(): void {
  for (const sim of open.splice(0)) sim.destroy();
}

/** Spikes as [step, neuron] pairs. */
export function pairs(sim: Simulation): [number, number][] {
  const { step, neuron } = sim.spikes();
  return Array.from(step, (k, i) => [k, neuron[i]]);
}

/** A network with delays, refractoriness, Poisson input, noise, drawn values and two populations, small enough for every adapter. */
export function busy(model = "iaf_psc_exp", extra: Partial<Description> = {}): Description {
  const delta = model === "iaf_psc_delta";
  const w = delta ? 0.4 : 60;
  return {
    seed: 12,
    populations: [
      { name: "E", size: 150, model, initial: { V_m: { uniform: { low: -70, high: -55 } } } },
      { name: "I", size: 50, model, params: { t_ref: 1, V_th: { normal: { mean: -55, std: 0.5, min: -57, max: -53 } } } },
    ],
    inputs: [
      { kind: "poisson", target: "E", rate: 6000, weight: w, name: "drive" },
      { kind: "poisson", target: "I", rate: { uniform: { low: 5000, high: 7000 } }, weight: w },
      { kind: "spikes", target: "I", times: [3, 3, 12.3, 40], neurons: [0, 4, 0, 49], weight: 20 * w, name: "given" },
      { kind: "step_current", target: "E", times: [10, 30], amplitudes: [100, -50] },
    ],
    projections: [
      {
        source: "E",
        target: "E",
        rule: { pairwise_bernoulli: { p: 0.1 } },
        weight: { normal: { mean: w, std: 0.1 * w, min: 0 } },
        delay: { normal: { mean: 1.5, std: 0.75 } },
      },
      { source: "E", target: "I", rule: { fixed_indegree: { indegree: 20 } }, weight: w, delay: { uniform: { low: 0.3, high: 4 } } },
      { source: "I", target: "E", rule: { fixed_total_number: { n: 1500 } }, weight: -4 * w, delay: 0.8 },
      { source: "I", target: "I", rule: { fixed_outdegree: { outdegree: 10, allow_autapses: false } }, weight: -4 * w, delay: 2 },
    ],
    ...extra,
  };
}
