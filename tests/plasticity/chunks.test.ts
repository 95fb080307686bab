/** However a run is cut, paged, and looked at in between: the same bits. */
import { expect, test } from "vitest";
import type { PlasticityDescription } from "../../src/network/description.ts";
import { Network } from "../../src/network/network.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { DT, drawer } from "./play.ts";

/** A network that spikes by itself, its plastic synapses delayed by 1.2 ms and more: windows of many steps. */
function network(plasticity: PlasticityDescription): Network {
  const net = new Network({ dt: DT, seed: 3 });
  const E = net.population("E", 40, "iaf_psc_exp", { params: { t_ref: 1 } });
  net.input({ kind: "poisson", target: E, rate: 9000, weight: 60 });
  const delay = { normal: { mean: 2.2, std: 0.6, min: 1.2 } };
  const weight = { uniform: { low: 0.2, high: 0.9 } };
  net.connect({ name: "EE", source: E, target: E, receptor: "ex", rule: { pairwise_bernoulli: { p: 0.4 } }, weight, delay, plasticity });
  return net;
}

const rules: [string, PlasticityDescription][] = [
  ["stdp_synapse nest", { rule: "stdp_synapse", params: { Wmax: 1, lambda: 0.05, mu_plus: 0.4, mu_minus: 0.6 }, axonal_delay: 0.5 }],
  [
    "stdp_synapse nearest_pre_centred",
    { rule: "stdp_synapse", mode: "nearest_pre_centred", params: { Wmax: 1, lambda: 0.05, mu_plus: 0, mu_minus: 0 } },
  ],
  ["stdp_synapse genn", { rule: "stdp_synapse", mode: "genn", params: { Wmax: 1, lambda: 0.05, mu_plus: 0, mu_minus: 0 } }],
  ["stdp_triplet_synapse", { rule: "stdp_triplet_synapse", params: { Wmax: 1 } }],
  ["stdp_dopamine_synapse", { rule: "stdp_dopamine_synapse", params: { Wmax: 1, A_plus: 0.001, A_minus: 0.001 }, every: 0.7 }],
  ["tsodyks2_synapse", { rule: "tsodyks2_synapse", params: { tau_fac: 50, Wmax: 2 } }],
  [
    "oja_synapse subspace",
    { rule: "oja_synapse", mode: "subspace", params: { Wmin: -4, Wmax: 4 }, every: 1.3, normalise: { sum: 6, every: 2 } },
  ],
  ["bcm_synapse", { rule: "bcm_synapse", every: 1.3 }],
];

interface Outcome {
  readonly digest: string;
  readonly weights: Float32Array;
}

async function outcome(plasticity: PlasticityDescription, options: SimulationOptions, ms: number, cuts?: () => number): Promise<Outcome> {
  const simulation = await Simulation.create(network(plasticity).resolve(), options);
  const end = Math.round(ms / DT);
  while (cuts && simulation.step < end) {
    await simulation.run(Math.min(1 + Math.floor(cuts() * 30), end - simulation.step) * DT);
    if (cuts() < 0.5) await simulation.weights("EE");
  }
  if (!cuts) await simulation.run(ms);
  const { weight } = await simulation.weights("EE");
  const { digest } = simulation;
  simulation.destroy();
  return { digest, weights: weight };
}

test.each(rules)("%s: the same bits on cpu for any cut, page, window and number of threads", async (_, plasticity) => {
  const whole = await outcome(plasticity, { adapter: "cpu", threads: 1 }, 150);
  expect(new Set(whole.weights).size).toBeGreaterThan(50);
  const others: [SimulationOptions, (() => number)?][] = [
    [{ adapter: "cpu", threads: 1 }, drawer(11)],
    [{ adapter: "cpu", threads: 1, pageBytes: 1024 }],
    [{ adapter: "cpu", threads: 1, windowSteps: 1 }],
    [{ adapter: "cpu", threads: 2, windowSteps: 5 }, drawer(12)],
  ];
  for (const [options, cuts] of others) {
    const other = await outcome(plasticity, options, 150, cuts);
    expect(other.digest, JSON.stringify(options)).toBe(whole.digest);
    expect(other.weights, JSON.stringify(options)).toEqual(whole.weights);
  }
});

test.each([rules[0]!, rules[4]!, rules[6]!])("%s: the same bits on software as on cpu, cut and paged", async (_, plasticity) => {
  const wanted = await outcome(plasticity, { adapter: "cpu", threads: 1 }, 15);
  const got = await outcome(plasticity, { adapter: "software", pageBytes: 1024 }, 15, drawer(13));
  expect(new Set(wanted.weights).size).toBeGreaterThan(50);
  expect(got.digest).toBe(wanted.digest);
  expect(got.weights).toEqual(wanted.weights);
});
