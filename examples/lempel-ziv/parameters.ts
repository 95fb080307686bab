/** The string of Kaspar and Schuster (1987), and its complexity. */
export const CANONICAL = "0001101001000101";
export const CANONICAL_WORDS = 6;

/** Chances of a 1, of the bar. */
export const CHANCES = [0.1, 0.2, 0.5] as const;
/** Length that the entropy is read at, and relative deviation from it that is accepted. */
export const LENGTH = 4096;
export const BAR = 0.05;
/** Sequences of that length; as many symbols are cut into more, shorter ones. */
export const SEQUENCES = 200;
export const SHORTEST = 64;

/**
 * Leaky integrate-and-fire neurons (NEST's defaults of iaf_psc_exp) under constant current and noise: one a current, from a little to a lot above what
 * makes them spike. Currents, noise and bins are choices made here.
 */
export const NEURONS = 64;
export const CURRENTS = [380, 700] as const;
export const NOISE = { std: 60, interval: 1 } as const;
/** ms: a neuron at rest for at least its refractory time of 2 ms spikes once in a bin at most. */
export const BIN = 2;
export const DT = 0.1;
/** ms before anything is counted. */
export const WARMUP = 200;
