/** Fields on a regular grid, one to learn from the other. */
export interface FieldSet {
  /** Points along each axis, the slowest first: `[128]`, or `[16, 16]`. */
  readonly sizes: readonly number[];
  readonly in_channels: number;
  readonly out_channels: number;
  /** Examples x ...sizes x in_channels: the channels of a place are neighbours. */
  readonly inputs: Float32Array;
  /** Examples x ...sizes x out_channels. */
  readonly targets: Float32Array;
}

/** A set to learn from and those to be judged by, which may have other sizes. */
export interface FieldData {
  readonly train: FieldSet;
  /** By name, as records and reports have it: "16", "32". The first one decides which epoch is the best. */
  readonly tests: Readonly<Record<string, FieldSet>>;
}

/** A mean and a standard deviation a channel. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * What fields are brought to a mean of 0 and a deviation of 1 with, before the network, and back behind it. One number a channel hangs on no
 * grid: a network that learnt at one size answers at others.
 */
export interface Normalisation {
  readonly inputs: ChannelStatistics;
  readonly outputs: ChannelStatistics;
}
