/** A damped wave equation of cortical activity: the scales are those of unmyelinated axons within the cortex, round numbers chosen here. */

/** mm / ms: 0.3 m / s. */
export const SPEED = 0.3;
/** 1 / ms: the slowest mode, all places together, at 10 Hz. */
export const MASS = (2 * Math.PI * 10) / 1000;
/** mm */
export const SPACING = 0.5;
/** ms */
export const DT = 0.25;

/** Dispersion: points a side, modes along an axis and along the diagonal, and time of a run, ms. */
export const SIDE = 64;
export const AXIS_MODES = [0, 1, 2, 4, 8, 12, 16, 20, 24, 28, 32] as const;
export const DIAGONAL_MODES = [1, 2, 4, 8, 12, 16, 20, 24, 28, 32] as const;
export const DISPERSION_TIME = 500;
/** Relative deviation that is accepted. */
export const DISPERSION_BAR = 1e-4;

/** A kick at one place: points a side, width of the kicked place (mm), and times of the pictures (ms). */
export const WIDE = 128;
export const KICK_WIDTH = 1;
export const PICTURES = [10, 30, 50, 70] as const;

/** Noise: damping (1 / ms) and strength, independent fields, time before and between samples (ms), samples. */
export const DAMPING = 0.05;
export const NOISE = 1;
export const NOISE_SIDE = 32;
export const NOISE_BATCH = 8;
export const SETTLE = 200;
export const BETWEEN = 25;
export const SAMPLES = 160;
/** Relative deviation of the slope that is accepted. */
export const SLOPE_BAR = 0.05;
