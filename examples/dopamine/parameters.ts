/**
 * Izhikevich (2007), "Solving the distal reward problem through linkage of STDP and dopamine signaling", doi:10.1093/cercor/bhl152, figure 1; the numbers
 * are those of the author's script daspnet.m (ModelDB 84167).
 */
export const sizes = { exc: 800, inh: 200 } as const;
/** Synapses of each neuron: an excitatory one's go anywhere, an inhibitory one's to excitatory neurons. */
export const outdegree = 100;
/** ms */
export const dt = 1;
export const delay = 1;
export const neuron = { consistent_integration: 0, V_th: 30, b: 0.2, c: -65 } as const;
export const kinds = { exc: { a: 0.02, d: 8 }, inh: { a: 0.1, d: 2 } } as const;
/** The script's thalamic input is uniform within ±6.5, anew each ms; the engine's is normal: of the same variance here. */
export const noise = 13 / Math.sqrt(12);
export const weight = { exc: 1, inh: -1 } as const;
/** The chosen synapse starts here. */
export const chosenStart = 0;

/** Of the eligibility c: steps of 0.1 and -0.15, which decay by 5 % a ms; c itself by 1 % in 10 ms. */
export const stdp = {
  A_plus: 0.1,
  A_minus: 0.15,
  tau_plus: -1 / Math.log(0.95),
  tau_minus: -1 / Math.log(0.95),
  tau_c: -10 / Math.log(0.99),
  Wmin: 0,
  Wmax: 4,
} as const;
/** ms between two steps of the weights, each of (0.002 + dopamine) c. */
export const every = 10;
/** Dopamine: what there always is, what a reward adds; it decays by 0.5 % a ms. */
export const dopamine = { base: 0.002, reward: 0.5, tau: 200 } as const;

/** A reward is earned where the chosen target fires at most this many ms after the chosen source, and comes 1 to 3 s later. */
export const coincidence = 20;
export const wait = { least: 1000, most: 3000 } as const;
/** s */
export const duration = 3600;
/** ms between two looks at the weights. */
export const look = 10_000;
/** mV into the reward neuron: it fires at once. */
export const kick = 1000;
