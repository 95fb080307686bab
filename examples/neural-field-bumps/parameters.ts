/** Amari's equation in units of its time constant; the Mexican hat is a choice made here. */

/** w(x) = 2 exp(-x²/2) - exp(-x²/8): excitation nearby, inhibition around it. Lengths in units of the excitation's width. */
export const HAT = { kind: "difference_of_gaussians", excitation: 2, excitation_width: 1, inhibition: 1, inhibition_width: 2 } as const;
export const TAU = 1;
export const DT = 0.1;

/** The line: period and points. */
export const LENGTH = 24;
export const POINTS = 960;
export const SPACING = LENGTH / POINTS;
/** Threshold, and inputs everywhere that lower it for one field of the batch each: 0.2 to 0.7 is left of it. */
export const THRESHOLD = 1;
export const LEFT = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7] as const;
/** Widths that bumps begin with, in units of the unstable width, and in units of the stable one. */
export const NARROW = [0.9, 1.1] as const;
export const WIDE = [0.8, 1.2] as const;
/** Time to settle, and of the pictures. */
export const SETTLE = 60;
export const PICTURED = 15;

/** The sheet: period and points along a side, firing rate, and time of the pictures and of the spectrum. */
export const SHEET = 40;
export const SIDE = 80;
export const RATE = { kind: "sigmoid", threshold: 0.5, gain: 3 } as const;
/** A hat with more inhibition than excitation in all: waves grow, and not all places alike. */
export const SHEET_HAT = {
  kind: "difference_of_gaussians",
  excitation: 2,
  excitation_width: 1,
  inhibition: 0.6,
  inhibition_width: 2,
} as const;
export const PICTURES = [4, 10, 20, 60] as const;
/** Size of the first disorder, and when its spectrum is looked at: twice while it is small. */
export const DISORDER = 1e-4;
export const GROWING = [4, 8] as const;

/** What is accepted: widths in points of the line, rates of growth in 1 / time. */
export const WIDTH_BAR = 1.01 * SPACING;
export const GROWTH_BAR = 0.01;
