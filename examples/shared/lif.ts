/** NEST's iaf_psc_exp, its defaults. */
export const neuron = { E_L: -70, V_th: -55, V_reset: -70, C_m: 250, tau_m: 10, t_ref: 2 } as const;

/** Least current that makes it fire, pA. */
export const rheobase = ((neuron.V_th - neuron.E_L) * neuron.C_m) / neuron.tau_m;

/** Its rate (Hz) at a constant current (pA), exact: 1 / (t_ref + tau_m ln((V_inf - V_reset) / (V_inf - V_th))). */
export function rateAt(current: number): number {
  const settled = neuron.E_L + (current * neuron.tau_m) / neuron.C_m;
  if (settled <= neuron.V_th) return 0;
  return 1000 / (neuron.t_ref + neuron.tau_m * Math.log((settled - neuron.V_reset) / (settled - neuron.V_th)));
}
