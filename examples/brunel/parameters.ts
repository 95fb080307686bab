/**
 * Sparsely connected network of Brunel (2000), doi:10.1023/A:1008925309027: 12,500 leaky integrate-and-fire neurons with delta synapses.
 * The panels of figure 8 as in Brian2's examples/frompapers/Brunel_2000.py; `nest` as in NEST's brunel_delta_nest.py.
 */
export const sizes = { E: 10000, I: 2500 } as const;
/** Inputs a neuron has from each population, exactly. */
export const indegree = { E: 1000, I: 250 } as const;
/** mV of an excitatory synapse; an inhibitory one has -g times as much. */
export const J = 0.1;
export const delay = 1.5;
export const neuron = { E_L: 0, V_th: 20, V_reset: 10, C_m: 1, tau_m: 20, t_ref: 2 } as const;

/** g: inhibition over excitation; eta: external rate over the one that just reaches threshold. */
export const regimes = {
  C: { g: 5, eta: 2, V_reset: 10, title: "asynchronous irregular" },
  A: { g: 3, eta: 2, V_reset: 10, title: "synchronous regular, almost saturated" },
  B: { g: 6, eta: 4, V_reset: 10, title: "synchronous irregular, fast" },
  D: { g: 4.5, eta: 0.9, V_reset: 10, title: "synchronous irregular, slow" },
  nest: { g: 5, eta: 2, V_reset: 0, title: "NEST's variant: reset to rest" },
} as const;
export type Regime = keyof typeof regimes;
