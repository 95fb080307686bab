/** Guetig and Sompolinsky's time constants and duration, ms, and momentum. */
export const TAU = 15;
export const TAU_S = 3.75;
export const DURATION = 500;
export const MOMENTUM = 0.99;
/** Size of a step, times duration / (tau afferents V0); chosen here. */
export const RATE = 3e-3;

/** Afferents, one spike each a pattern. */
export const AFFERENTS = 100;
/** Patterns an afferent. */
export const LOADS = [0.5, 1, 1.5, 2, 2.5] as const;
export const SEEDS = 6;
export const PASSES = 600;
/** Standard deviation of first weights; chosen here. */
export const FIRST = 0.01;

/** The bar: this load is learnt in so many passes. */
export const JUDGED = 1;
export const BAR = 100;

/** ms between points of a picture. */
export const POINT = 0.5;
