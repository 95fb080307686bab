/**
 * Diehl and Cook (2015), doi:10.3389/fncom.2015.00099, numbers of the authors' code (github.com/peter-u-diehl/stdp-mnist). ms, mV; conductances
 * in units of the leak conductance.
 */

/** ms: the code's own step, at which its parameters were found. */
export const DT = 0.5;

export const EXCITATORY = 400;

export const excitatory = {
  tau: 100,
  tau_ex: 1,
  tau_in: 2,
  rest: -65,
  E_ex: 0,
  E_in: -100,
  V_reset: -65,
  /** Threshold at theta 0: -52 mV less the code's offset of 20 mV. */
  V_th: -72,
  refractory: 5,
  /** mV a spike raises theta by, and the time in which theta is lost again. */
  theta_plus: 0.05,
  tau_theta: 1e7,
} as const;

/** mV above rest: both kinds of neurons begin 40 mV below it; theta. */
export const initial = { V: -40, theta: 20 } as const;

export const inhibitory = { tau: 10, tau_ex: 1, rest: -60, E_ex: 0, V_reset: -45, V_th: -40, refractory: 2 } as const;

/** Excitatory to its own inhibitory neuron; inhibitory to all excitatory neurons but its own. */
export const recurrent = { excite: 10.4, inhibit: 17 } as const;

/** Weights from the input: (u + 0.01) 0.3 at first, scaled to `sum` into each neuron before every image. */
export const plastic = { low: 0.003, high: 0.303, sum: 78, rule: "diehl_cook_synapse", Wmax: 1 } as const;

/** Presentation of an image: ms shown and ms of silence, Hz a grey level, and what becomes of an image that makes too few spikes. */
export const show = {
  image: 350,
  rest: 150,
  /** Hz a grey level and unit of intensity. */
  rate: 1 / 8,
  intensity: 2,
  /** It is shown again, more intensely by 1, after fewer spikes than this. */
  leastSpikes: 5,
} as const;
