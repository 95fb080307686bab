/** Hess, Monfared, Brenner and Durstewitz (2023) and their repository's settings; epochs and hidden units are choices made here. */

/** Units, all of them observed; hidden units (the repository's default: 100, its example for Lorenz: 50). */
export const UNITS = 3;
export const HIDDEN = 50;
/** Observations of the training and of the test trajectory, and the noise of the first. */
export const OBSERVATIONS = 100_000;
export const NOISE = 0.05;
/** Steps of a sequence, sequences of a batch, batches of an epoch. */
export const STEPS = 200;
export const BATCH = 16;
export const BATCHES = 50;
/** RAdam's learning rate, first and last. */
export const LR = 1e-3;
export const LR_END = 1e-6;
/** Weight of the sum of squares of all weights in the loss; a decay of twice that has its gradient. The authors pull A to 1 in place of 0. */
export const L2 = 1e-5;
/** Published: 5,000. */
export const EPOCHS = 600;
/** Epochs between two looks at a free trajectory, and what is looked at. */
export const LOOK_EVERY = 25;
export const LOOKED = 10_000;

/** Steps of the free trajectory that is judged, after so many that are not. */
export const JUDGED = 100_000;
export const TRANSIENT = 5000;

/** What the issue asks; published for Lorenz: D_stsp 0.26, D_H 0.09. */
export const MOST_DIVERGENCE = 1;
export const PUBLISHED = { divergence: 0.26, distance: 0.09 };
/** No batch's gradients may have a larger norm; nothing clips them. */
export const MOST_GRADIENT = 10;

/** Steps of the longer sequences whose gradients are compared with and without forcing, and how many sequences. */
export const LONG = 4000;
export const LONG_BATCH = 4;
/** Norm of their gradients without forcing, over that with forcing, at least. */
export const LEAST_RATIO = 1000;
