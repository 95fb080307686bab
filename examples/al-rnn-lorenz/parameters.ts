/** Brenner, Hemmer, Monfared and Durstewitz (2024), settings of their Lorenz-63 tutorial; epochs and seeds are choices made here. */

/** Units, of which rectified. */
export const UNITS = 20;
export const RECTIFIED = 2;
/** Observations of the training and of the test trajectory, and the noise of the first. */
export const OBSERVATIONS = 100_000;
export const NOISE = 0.05;
/** Steps of a sequence, steps from one forcing to the next, sequences of a batch, batches of an epoch. */
export const STEPS = 200;
export const FORCED_EVERY = 16;
export const BATCH = 16;
export const BATCHES = 50;
/** RAdam's learning rate, first and last. */
export const LR = 1e-3;
export const LR_END = 1e-5;
/** Published: 2,000. */
export const EPOCHS = 600;
/** Epochs between two looks at a free trajectory, as published. */
export const LOOK_EVERY = 20;
export const SEEDS = 5;

/** Steps of a free trajectory that are judged, after so many that are not. */
export const JUDGED = 10_000;
export const TRANSIENT = 1000;

/** What the issue asks of the best of five. */
export const REGIONS = 3;
export const MOST_DIVERGENCE = 4;
export const MOST_DISTANCE = 0.2;
/** What the tutorial's own weights give there: D_stsp, D_H. */
export const TUTORIAL = { divergence: 3.524, distance: 0.143 };
