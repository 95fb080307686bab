/** Size, coupling and time are those of the numbers that are compared; segments, frequencies and steps are choices made here. */

export const UNITS = 300;
/** Networks that are measured, and whose means are judged: one network's spectra are off its size's mean by some per cent at low frequencies. */
export const NETWORKS = 4;
export const COUPLING = 3;
/** Time that is measured, and before it. */
export const TIME = 60_000;
export const TRANSIENT = 100;
/** Euler's method: the theory is that of its map. */
export const DT = 0.1;
/** Steps from one sample to the next, samples of a segment (64 units of time), segments of one push. */
export const EVERY = 2;
export const SAMPLES = 320;
export const SEGMENTS = 16;

/** Bins that are judged, omega 0.79 to 2.06 (2 pi bin / 64), and some below, where the theory is known to fail at this size. */
export const JUDGED = [8, 10, 13, 16, 21] as const;
export const BELOW = [2, 3, 5] as const;
/** What is accepted of the ratio of traces, and of the slope. */
export const TRACE_BAR = 0.05;
export const SLOPE_BAR = 0.1;
/** Off-diagonal elements in the figure. */
export const DRAWN = 3000;
