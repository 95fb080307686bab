/**
 * The network of Vogels, Sprekeler, Zenke, Clopath and Gerstner (2011), doi:10.1126/science.1211095, with the numbers of Brian2's example
 * frompapers/Vogels_et_al_2011.py (by F. Zenke). A neuron fires without end but for its inhibition, which starts at nothing and is learned.
 */
export const sizes = { exc: 8000, inh: 2000 } as const;
export const params = {
  V_th: -50,
  V_reset: -60,
  E_L: -60,
  E_ex: 0,
  E_in: -80,
  C_m: 200,
  g_L: 10,
  tau_syn_ex: 5,
  tau_syn_in: 10,
  I_e: 200,
} as const;
/** ms: NEST's t_ref for Brian2's refractory time of 5 ms, which counts the step of the spike. */
export const refractory = (dt: number): number => 5 - dt;
/** ms: the shortest of Auryn's, by which the paper's network is published too (sim_isp_orig.cpp); Brian2's example has none. */
export const delay = 0.8;
/** mV of the first potentials. */
export const first = { low: -60, high: -50 } as const;

/** ms */
export const tau = 20;

/**
 * How a neuron is connected: probabilities at scale 1, weights and learning rate in nS, the target rate in Hz.
 *
 * `sparse` is Brian2's example: 40 inhibitory inputs, 3 Hz. The rule counts pairs, not rates: inhibition is learned until a spike of the source finds as
 * many of the target's, weighted, as the target rate would give by chance. But a spike of a strong source puts off those of the target just after it,
 * about 0.03 of them here; so the rate settles 0.03 / (2 tau) or more above the target. `dense`, the default, has five times the synapses, each a fifth as
 * strong: a single spike does a fifth of that, and the rate comes to the target, 5 Hz.
 */
export const wirings = {
  dense: { probability: 0.1, exc: 0.06, inh: 0.6, eta: 0.004, Wmax: 6, target: 5 },
  sparse: { probability: 0.02, exc: 0.3, inh: 3, eta: 0.01, Wmax: 100, target: 3 },
} as const;

/** Constant depression for a target rate, Hz. */
export const alpha = (target: number): number => (2 * target * tau) / 1000;

/** ms between snapshots of the weights. */
export const every = 2500;
/** Steps between two values of the recorded conductances, and of how many neurons they are. */
export const recorded = { every: 10, neurons: 20 } as const;
