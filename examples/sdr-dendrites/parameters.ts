/** Ahmad and Hawkins (arXiv 1601.00720). Sizes of trials are choices made here. */

export const SYNAPSES = 24;
export const THRESHOLD = 12;

/** Published probabilities of a false match, a: [n, probability], in as many digits as are printed. */
export const PUBLISHED: readonly {
  readonly active: (cells: number) => number;
  readonly name: string;
  readonly values: readonly (readonly [number, string])[];
}[] = [
  {
    name: "a = 64",
    active: () => 64,
    values: [
      [300, "1.0946166e-3"],
      [500, "5.6957e-6"],
      [700, "1.41253e-7"],
      [900, "8.301e-9"],
      [1100, "8.362e-10"],
    ],
  },
  {
    name: "a = 128",
    active: () => 128,
    values: [
      [300, "2.920782e-1"],
      [500, "7.3679e-3"],
      [700, "3.2011e-4"],
      [900, "2.5026e-5"],
    ],
  },
  {
    name: "a = 256",
    active: () => 256,
    values: [
      [300, "9.9999797e-1"],
      [500, "6.2937e-1"],
      [700, "1.2109e-1"],
      [900, "1.936e-2"],
    ],
  },
  {
    // Labelled a = n / 2 where it is published; the numbers are those of n / 4.
    name: "a = n / 4",
    active: (cells) => cells / 4,
    values: [
      [300, "5.186e-3"],
      [1100, "6.624e-3"],
      [19_900, "7.167e-3"],
    ],
  },
];

/** Of what is judged by trials. */
export const CELLS = 300;
export const ACTIVE = 64;
export const TRIALS = 1e8;
/** Standard errors that a share of trials may be off. */
export const SIGMAS = 3;
export const TABLE_BAR = 1e-6;

/** Trials of each dot in the figures. */
export const DOT_TRIALS = 1e7;
/** Trials drawn for the figure, a: n. */
export const DOTS: readonly (readonly [active: number, cells: readonly number[]])[] = [
  [64, [200, 300, 400, 500]],
  [128, [300, 500, 700, 900]],
  [256, [500, 700, 900, 1500]],
];

/** Unions of the samples of several patterns on one segment. */
export const UNION = { cells: 500, active: 64, patterns: [1, 2, 3, 4, 6, 8] } as const;

/** Segments held against their own patterns, a share of whose cells are others. */
export const NOISE = { cells: 4000, active: 64, segments: 1024, lost: [0, 8, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64] } as const;
