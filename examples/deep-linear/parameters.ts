/** Saxe, McClelland and Ganguli (2014), "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"; sizes are choices made here. */

/** Units of inputs, hidden layers and outputs. */
export const INPUTS = 16;
export const HIDDEN = 24;
export const OUTPUTS = 20;
/** Strengths of the modes to be learnt; the others are 0. */
export const STRENGTHS = [5, 4, 3, 2, 1] as const;
/** Strength of each at first. */
export const START = 1e-3;
export const TAU = 1;
/** Of Runge and Kutta's fourth order: at the strongest mode's rate, 2 s / tau, its error is below 1e-7. */
export const DT = 0.005;
/** Time that is followed, and points of a curve. */
export const UNTIL = 8;
export const POINTS = 100;

/** A network of this many layers, for comparison; its first strengths are as much larger as keeps its curves in the picture. */
export const DEEP = 3;
export const DEEP_START = 0.05;
/** Deviation of unaligned first weights. */
export const RANDOM = 0.02;

/** Largest deviation of a mode's strength from the exact solution. */
export const BAR = 1e-4;
