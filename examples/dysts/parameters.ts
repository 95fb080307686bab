/** The flows, their parameters, steps and exponents are the rows of src/twins/flow/table.ts; these are choices made here. */

/** Initial conditions of every flow: the row's state, each number changed by a normal deviate times this share of the attractor's width. */
export const SYSTEMS = 1000;
export const SPREAD = 0.002;
/** Periods before anything is measured, and periods measured. */
export const SETTLING = 30;
export const FOLLOWED = 60;
/** Frames a period. */
export const FRAMES = 20;
/** Those of the gallery's trajectories, and their length in periods after settling. */
export const FRAMES_DRAWN = 150;
export const DRAWN = 10;
/** Steps between two orthonormalisations. */
export const EVERY = 10;

/** A system has left its attractor when a variable is outside the box of the table, widened by this share of its width at either side. */
export const MARGIN = 0.15;

/** Lorenz's exponent (Viswanath 1998; Sprott 2003), and the deviation that is accepted of it. */
export const LORENZ = 0.9056;
export const LORENZ_BAR = 0.05;
/** Deviation that is accepted of all others from the table's float64 number: relative, or of the mean over the systems by its standard error. */
export const BAR = 0.05;
export const ERRORS = 4;

/** Pairs of the delay flow's exponent, units of time between two renormalisations, their number after the transient, and the distance set. */
export const PAIRS = 32;
export const BETWEEN = 50;
export const ROUNDS = 120;
export const TURNING = 10;
export const DISTANCE = 1e-3;
