/**
 * NEST's pynest/examples/hpc_benchmark.py (Morrison et al. 2007, Helias et al. 2012, Kunkel et al. 2014).
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

/** `plastic`: the script, with power-law STDP from E to E; `static`: every weight stays. */
export const variants = ["plastic", "static"] as const;
/** Of `stdp_pl_synapse_hom`; tau_minus is a parameter of the neuron in NEST. */
export const stdp = { alpha: 0.0513, lambda: 0.1, mu: 0.4, tau_plus: 15, tau_minus: 30 } as const;
/** pA: spread of the plastic weights that the script expects. */
export const sigma = 3.47;
/**
 * Largest plastic weight, in units of the first. The rule has no bound, the sum of a neuron's inputs has a range: a weight above this ends the run.
 * It is far out for the weights of the script, and leaves the sum of 9,000 inputs a resolution of 0.001 pA. Weights come near it where a network too
 * small for the benchmark has fired in synchrony for seconds.
 */
export const largest = 5;
