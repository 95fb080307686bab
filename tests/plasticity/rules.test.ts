import { describe, expect, test } from "vitest";
import { byRates, dopamine, gennStdp, pairStdp, powerLaw, shortTerm, triplet, vogels } from "./definitions.ts";
import { type Case, compare, type Distance, type Scene, type Timing } from "./play.ts";

const pair = { lambda: 0.03, alpha: 0.9, mu_plus: 0, mu_minus: 0, tau_plus: 16.8, tau_minus: 33.7, Wmax: 15 };
const soft = { ...pair, mu_plus: 0.4, mu_minus: 1 };
const nest = { delayed: true, first: "post", weights: [2, 13], scale: 15 } as const;
const brian = { delayed: false, first: "pre", weights: [2, 13], scale: 15 } as const;
const stdp = (mode: string, params = pair) => ({ plasticity: { rule: "stdp_synapse", mode, params } });
const power = { lambda: 0.01, alpha: 0.4, mu: 0.4, tau_plus: 15, tau_minus: 30, Wmax: 1000 };
const inhibitory = { tau: 20, eta: 0.05, alpha: 8, Wmax: 3 };
const negative = { ...inhibitory, Wmax: -3 };
const threes = {
  tau_plus: 16.8,
  tau_plus_triplet: 101,
  tau_minus: 33.7,
  tau_minus_triplet: 125,
  Aplus: 0.01,
  Aminus: 0.03,
  Aplus_triplet: 0.006,
  Aminus_triplet: 0.001,
  Wmax: 5,
};
const factors = { A_plus: 0.01, A_minus: 0.012, tau_plus: 20, tau_minus: 25, tau_c: 80, n: 1.5, b: 0.3, Wmin: 0.5, Wmax: 6 };
const depressing = { U: 0.4, tau_rec: 60, tau_fac: 0, Wmax: 20 };
const facilitating = { U: 0.1, tau_rec: 20, tau_fac: 80, Wmax: 20 };
const rates = { eta: 1e-4, tau_pre: 20, tau_post: 15, Wmin: -0.9, Wmax: 1 };
const bcm = { ...rates, eta: 2e-5, tau_theta: 40, y0: 3 };
const gradient = { ...rates, eta: 2e-3, y0: 2, Wmin: 1e-3 };
const EVERY = 2;
const byClock = { delayed: false, first: "pre", weights: [-0.8, 0.9], scale: 1 } as const;
const inside = (w: number, { Wmin, Wmax } = rates) => Math.min(Math.max(w, Wmin), Wmax);
const learning = (rule: string, params: Record<string, number> = rates, mode?: string) => ({
  plasticity: { rule, params, every: EVERY, ...(mode !== undefined && { mode }) },
});

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
  stdp_triplet_synapse: {
    ...nest,
    plasticity: { rule: "stdp_triplet_synapse", params: threes },
    define: triplet(threes),
    weights: [0.5, 4.5],
    scale: 5,
  },
  stdp_dopamine_synapse: {
    ...nest,
    plasticity: { rule: "stdp_dopamine_synapse", params: factors, every: EVERY },
    define: dopamine(factors, EVERY, () => factors.n),
    weights: [1, 5],
    scale: 6,
  },
  "tsodyks2_synapse, depressing": {
    ...nest,
    plasticity: { rule: "tsodyks2_synapse", params: depressing },
    define: shortTerm(depressing),
    weights: [-10, 10],
    scale: 20,
    still: true,
  },
  "tsodyks2_synapse, facilitating": {
    ...nest,
    plasticity: { rule: "tsodyks2_synapse", params: facilitating },
    define: shortTerm(facilitating),
    weights: [-10, 10],
    scale: 20,
    still: true,
  },
  "hebbian_synapse hebbian": {
    ...byClock,
    ...learning("hebbian_synapse"),
    define: byRates(rates, (w, x, y) => inside(w + rates.eta * EVERY * x * y)),
  },
  "hebbian_synapse anti_hebbian": {
    ...byClock,
    ...learning("hebbian_synapse", rates, "anti_hebbian"),
    define: byRates(rates, (w, x, y) => inside(w - rates.eta * EVERY * x * y)),
  },
  "oja_synapse single": {
    ...byClock,
    ...learning("oja_synapse"),
    define: byRates(rates, (w, x, y) => inside(w + rates.eta * EVERY * y * (x - y * w))),
  },
  // With one target a source the sum is that of one.
  "oja_synapse subspace": {
    ...byClock,
    ...learning("oja_synapse", rates, "subspace"),
    define: byRates(rates, (w, x, y) => inside(w + rates.eta * EVERY * y * (x - y * w))),
  },
  bcm_synapse: {
    ...byClock,
    ...learning("bcm_synapse", bcm),
    define: byRates(bcm, (w, x, y, theta) => inside(w + bcm.eta * EVERY * x * y * (y - theta / bcm.y0))),
  },
  exponentiated_gradient_synapse: {
    ...byClock,
    ...learning("exponentiated_gradient_synapse", gradient),
    define: byRates(gradient, (w, x, y) => {
      const size = Math.abs(w) * Math.exp(Math.sign(w) * gradient.eta * EVERY * x * (gradient.y0 - y));
      return Math.sign(w) * inside(size, gradient);
    }),
  },
};

