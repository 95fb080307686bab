/** The same network in Brian2 2.5.1 (C++ standalone, double precision, Euler, dt 0.1 ms, no delay). */
export interface Golden {
  /** What it is the result of. */
  readonly what: string;
  /** Share of the weights below 0.1 and above 0.9 of the largest, %. */
  readonly below: number;
  readonly above: number;
  readonly mean: number;
  /** Hz, over the last tenth. */
  readonly rate: number;
  /** Weights in 20 equal bins from 0 to 1, of 1,000. */
  readonly histogram: readonly number[];
}

/** After 1,000 s: the weights have split in two. */
export const long: Golden = {
  what: "Brian2, 1,000 s, one seed",
  below: 27.9,
  above: 25.5,
  mean: 0.4735,
  rate: 21.07,
  histogram: [178, 101, 73, 63, 21, 34, 17, 18, 23, 15, 13, 16, 11, 9, 23, 27, 47, 56, 94, 161],
};

/** After 100 s, means of five seeds: U-shaped, and on the way. Shares of single seeds are 22.5 to 25.1 and 18.1 to 19.2 %. */
export const short: Golden = {
  what: "Brian2, 100 s, mean of five seeds",
  below: 23.74,
  above: 18.58,
  mean: 0.4726,
  rate: 21.04,
  histogram: [141, 96.4, 64, 49.8, 36.8, 32, 25.6, 28, 29.8, 26.2, 25.6, 28.8, 29.8, 30.4, 34.2, 37, 48.2, 50.6, 72.6, 113.2],
};
