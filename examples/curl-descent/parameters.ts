/** Networks at a solution: sizes, how many, and how many flips each kind of rule has at most. All chosen here. */
export const SIZES = { inputs: 6, hidden: 12, outputs: 4 } as const;
export const NETWORKS = 200;
export const FLIPS = 3;
/** Scale of the weights, where 1 keeps a signal's size: from and to. */
export const SCALES = [0.7, 1.4] as const;
/** Standard deviation of a perturbation, over that of the weights. */
export const PERTURBED = 5e-4;
export const RATE = 0.05;
export const STEPS = 8000;
/** Steps between two looks at the errors. */
export const EVERY = 5;
/**
 * An outcome is clear where the error is so many times its smallest before, or so small a share of the first one. The errors of a stable solution never
 * grow: the matrix of their linear equation is symmetric. Smaller perturbations would meet the rounding of float32.
 */
export const GROWN = 5;
export const DECAYED = 3e-3;
/** An error ends at its smallest where it is so many times it at most: beyond rounding. */
export const ABOVE = 1.1;
/** Share of outcomes that the criterion's sign must predict. */
export const BAR = 0.95;

/**
 * Networks that learn from random weights, to random teachers: with as many hidden neurons as inputs and outputs, where any flip leaves W2 D1 W2^T
 * an eigenvalue below 0, and with twice as many. Flipped shares, networks a share.
 */
export const LEARNERS = [
  { inputs: 40, hidden: 40, outputs: 40 },
  { inputs: 20, hidden: 40, outputs: 20 },
] as const;
export const SHARES = [0, 0.1, 0.25, 0.5] as const;
export const SEEDS = 3;
export const LEARNING_STEPS = 4000;
export const SAMPLES = 100;

/** A network whose error is so large is left alone. */
export const LIMIT = 1e3;
