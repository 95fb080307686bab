/** Agliari et al. (arXiv 2308.04106): three diluted patterns, nearly no noise. Sizes are choices made here. */

export const PATTERNS = 3;
export const BETA = 50;

/** Units, networks with patterns of their own, and replicas of each, of what is judged. */
export const SIZES = { units: 50_000, networks: 4, replicas: 4, sweeps: 30 } as const;
/** The same where all patterns are recalled alike: the sizes of the patterns must be alike too. */
export const LARGE = { units: 200_000, networks: 2, replicas: 2, sweeps: 30 } as const;
/** The same of the figure. */
export const PICTURED = { units: 10_000, networks: 2, replicas: 4, sweeps: 20 } as const;
/** Dilutions of the figure. */
export const DILUTIONS = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);

/** Dilutions where the overlaps fall by steps, and by how much they may be off. */
export const HIERARCHICAL = [0.3, 0.4, 0.5] as const;
export const BAR = 0.02;
/** Dilution where all patterns are recalled alike, and the largest ratio of their overlaps. */
export const PARALLEL = 0.9;
export const RATIO = 1.15;
