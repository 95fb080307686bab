/**
 * Spike-train statistics, per population and in the order of `spikes.populations`. A statistic without data (no spike,
 * no pair) is NaN, never 0.
 */
import { durationMs, groupByNeuron, type PopulationSpan, populationOf, type SpikeData, type SpikeTrains } from "./data.ts";

/** Spikes of each population. */
export function spikeCounts(spikes: SpikeData): Float64Array {
  const owner = populationOf(spikes.populations);
  const counts = new Float64Array(spikes.populations.length);
  for (const n of spikes.neuron) {
    const p = owner[n];
    if (p !== undefined && p >= 0) counts[p]!++;
  }
  return counts;
}

/** Mean firing rate of each population's neurons, Hz. */
export function rates(spikes: SpikeData): Float64Array {
  const seconds = durationMs(spikes) / 1000;
  return spikeCounts(spikes).map((count, p) => count / (spikes.populations[p]!.size * seconds));
}

/** Irregularity of one population. */
export interface IsiVariation {
  /** Mean over neurons of std/mean of their inter-spike intervals (std over n, not n - 1). */
  readonly cv: number;
  /** Neurons with spikes enough, the ones that count. */
  readonly neurons: number;
}

/** CV of the inter-spike intervals of each population, over its neurons with `least` spikes or more. */
export function cvIsi(spikes: SpikeData, trains: SpikeTrains = groupByNeuron(spikes), least = 3): IsiVariation[] {
  return spikes.populations.map((population) => {
    let sum = 0;
    let neurons = 0;
    for (let n = population.first; n < population.first + population.size; n++) {
      const begin = trains.offset[n]!;
      const end = trains.offset[n + 1]!;
      if (end - begin < least) continue;
      sum += cvOfTrain(trains.step, begin, end);
      neurons++;
    }
    return { cv: neurons > 0 ? sum / neurons : Number.NaN, neurons };
  });
}

function cvOfTrain(step: Uint32Array, begin: number, end: number): number {
  const intervals = end - begin - 1;
  const mean = (step[end - 1]! - step[begin]!) / intervals;
  let squares = 0;
  for (let i = begin + 1; i < end; i++) squares += (step[i]! - step[i - 1]! - mean) ** 2;
  return Math.sqrt(squares / intervals) / mean;
}

/** Equal bins: bin i covers [start + i width, start + (i + 1) width). */
export interface Histogram {
  readonly start: number;
  readonly width: number;
  readonly counts: Float64Array;
  /** All values given, those outside the bins included. */
  readonly total: number;
  /** Values at or above the end of the last bin. */
  readonly above: number;
  /** Values below the first bin. */
  readonly below: number;
}

/** Counts values into equal bins; values outside are counted in `below` and `above`. */
export function histogram(values: Float64Array | Uint32Array, start: number, width: number, bins: number): Histogram {
  const counts = new Float64Array(bins);
  let above = 0;
  let below = 0;
  for (const value of values) {
    const bin = Math.floor((value - start) / width);
    if (bin < 0) below++;
    else if (bin >= bins) above++;
    else counts[bin]!++;
  }
  return { start, width, counts, total: values.length, above, below };
}

/** Every inter-spike interval of a population, in steps. */
export function intervals(population: PopulationSpan, trains: SpikeTrains): Uint32Array {
  const begin = trains.offset[population.first]!;
  const end = trains.offset[population.first + population.size]!;
  const out = new Uint32Array(end - begin);
  let used = 0;
  for (let n = population.first; n < population.first + population.size; n++) {
    for (let i = trains.offset[n]! + 1; i < trains.offset[n + 1]!; i++) out[used++] = trains.step[i]! - trains.step[i - 1]!;
  }
  return out.subarray(0, used);
}

/**
 * Histogram of each population's inter-spike intervals in ms: about `bins` bins, each a whole number of steps, up to the
 * `share` quantile of the intervals; the rest is counted in `above`.
 */
export function isiHistograms(spikes: SpikeData, trains: SpikeTrains = groupByNeuron(spikes), bins = 40, share = 0.98): Histogram[] {
  return spikes.populations.map((population) => {
    const steps = intervals(population, trains);
    const longest = steps.length > 0 ? Uint32Array.from(steps).sort()[Math.ceil((steps.length - 1) * share)]! : bins;
    const width = Math.max(1, Math.ceil((longest + 1) / bins));
    const inSteps = histogram(steps, 0, width, Math.ceil((longest + 1) / width));
    return { ...inSteps, width: width * spikes.dt };
  });
}

/** Spike-count correlations inside one population. */
export interface Correlation {
  /** Mean over pairs; NaN without a pair. */
  readonly mean: number;
  /** Pearson coefficient of every pair of the neurons used. */
  readonly values: Float64Array;
  /** Neurons used: of the sample, those whose counts vary (a silent neuron has no coefficient). */
  readonly neurons: number;
}

/** How pairwise correlations are taken. */
export interface CorrelationOptions {
  /** Bin in ms, rounded to steps. */
  readonly binMs?: number;
  /** Neurons of a population looked at, evenly spread over it. */
  readonly sample?: number;
}

