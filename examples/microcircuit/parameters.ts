/**
 * The cortical microcircuit of Potjans and Diesmann (2014), doi:10.1093/cercor/bhs358, as in NEST's PyNEST/src/microcircuit
 * (network_params.py, helpers.py): table 5 of the paper, optimized initial potentials.
 */
export const names = ["L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"] as const;

/** Neurons. */
export const sizes = [20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948] as const;

/** Background inputs of a neuron, each of `backgroundRate` Hz. */
export const backgroundInputs = [1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100] as const;
export const backgroundRate = 8;

/** Initial potentials, mV: "optimized" means and standard deviations. */
export const initialMean = [-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43] as const;
export const initialStd = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48] as const;

/** Connection probabilities: row the target, column the source. */
export const probabilities = [
  [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0, 0.0076, 0],
  [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0, 0.0042, 0],
  [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0],
  [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0, 0.1057, 0],
  [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0],
  [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0],
  [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
  [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443],
] as const;

/** NEST's iaf_psc_exp. */
export const neuron = {
  E_L: -65,
  V_th: -50,
  V_reset: -65,
  C_m: 250,
  tau_m: 10,
  tau_syn_ex: 0.5,
  tau_syn_in: 0.5,
  t_ref: 2,
} as const;

/** Peak of an excitatory postsynaptic potential, mV; from L4E to L23E it is twice that, an inhibitory one `g` times. */
export const psp = 0.15;
export const g = -4;
/** Standard deviation of weights and delays over their mean. */
export const relativeStd = { weight: 0.1, delay: 0.5 } as const;
/** Mean delays, ms. */
export const delay = { excitatory: 1.5, inhibitory: 0.75 } as const;

/** Mean rates of the full network (Hz) that the compensation of down-scaling works with: `full_mean_rates`. */
export const fullMeanRates = [0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829] as const;
