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

/** Places of a grid of these sizes. */
export function placesOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** Examples of a set. */
export function examplesOf({ sizes, in_channels, inputs }: FieldSet): number {
  return inputs.length / (placesOf(sizes) * in_channels);
}

/** Mean and deviation (of a sample, as torch.std) of each channel over all examples and places; a channel that never changes has a deviation of 1. */
export function fitNormalisation({ inputs, in_channels, targets, out_channels }: FieldSet): Normalisation {
  return { inputs: statisticsOf(inputs, in_channels), outputs: statisticsOf(targets, out_channels) };
}

function statisticsOf(values: Float32Array, channels: number): ChannelStatistics {
  const count = values.length / channels;
  const mean = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) mean[i % channels] += values[i] / count;
  for (let i = 0; i < values.length; i++) squares[i % channels] += (values[i] - mean[i % channels]) ** 2;
  const deviation = (sum: number, channel: number) => {
    const std = Math.sqrt(sum / (count - 1));
    // What summing and rounding leave of a constant is no deviation.
    return std > 1e-6 * Math.abs(mean[channel]) ? std : 1;
  };
  return { mean: Array.from(mean), std: Array.from(squares, deviation) };
}

/** (value - mean) / std, channel by channel. */
export function normalised(values: Float32Array, { mean, std }: ChannelStatistics): Float32Array {
  const channels = mean.length;
  return values.map((value, i) => (value - mean[i % channels]) / std[i % channels]);
}

/** value x std + mean, channel by channel. */
export function denormalised(values: Float32Array, { mean, std }: ChannelStatistics): Float32Array {
  const channels = mean.length;
  return values.map((value, i) => value * std[i % channels] + mean[i % channels]);
}
