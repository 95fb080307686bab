import type { Named } from "../../src/twins/neuron/model.ts";

/** Song, Miller and Abbott (2000) as in Brian2's STDP example. Weights are in units of g_max. */
export const inputs = 1000;
/** Hz of each input. */
export const rate = 15;
export const neuron: Named = { tau_m: 10, tau_e: 5, g_max: 0.01, E_e: 0, E_L: -74, V_th: -54, V_reset: -60 };
/** mV */
export const start = -60;
/** A_plus 0.01, A_minus 0.0105, hard bounds. */
export const rule: Named = { lambda: 0.01, alpha: 1.05, mu_plus: 0, mu_minus: 0, tau_plus: 20, tau_minus: 20, Wmax: 1 };
/** ms between two snapshots of the weights. */
export const every = 1000;