const long = { pairs: 20, steps: 3000 };
const timings: Record<string, Timing> = {
  "delays of 1 step": { ...long, delays: [1], axonal: 0 },
  "delays of 10 steps": { ...long, delays: [10], axonal: 0 },
  "delays of 1 to 23 steps": { ...long, delays: [1, 2, 3, 5, 8, 13, 17, 23], axonal: 0 },
  "an axonal part of 3 steps": { ...long, delays: [6, 7, 9, 12, 16], axonal: 3 },
};
/** Few, for a SwiftShader step takes a millisecond: many spikes in a short time, in windows of several steps. */
const short: Timing = { pairs: 24, steps: 300, delays: [5, 8, 13, 19], axonal: 0 };
/** In windows of one step: the kernels' affair, not a rule's, so that one of each order will do. */
const shortest: Timing = { pairs: 12, steps: 120, delays: [1], axonal: 0 };
const ORDERS: readonly string[] = ["stdp_synapse nest", "stdp_synapse song", "stdp_dopamine_synapse"];

describe.each(Object.entries(cases))("%s against its definition in float64", (name, given) => {
  // Pairs from spike steps know no parts of a delay.
  const known = Object.entries(timings).filter(([, { axonal }]) => given.delayed || axonal === 0);
  test.each(known)("cpu, %s", async (_, timing) => {
    check(given, await compare(given, timing, { adapter: "cpu" }));
  });

  test("software, delays of 5 to 19 steps", async () => {
    check(given, await compare({ ...given, density: 0.1 }, short, { adapter: "software" }, 2));
  });

  test.runIf(ORDERS.includes(name))("software, delays of 1 step", async () => {
    check(given, await compare({ ...given, density: 0.1 }, shortest, { adapter: "software" }, 2));
  });
});

// Sources and targets fire at every step: a synapse asks for spikes as old as its delay, more than 32 of them.
test.each(["cpu", "software"] as const)("%s: more spikes on their way than 32", async (adapter) => {
  const given = { ...cases["stdp_synapse nest"]!, density: 1 };
  check(given, await compare(given, { pairs: 4, steps: 200, delays: [60], axonal: 0 }, { adapter }));
});

function check({ still }: Case, { weights, deliveries, moved, met }: Distance): void {
  expect(weights).toBeLessThan(1e-5);
  expect(deliveries).toBeLessThan(1e-5);
  // The case tells something: weights moved where the rule moves them, and spikes met at synapses.
  if (still) expect(moved).toBeLessThan(1e-8);
  else expect(moved).toBeGreaterThan(0.05);
  expect(met).toBeGreaterThan(10);
}

describe("stdp_dopamine_synapse with a modulator for n, against float64", () => {
  const [tau, bias, gain] = [15, 0.2, 9];
  /** m += dt / tau (bias + gain spikes - m) for each step; an event sees what the steps before it made. */
  const concentration = (t: number, { pre, dt }: Scene) => {
    let m = 0.5;
    for (let k = 0; k < t; k++) m += (dt / tau) * (bias + (pre.includes(k) ? gain : 0) - m);
    return factors.n * m;
  };
  const modulated: Case = {
    ...nest,
    plasticity: { rule: "stdp_dopamine_synapse", params: factors, every: EVERY, modulate: { n: "m" } },
    define: dopamine(factors, EVERY, concentration),
    prepare: (net) => net.modulator({ name: "m", tau, initial: 0.5, bias, gain: { a: gain } }),
    weights: [2, 4],
    scale: 6,
    density: 0.08,
  };

  test.each([
    ["cpu", [1], 2000],
    ["cpu", [12], 2000],
    ["software", [12], 600],
  ] as const)("%s, delay of %j steps", async (adapter, delays, steps) => {
    check(modulated, await compare(modulated, { delays, axonal: 0, pairs: 1, steps }, { adapter }));
  });
});
