/** Chosen here, not published: the data set is wiring only. */
export const neuron = { E_L: -65, V_th: -50, V_reset: -65, C_m: 250, tau_m: 10, t_ref: 2, tau_syn_ex: 2, tau_syn_in: 2 } as const;

/** pA for one synapse of the data's mean synapse counts. */
export const perSynapse = 1;

export const drive = {
  /** Poisson input to each photoreceptor: Hz, and pA a spike. */
  rate: 2000,
  weight: 120,
  /** Constant current of the neurons after them, pA: photoreceptors mostly inhibit, which only shows in neurons that are active. Rheobase is 375 pA. */
  background: 380,
  /** ms of every synapse. */
  delay: 1,
} as const;
