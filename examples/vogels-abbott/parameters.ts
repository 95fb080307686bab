/**
 * The benchmark networks of Brette et al. (2007), doi:10.1007/s10827-007-0038-6, after Vogels and Abbott (2005): 4,000 neurons,
 * 80 % excitatory, each pair connected with probability 0.02 (no self-connections), delay 0.1 ms.
 *
 * t_ref: 4.9 ms of NEST's kind is 5 ms of Brian2's kind (which counts the step of the spike), the one the acceptance figures were made with.
 */
export const sizes = { exc: 3200, inh: 800 } as const;
export const probability = 0.02;
export const delay = 0.1;
export const refractory = (dt: number): number => 5 - dt;

/** Currents decay exponentially; weights pA: 1.62 mV and -9 mV times C_m / tau_m. Brian2's examples/CUBA.py. */
export const cuba = {
  params: { E_L: -49, V_th: -50, V_reset: -60, C_m: 200, tau_m: 20, tau_syn_ex: 5, tau_syn_in: 10 },
  weight: { exc: 16.2, inh: -90 },
} as const;

/** Conductances decay exponentially; weights nS. NEST's pynest/examples/brette_et_al_2007/coba.py. */
export const coba = {
  params: { E_L: -60, V_th: -50, V_reset: -60, C_m: 200, g_L: 10, E_ex: 0, E_in: -80, tau_syn_ex: 5, tau_syn_in: 10 },
  weight: { exc: 6, inh: -67 },
  /**
   * What starts the activity, which then sustains itself: Poisson spikes into the first neurons for 50 ms, as in NEST's script. Without
   * it, from random conductances alone, the start decides: 8 of 20 networks fall silent within 50 ms, in float64 NumPy as here.
   */
  stimulus: { neurons: 50, rate: 300, from: 1, to: 51 },
} as const;
