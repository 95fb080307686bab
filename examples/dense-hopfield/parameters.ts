/** N and the cue are those of the notes' recomputed numbers (arXiv 2212.00606 has the theory); sizes are choices made here. */

export const UNITS = 100;
/** Share of a cue's entries that are turned round. */
export const NOISE = 0.1;
export const SWEEPS = 20;

/** Recalls a load is averaged over: networks with patterns of their own, replicas of each. */
export const SIZES = { networks: 10, replicas: 20 } as const;
/** The same of pairs, whose overlaps vary more from network to network. */
export const PAIRS = { networks: 40, replicas: 20 } as const;
export const PICTURED = { networks: 2, replicas: 10 } as const;

/** Patterns of the figure, by order. */
export const LOADS: Readonly<Record<2 | 3 | 4, readonly number[]>> = {
  2: [5, 7, 10, 14, 20, 28, 40, 70, 100],
  3: [50, 100, 200, 400, 600, 800, 1200, 2000, 4000],
  4: [1000, 4000, 10_000, 16_000, 25_000, 40_000, 64_000],
};

/** What is judged: pairwise fails far below the load at which four units together recall without a fault. */
export const PAIRWISE = { order: 2, patterns: 20, most: 0.85 } as const;
export const DENSE = { order: 4, patterns: 4000, least: 0.99 } as const;
/** Pairwise overlaps as recomputed for the notes, K: m. */
export const RECOMPUTED: readonly (readonly [patterns: number, overlap: number])[] = [
  [5, 1],
  [10, 0.989],
  [14, 0.957],
  [20, 0.768],
  [50, 0.39],
];