/** Pearson correlation of binned spike counts over all pairs of a fixed, evenly spread sample of each population. */
export function pairwiseCorrelations(
  spikes: SpikeData,
  trains: SpikeTrains = groupByNeuron(spikes),
  { binMs = 2, sample = 250 }: CorrelationOptions = {},
): Correlation[] {
  const width = Math.max(1, Math.round(binMs / spikes.dt));
  const bins = Math.floor((spikes.to - spikes.from) / width);
  return spikes.populations.map((population) => {
    const counts: SparseCounts[] = [];
    for (const n of evenlySpread(population.size, sample)) {
      const train = trains.step.subarray(trains.offset[population.first + n]!, trains.offset[population.first + n + 1]!);
      const sparse = sparseCounts(train, spikes.from, width, bins);
      if (sparse.variance > 0) counts.push(sparse);
    }
    const values = correlateAll(counts, bins);
    return { mean: mean(values), values, neurons: counts.length };
  });
}

/** `wanted` indices of 0..size-1 (all, where there are fewer), evenly spread. */
export function evenlySpread(size: number, wanted: number): Uint32Array {
  const n = Math.min(size, Math.max(0, Math.floor(wanted)));
  return Uint32Array.from({ length: n }, (_, i) => Math.floor(((i + 0.5) * size) / n));
}

interface SparseCounts {
  readonly bin: Uint32Array;
  readonly count: Uint32Array;
  readonly mean: number;
  /** Sum over bins of (count - mean)^2. */
  readonly variance: number;
}

function sparseCounts(train: Uint32Array, from: number, width: number, bins: number): SparseCounts {
  const bin = new Uint32Array(train.length);
  const count = new Uint32Array(train.length);
  let used = 0;
  for (const step of train) {
    const b = Math.floor((step - from) / width);
    if (b < 0 || b >= bins) continue;
    if (used > 0 && bin[used - 1] === b) count[used - 1]!++;
    else {
      bin[used] = b;
      count[used++] = 1;
    }
  }
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < used; i++) {
    sum += count[i]!;
    squares += count[i]! ** 2;
  }
  const variance = bins > 0 ? squares - (sum * sum) / bins : 0;
  return {
    bin: bin.subarray(0, used),
    count: count.subarray(0, used),
    mean: sum / bins,
    variance: variance > 1e-9 * squares ? variance : 0,
  };
}

function correlateAll(counts: readonly SparseCounts[], bins: number): Float64Array {
  const values = new Float64Array((counts.length * (counts.length - 1)) / 2);
  const dense = new Uint32Array(bins);
  let used = 0;
  counts.forEach((a, i) => {
    for (let k = 0; k < a.bin.length; k++) dense[a.bin[k]!] = a.count[k]!;
    for (let j = i + 1; j < counts.length; j++) {
      const b = counts[j]!;
      let dot = 0;
      for (let k = 0; k < b.bin.length; k++) dot += dense[b.bin[k]!]! * b.count[k]!;
      values[used++] = (dot - bins * a.mean * b.mean) / Math.sqrt(a.variance * b.variance);
    }
    for (const b of a.bin) dense[b] = 0;
  });
  return values;
}

/** Spikes of each population in whole bins of `binMs` (rounded to steps); a rest at the end is dropped. */
export function populationCounts(spikes: SpikeData, binMs: number): { counts: Uint32Array[]; binMs: number } {
  const width = Math.max(1, Math.round(binMs / spikes.dt));
  const bins = Math.floor((spikes.to - spikes.from) / width);
  const owner = populationOf(spikes.populations);
  const counts = spikes.populations.map(() => new Uint32Array(bins));
  for (let i = 0; i < spikes.step.length; i++) {
    const p = owner[spikes.neuron[i]!];
    const bin = Math.floor((spikes.step[i]! - spikes.from) / width);
    if (p !== undefined && p >= 0 && bin >= 0 && bin < bins) counts[p]![bin]!++;
  }
  return { counts, binMs: width * spikes.dt };
}

/** Firing rate of a population over time. */
export interface RateOverTime {
  /** Middle of each bin, ms. */
  readonly time: Float64Array;
  /** Mean rate per neuron in the bin, Hz. */
  readonly rate: Float64Array;
}

/** Population rates over time in bins of `binMs`. */
export function ratesOverTime(spikes: SpikeData, binMs: number): RateOverTime[] {
  const binned = populationCounts(spikes, binMs);
  return binned.counts.map((counts, p) => ({
    time: Float64Array.from(counts, (_, i) => spikes.from * spikes.dt + (i + 0.5) * binned.binMs),
    rate: Float64Array.from(counts, (count) => count / ((spikes.populations[p]!.size * binned.binMs) / 1000)),
  }));
}

/** Variance over mean of each population's spike count in bins of `binMs` (3 ms, as in Potjans and Diesmann 2014): its synchrony. */
export function synchrony(spikes: SpikeData, binMs = 3): Float64Array {
  const out = populationCounts(spikes, binMs).counts.map((counts) => {
    const average = mean(counts);
    let squares = 0;
    for (const count of counts) squares += (count - average) ** 2;
    return squares / counts.length / average;
  });
  return Float64Array.from(out);
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length > 0 ? sum / values.length : Number.NaN;
}
