/** Mahi (2025), arXiv 2503.13942, and github.com/quantiota/SKA-MNIST: rate 0.01, 50 steps, first weights 0.01 N(0, 1), images of 784 pixels, a layer of 10. */

export const SIDE = 28;
/** Units of each layer behind the pixels: the published layer alone, and two that follow each other. */
export const NETWORKS = [[10], [32, 10]] as const;
/** Images taken, all shown at once in each step. */
export const IMAGES = 300;

/** The rate times the steps, always. */
export const SPAN = 0.5;
/** The published rate. Its steps are coarse: decisions of bright images grow by half of themselves in one. */
export const PUBLISHED = 0.01;
/** Rates so small that what a curve hangs on is rate times step alone; 200, 400 and 800 steps. */
export const RATES = [0.0025, 0.00125, 0.000625] as const;

/** Largest deviation between curves, over the largest entropy. */
export const BAR = 0.05;
