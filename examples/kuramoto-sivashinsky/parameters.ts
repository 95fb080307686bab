/** Kassam and Trefethen's time step; the others are choices made here. */

/** Period of the published exponent, and of the larger picture. */
export const LENGTH = 22;
export const LARGE = 128;
/** Points, of which a third are modes that are kept: of the exponent's pairs up to wave number 6, of the pictures up to 12 and 5. */
export const POINTS = 64;
export const FINE_POINTS = 128;
export const LARGE_POINTS = 320;
export const DT = 0.25;

/** Time before anything is measured, and time of the pictures. */
export const TRANSIENT = 200;
export const PICTURED = 200;

/** Pairs of trajectories side by side, time between two renormalisations, and their root mean square distance after each. */
export const PAIRS = 32;
export const BETWEEN = 1;
export const DISTANCE = 1e-3;
/** Time that every pair is followed, and before that in which the distance turns to the direction that grows. */
export const FOLLOWED = 3000;
export const TURNING = 50;

/**
 * The largest exponent at L = 22, as published: Cvitanović, Davidchack and Siminos (2010), SIAM J. Appl. Dyn. Syst. 9, 1-33. Edson, Bunder,
 * Mattner and Roberts (2019), ANZIAM J. 61, 270-285, have 0.043.
 */
export const EXPONENT = 0.048;
export const EXPONENT_2019 = 0.043;
/** Relative deviation from it that is accepted. */
export const BAR = 0.1;
