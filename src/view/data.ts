/** A named run of consecutive neurons in the global index. */
export interface PopulationSpan {
  readonly name: string;
  /** Global index of its first neuron. */
  readonly first: number;
  readonly size: number;
}

/** Recorded spikes as the plots, statistics and files take them. */
export interface SpikeData {
  /** Step of each spike; sorted by step, then neuron. A spike of step k is shown at (k + 1) dt. */
  readonly step: Uint32Array;
  /** Global neuron index of each spike. */
  readonly neuron: Uint32Array;
  readonly populations: readonly PopulationSpan[];
  /** Length of a step in ms. */
  readonly dt: number;
  /** First step covered. */
  readonly from: number;
  /** One past the last step covered. */
  readonly to: number;
}

/** The steps of every neuron one after another: neuron n has `step[offset[n] .. offset[n + 1])`, ascending. */
export interface SpikeTrains {
  readonly offset: Uint32Array;
  readonly step: Uint32Array;
}

/** One past the largest global neuron index that a population covers. */
export function neuronEnd(populations: readonly PopulationSpan[]): number {
  return populations.reduce((end, p) => Math.max(end, p.first + p.size), 0);
}

/** Neurons in all populations. */
export function neuronCount(populations: readonly PopulationSpan[]): number {
  return populations.reduce((sum, p) => sum + p.size, 0);
}

/** Length of the covered range in ms. */
export function durationMs(spikes: SpikeData): number {
  return (spikes.to - spikes.from) * spikes.dt;
}

/** For each global neuron index the number of its population, or -1. */
export function populationOf(populations: readonly PopulationSpan[]): Int32Array {
  const owner = new Int32Array(neuronEnd(populations)).fill(-1);
  for (const [index, p] of populations.entries()) owner.fill(index, p.first, p.first + p.size);
  return owner;
}

/** Regroups spikes by neuron (a counting sort: linear time). Spikes of neurons outside all populations are left out. */
export function groupByNeuron(spikes: SpikeData): SpikeTrains {
  const end = neuronEnd(spikes.populations);
  const offset = new Uint32Array(end + 1);
  for (const n of spikes.neuron) if (n < end) offset[n + 1]!++;
  for (let n = 0; n < end; n++) offset[n + 1]! += offset[n]!;
  const cursor = offset.slice(0, end);
  const step = new Uint32Array(offset[end]!);
  for (let i = 0; i < spikes.neuron.length; i++) {
    const n = spikes.neuron[i]!;
    if (n < end) step[cursor[n]!++] = spikes.step[i]!;
  }
  return { offset, step };
}
