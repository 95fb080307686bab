/** Size, seeds and couplings are those of the numbers that are compared; time and step are choices made here. */

export const UNITS = 1000;
/** Matrices J, each with all couplings. */
export const SEEDS = 3;
/** RK4: its own error of an exponent, some 1e-5 at this step, is far below that of sampling. */
export const DT = 0.2;
export const TRANSIENT = 100;
export const TIME = 1000;
/** Between two factorisations. */
export const EVERY = 1;

/** Couplings of the sweep: all networks of one J side by side. */
export const SWEEP = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1, 2.2] as const;
export const QUIET = 0.9;
export const CHAOTIC = 1.5;
export const JUDGED = 2;
/** First states that the judged exponent is a mean over, each followed for all of the time: one alone is off by 5 %. */
export const COPIES = 6;
/** Largest exponent at g 2.0, N 1,000, recomputed with numpy (../shared/notes/models.md 12), and what is accepted beside it. */
export const REFERENCE = 0.1;
export const BAR = 0.15;

/** The spectrum: fewer units, more exponents. */
export const SPECTRUM = { units: 200, count: 20, g: 2, time: 1000 } as const;

/** Units and time of the pictures of activity. */
export const PICTURED = { units: 8, time: 100, couplings: [0.9, 1.5, 2.2] } as const;
