import { resolve } from "../src/network/resolve.ts";
import type { ResolvedNetwork } from "../src/network/resolved.ts";

/** Vogels and Abbott's current-based network as `peers/brian2.py` has it: 4,000 neurons, pairwise 0.02, dt 0.1, delay 0.1 ms. */
export function cuba(seed = 1): ResolvedNetwork {
  const params = { tau_m: 20, C_m: 200, E_L: -49, V_th: -50, V_reset: -60, t_ref: 4.9, tau_syn_ex: 5, tau_syn_in: 10 };
  const initial = { V_m: { uniform: { low: -60, high: -50 } } };
  const rule = { pairwise_bernoulli: { p: 0.02 } };
  const pair = (source: string, target: string, weight: number) => ({ source, target, rule, weight, delay: 0.1 });
  return resolve({
    galvani: 1,
    dt: 0.1,
    seed,
    populations: [
      { name: "E", size: 3200, model: "iaf_psc_exp", params, initial },
      { name: "I", size: 800, model: "iaf_psc_exp", params, initial },
    ],
    projections: [pair("E", "E", 16.2), pair("E", "I", 16.2), pair("I", "E", -90), pair("I", "I", -90)],
  });
}

/** `size` silent iaf_psc_exp neurons. */
export function silent(size: number): ResolvedNetwork {
  return resolve({
    galvani: 1,
    dt: 0.1,
    seed: 1,
    populations: [{ name: "n", size, model: "iaf_psc_exp", initial: { V_m: { uniform: { low: -70, high: -56 } } } }],
  });
}

/** `active` neurons that spike in every step onto `outdegree` of `size` silent ones each, delays of 1.5 +- 0.75 ms. */
export function fountain(active: number, size: number, outdegree: number): ResolvedNetwork {
  return resolve({
    galvani: 1,
    dt: 0.1,
    seed: 1,
    populations: [
      { name: "active", size: active, model: "iaf_psc_delta", params: { I_e: 1e6, t_ref: 0 } },
      { name: "silent", size, model: "iaf_psc_exp", params: { V_th: 1e6 } },
    ],
    projections: [
      {
        source: "active",
        target: "silent",
        rule: { fixed_outdegree: { outdegree } },
        weight: 0.001,
        delay: { normal: { mean: 1.5, std: 0.75 } },
      },
    ],
    record: [],
  });
}
