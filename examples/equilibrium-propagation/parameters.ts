/** The network whose gradient is checked, and the batch of random examples. */
export const SMALL = [20, 16, 5] as const;
export const SMALL_BATCH = 8;
/** Steps of its phases: enough to come to rest in float32. */
export const RESTING = 300;
export const BETAS = [0.2, 0.1, 0.05, 0.02, 0.01, 0.005] as const;
/** Step of the differences that the reference is made of, in float64. */
export const DIFFERENCE = 1e-4;
/**
 * Share of Glorot's bound that the weights of the checked network reach, and its biases: all states lie within 0..1, where the energy is smooth.
 * Beside it the network as it begins a training, with units at 0 or 1: there the cost has kinks.
 */
export const SMOOTH = { share: 0.15, bias: 0.5 } as const;
export const KINKED = { share: 1, bias: 0 } as const;
/** The bar of the symmetric estimate. */
export const BAR = 0.9999;
export const JUDGED: readonly number[] = [0.1, 0.01];

/**
 * Scellier and Bengio's first network (their code's `net1`): 784-500-10, 20 free steps, 4 nudged, step 0.5, beta 0.5 of a random sign a batch,
 * rates 0.1 and 0.05, batches of 20. Chosen here: fewer epochs (25 there), and states that begin at 0 in place of those that an example ended
 * with an epoch before.
 */
export const LAYERS = [784, 500, 10] as const;
export const FREE = 20;
export const NUDGED = 4;
export const BETA = 0.5;
export const RATES = [0.1, 0.05] as const;
export const BATCH = 20;
export const EPOCHS = 5;
