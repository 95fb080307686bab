import { describe, expect, test } from "vitest";
import { gennStdp, pairStdp, powerLaw, vogels } from "./definitions.ts";
import { type Case, compare, type Timing } from "./play.ts";

const pair = { lambda: 0.03, alpha: 0.9, mu_plus: 0, mu_minus: 0, tau_plus: 16.8, tau_minus: 33.7, Wmax: 15 };
const soft = { ...pair, mu_plus: 0.4, mu_minus: 1 };
const nest = { delayed: true, first: "post", weights: [2, 13], scale: 15 } as const;
const brian = { delayed: false, first: "pre", weights: [2, 13], scale: 15 } as const;
const stdp = (mode: string, params = pair) => ({ plasticity: { rule: "stdp_synapse", mode, params } });
const power = { lambda: 0.01, alpha: 0.4, mu: 0.4, tau_plus: 15, tau_minus: 30, Wmax: 1000 };
const inhibitory = { tau: 20, eta: 0.05, alpha: 0.6, Wmax: 3 };
const negative = { ...inhibitory, Wmax: -3 };

const cases: Record<string, Case> = {
  "stdp_synapse nest": { ...nest, ...stdp("nest"), define: pairStdp(pair, "all") },
  "stdp_synapse nest, soft bounds": { ...nest, ...stdp("nest", soft), define: pairStdp(soft, "all") },
  "stdp_synapse nearest_symmetric": { ...nest, ...stdp("nearest_symmetric"), define: pairStdp(pair, "symmetric") },
  "stdp_synapse nearest_pre_centred": { ...nest, ...stdp("nearest_pre_centred"), define: pairStdp(pair, "preCentred") },
  "stdp_synapse nearest_restricted": { ...nest, ...stdp("nearest_restricted"), define: pairStdp(pair, "restricted") },
  "stdp_synapse song": { ...brian, ...stdp("song"), define: pairStdp(pair, "all", "before") },
  "stdp_synapse genn": { ...brian, ...stdp("genn"), define: gennStdp(pair) },
  stdp_pl_synapse_hom: {
    ...nest,
    plasticity: { rule: "stdp_pl_synapse_hom", params: power },
    define: powerLaw(power),
    weights: [20, 60],
    scale: 40,
  },
  vogels_sprekeler_synapse: {
    ...nest,
    plasticity: { rule: "vogels_sprekeler_synapse", params: inhibitory },
    define: vogels(inhibitory),
    weights: [0, 3],
    scale: 3,
  },
  "vogels_sprekeler_synapse, negative weights": {
    ...nest,
    plasticity: { rule: "vogels_sprekeler_synapse", params: negative },
    define: vogels(negative),
    weights: [-3, 0],
    scale: 3,
  },
};

const long = { pairs: 20, steps: 3000 };
const timings: Record<string, Timing> = {
  "delays of 1 step": { ...long, delays: [1], axonal: 0 },
  "delays of 10 steps": { ...long, delays: [10], axonal: 0 },
  "delays of 1 to 23 steps": { ...long, delays: [1, 2, 3, 5, 8, 13, 17, 23], axonal: 0 },
  "an axonal part of 3 steps": { ...long, delays: [6, 7, 9, 12, 16], axonal: 3 },
};
/** Few, for a SwiftShader step takes a millisecond: many spikes in a short time. */
const short: Record<string, Timing> = {
  "delays of 1 step": { pairs: 12, steps: 120, delays: [1], axonal: 0 },
  "delays of 5 to 19 steps": { pairs: 24, steps: 300, delays: [5, 8, 13, 19], axonal: 0 },
};

describe.each(Object.entries(cases))("%s against its definition in float64", (_, given) => {
  // Pairs from spike steps know no parts of a delay.
  const known = Object.entries(timings).filter(([, { axonal }]) => given.delayed || axonal === 0);
  test.each(known)("cpu, %s", async (_, timing) => {
    check(await compare(given, timing, { adapter: "cpu" }));
  });

  test.each(Object.entries(short))("software, %s", async (_, timing) => {
    check(await compare({ ...given, density: 0.1 }, timing, { adapter: "software" }, 2));
  });
});

function check({ weights, deliveries, moved, met }: Awaited<ReturnType<typeof compare>>): void {
  expect(weights).toBeLessThan(1e-5);
  expect(deliveries).toBeLessThan(1e-5);
  // The case tells something: weights moved, and spikes met at synapses.
  expect(moved).toBeGreaterThan(0.05);
  expect(met).toBeGreaterThan(10);
}
