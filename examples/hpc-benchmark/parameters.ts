/**
 * NEST's pynest/examples/hpc_benchmark.py (Morrison et al. 2007, Helias et al. 2012, Kunkel et al. 2014), its connections static.
 */
export const names = ["E", "I"] as const;

/** Neurons at scale 1. */
export const sizes = { E: 9000, I: 2250 } as const;
/** Inputs of a neuron from each population, at every scale. */
export const indegree = { E: 9000, I: 2250 } as const;

/** NEST's iaf_psc_alpha. The synaptic time constant gives a potential that peaks after 1.700759 ms. */
export const neuron = {
  E_L: 0,
  C_m: 250,
  tau_m: 10,
  t_ref: 0.5,
  V_th: 20,
  V_reset: 0,
  tau_syn_ex: 0.32582722403722841,
  tau_syn_in: 0.32582722403722841,
} as const;

/** mV: mean and standard deviation of the first potentials. */
export const initial = { mean: 5.7, std: 7.2 } as const;
/** ms of every connection. */
export const delay = 1.5;
/** mV: peak of an excitatory postsynaptic potential; an inhibitory one is `g` times that. */
export const psp = 0.14;
export const g = -5;
/** External input over that which alone brings the mean potential to threshold. */
export const eta = 1.685;
