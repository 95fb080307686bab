import type { Named } from "../../src/twins/neuron/model.ts";
import { stdp_synapse } from "../../src/twins/plasticity/stdp_synapse.ts";

/** The mode of `stdp_synapse` is the variant. */
export const modes = Object.keys(stdp_synapse.modes);

/** Additive, in units of the largest weight: A_plus 0.01, A_minus 0.0105 (Song, Miller, Abbott 2000). */
export const rule: Named = { lambda: 0.01, alpha: 1.05, mu_plus: 0, mu_minus: 0, tau_plus: 20, tau_minus: 20, Wmax: 1 };
export const weight = 0.5;
/** ms. Where the mode has it that spikes of the target take this long to the synapse, they are given that much earlier. */
export const delay = 1;

/** ms from the spike of the source to that of the target, both at the synapse: one pair of neurons each. */
export const intervals: readonly number[] = Array.from({ length: 101 }, (_, k) => k - 50);
/** ms of the source's spike. */
export const start = 100;

/** Repeated pairings: how many, how often (Hz), at which intervals (ms). */
export const pairings = 60;
export const frequencies = [1, 5, 10, 20, 30, 40, 50] as const;
export const pairingIntervals = [10, -10] as const;

/** mV into a neuron that is to spike at once; its threshold is 15 mV above rest, and no synapse brings more than 1 mV. */
export const kick = 1000;

/** Largest deviation from the closed form that is accepted, in units of the largest weight. */
export const BAR = 1e-5;
