/** Geometric Brownian motion dx = mu x dt + sigma x dB from 1 to time 1; all of it choices made here. */
export const MU = 1;
export const SIGMA = 0.7;
export const END = 1;

/** Paths of the strong errors, the finest step, and how many of them make a step of each error. */
export const PATHS = 20_000;
export const FINEST = 2 ** -10;
export const COARSER = [1, 2, 4, 8, 16, 32] as const;

/** Paths of the moments of the logarithm, and their step. */
export const MOMENT_PATHS = 200_000;
export const MOMENT_STEP = 2 ** -9;

/** Strong orders, and what is accepted of them and of the moments. */
export const ORDERS = { "euler-maruyama": 0.5, milstein: 1 } as const;
export const ORDER_BAR = 0.1;
export const MOMENT_BAR = 0.01;

/** The neural SDEs: width of the hidden layer, paths, steps of 1/100; every so many of them are drawn; what is accepted of their roughness. */
export const HIDDEN = 8;
export const NEURAL_PATHS = 400;
export const NEURAL_STEP = 0.01;
export const NEURAL_END = 5;
export const NEURAL_DRAWN = 10;
export const ROUGHNESS_BAR = 0.05;
