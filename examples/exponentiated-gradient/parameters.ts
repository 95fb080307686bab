/** Cornford et al. (2024), "Brain-like learning with exponentiated gradients"; sizes are choices made here, those under noise of an independent NumPy run. */

/** Weights under noise: of size 1 at first, this share of them negative (inhibitory). */
export const WEIGHTS = 20_000;
export const INHIBITORY = 0.2;
export const STEPS = 400;
export const RATE = 0.05;
/** Of the gradients. log |w| is then normal, its deviation RATE sqrt(STEPS) = 1. */
export const DEVIATION = 1;

/** A task for neurons that obey Dale's law: a teacher's weights of the same signs, few of them large; fewer examples than inputs leave much open. */
export const TASK = { inputs: 200, outputs: 10, examples: 150, steps: 5000 } as const;
/** Deviation of the logarithm of the teacher's weights, and the size of first weights. */
export const SPREAD = 1.5;
export const FIRST = 0.1;
/** Rates of both rules, near the largest that are stable. */
export const TASK_RATES = { "exponentiated-gradient": 0.02, "gradient-descent": 0.3 } as const;

/** Largest size of the skewness of log |w|; deviations of its spread and of the share of flips from their closed forms. */
export const SKEW_BAR = 0.1;
export const SPREAD_BAR = 0.02;
export const FLIP_BAR = 0.01;
