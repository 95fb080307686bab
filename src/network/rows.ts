import { GalvaniError, InputError } from "../errors.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import type { ResolvedNetwork, ResolvedProjection } from "./resolved.ts";
import { Draw, sizeOf } from "./rules/draw.ts";
import { Row, Synapses } from "./rules/row.ts";
import { type RowRule, rowRule } from "./rules/rules.ts";

/**
 * All projections as one list of rows by global source neuron. A synapse is two words: `delay << cellBits | cell` and the weight
 * in fixed point, where cell = receptor * neurons + target. A row is sorted by delay and may span pages.
 */
export interface SynapseRows {
  readonly count: number;
  /** First synapse of each neuron's row; neurons + 1 entries. */
  readonly start: Uint32Array;
  /** Two words a synapse; every page but the last holds `pageSynapses`. */
  readonly pages: readonly Uint32Array<ArrayBuffer>[];
  readonly pageSynapses: number;
  readonly cellBits: number;
  /** Steps; 0 where there is no synapse. */
  readonly minDelay: number;
  readonly maxDelay: number;
  /** Weight quanta per unit (mV, pA, nS) of each target population: a power of two. */
  readonly scales: Float64Array;
  /** Largest sum of |weight| of the synapses into one receptor of a neuron, in weight units, per population. */
  readonly largestSums: Float64Array;
}

export interface RowsOptions {
  /** Synapses a page, a power of two. */
  readonly pageSynapses: number;
  /** Size of what reaches a neuron besides synapses in one step (Poisson counts, given spikes), per population, in weight units. */
  readonly inputBound: readonly number[];
  /** Called now and then with the share of neurons done; may throw to cancel. */
  readonly progress?: (share: number) => Promise<void> | void;
}

/** A sum must stay inside 31 bits. */
export const SUM_LIMIT = 2 ** 31 - 1;
/** Parts of a step that delays are drawn in. */
const DELAY_UNIT = 65536;
/** Steps. */
const LONGEST_DELAY = 32767;
/** A quantum may be at most this share of a projection's mean weight, or of an input's. */
const QUANTUM_LIMIT = 1e-4;

/**
 * Builds every row. The fixed-point scale of a population is the largest power of two that holds an estimate of the largest sum of
 * |weight| into one neuron (six standard deviations above its mean); the exact sums are then checked, and where the estimate was too
 * low, all is built again with half the scale.
 * @throws InputError where a weight cannot be held finely enough, or neurons, receptors and delays do not fit a 32-bit word
 */
export async function buildRows(network: ResolvedNetwork, options: RowsOptions): Promise<SynapseRows> {
  const scales = Float64Array.from(network.populations, (_, p) => firstScale(network, p, options.inputBound[p]));
  for (;;) {
    const assembly = new Assembly(network, options, scales);
    await assembly.run();
    const tight = assembly.overflowing();
    if (tight.length === 0) return assembly.rows();
    for (const p of tight) scales[p] /= 2;
    checkQuanta(network, scales);
  }
}

/** An upper estimate of the largest sum of |weight| into one neuron of population `p`, as the scale that holds it. */
function firstScale(network: ResolvedNetwork, p: number, input: number): number {
  let bound = input;
  let smallest = Infinity;
  for (const projection of network.projections) {
    if (projection.target !== p) continue;
    const { mean, rms, largest } = sizeOf(projection.weight);
    const indegree = projection.synapses / Math.max(1, network.populations[p].size);
    bound += indegree * mean + 6 * Math.sqrt(indegree) * rms + largest;
    if (mean > 0) smallest = Math.min(smallest, mean);
  }
  for (const other of network.inputs)
    if (other.target === p && "weight" in other && other.weight !== 0) smallest = Math.min(smallest, Math.abs(other.weight));
  if (bound === 0) return 1;
  // Finer than 2^-24 of the smallest weight serves nobody, and keeps a lone weak synapse from an absurd scale.
  const finest = smallest === Infinity ? 2 ** 30 : 2 ** Math.floor(Math.log2(2 ** 24 / smallest));
  return Math.min(finest, 2 ** Math.floor(Math.log2(SUM_LIMIT / bound)));
}

function checkQuanta(network: ResolvedNetwork, scales: Float64Array): void {
  network.projections.forEach(({ weight, target }, index) => {
    checkQuantum(network, scales, target, sizeOf(weight).mean, `projections[${index}].weight`);
  });
  network.inputs.forEach((input, index) => {
    if ("weight" in input) checkQuantum(network, scales, input.target, Math.abs(input.weight), `inputs[${index}].weight`);
  });
}

function checkQuantum(network: ResolvedNetwork, scales: Float64Array, target: number, mean: number, place: string): void {
  const quantum = 1 / scales[target];
  if (mean > 0 && quantum > QUANTUM_LIMIT * mean)
    throw new InputError(
      place,
      mean,
      `is lost in the fixed-point range of "${network.populations[target].name}" (one quantum is ${quantum.toPrecision(3)}); ` +
        "the weights and inputs into that population differ too much in size: bring them closer or lower the in-degree",
    );
}

/** Delays are drawn in parts of a step in 31 bits. */
function checkDelays({ delay }: ResolvedProjection, index: number, dt: number): void {
  const { largest } = sizeOf(delay);
  if (largest / dt > LONGEST_DELAY)
    throw new InputError(
      `projections[${index}].delay`,
      largest,
      `is more than ${LONGEST_DELAY} steps; keep delays to ${LONGEST_DELAY * dt} ms, give the distribution a max, or use a larger dt`,
    );
}

/** One attempt at building with given scales. */
class Assembly {
  private readonly start: Uint32Array;
  private readonly pages: Uint32Array<ArrayBuffer>[] = [];
  private readonly sums: Float64Array;
  private readonly cellBits: number;
  private readonly delayLimit: number;
  private readonly row = new Row();
  private sorted = new Uint32Array(2048);
  private histogram = new Uint32Array(2);
  private count = 0;
  private minDelay = 0;
  private maxDelay = 0;

  constructor(
    private readonly network: ResolvedNetwork,
    private readonly options: RowsOptions,
    private readonly scales: Float64Array,
  ) {
    checkQuanta(network, scales);
    const cells = network.neurons * receptorsOf(network);
    this.cellBits = Math.max(1, Math.ceil(Math.log2(cells)));
    this.delayLimit = 2 ** (32 - this.cellBits) - 1;
    if (this.delayLimit < 1)
      throw new InputError("populations", network.neurons, "more neurons and receptors than a 32-bit synapse can name; use fewer");
    this.start = new Uint32Array(network.neurons + 1);
    this.sums = new Float64Array(cells);
  }

  async run(): Promise<void> {
    const rules = this.network.projections.map((projection, index) => this.ruleOf(projection, index));
    let next = 0;
    for (const [p, population] of this.network.populations.entries()) {
      const outgoing = rules.filter((_, index) => this.network.projections[index].source === p);
      for (let i = 0; i < population.size; i++) {
        this.row.length = 0;
        for (const rule of outgoing) rule.row(i, this.row);
        this.append();
        this.start[population.first + i + 1] = this.count;
        if (this.count >= next) {
          next = this.count + 2 ** 19;
          await this.options.progress?.((population.first + i) / this.network.neurons);
        }
      }
    }
  }

  private ruleOf(projection: ResolvedProjection, index: number): RowRule {
    const { network, scales } = this;
    checkDelays(projection, index, network.dt);
    const key = keyOf(network.seed);
    const source = network.populations[projection.source];
    const target = network.populations[projection.target];
    const stream = streamOf(Stream.rows, index);
    const weight = new Draw(projection.weight, scales[projection.target], { key, stream, word: 1 });
    const delay = new Draw(projection.delay, DELAY_UNIT / network.dt, { key, stream, word: 2 });
    const { receptors, magnitude } = target.model;
    const synapses = new Synapses(weight, delay, target.first, network.neurons, projection.receptor, receptors.length, magnitude === true);
    const same = projection.source === projection.target;
    return rowRule(projection, { key, index, sources: source.size, targets: target.size, same, synapses });
  }

  /** Sorts the gathered row by delay and writes it behind the others. */
  private append(): void {
    const { row, sums } = this;
    const n = row.length;
    if (n === 0) return;
    if (this.count + n > 2 ** 32 - 1) throw new GalvaniError("more than 4,294,967,295 synapses; use fewer");
    if (this.sorted.length < 2 * n) this.sorted = new Uint32Array(4 * n);
    const next = this.delayOffsets();
    const { cell, weight, delay } = row;
    for (let k = 0; k < n; k++) {
      const at = 2 * next[delay[k]]++;
      this.sorted[at] = (delay[k] << this.cellBits) | cell[k];
      this.sorted[at + 1] = weight[k];
      sums[cell[k]] += Math.abs(weight[k]);
    }
    this.store(n);
  }

  /** Where the synapses of each delay of the row begin; checks the longest against the word. */
  private delayOffsets(): Uint32Array {
    const { delay, length } = this.row;
    let min = delay[0];
    let max = min;
    for (let k = 1; k < length; k++) {
      if (delay[k] < min) min = delay[k];
      if (delay[k] > max) max = delay[k];
    }
    if (max > this.delayLimit)
      throw new InputError(
        "projections",
        `${max} steps`,
        `the longest delay leaves no room beside ${this.network.neurons} neurons in a 32-bit synapse; keep delays to ${this.delayLimit} steps or use a larger dt`,
      );
    this.minDelay = this.count === 0 ? min : Math.min(this.minDelay, min);
    this.maxDelay = Math.max(this.maxDelay, max);
    if (this.histogram.length < max + 2) this.histogram = new Uint32Array(max + 2);
    const next = this.histogram;
    next.fill(0, min, max + 2);
    for (let k = 0; k < length; k++) next[delay[k] + 1]++;
    for (let d = min; d < max; d++) next[d + 1] += next[d];
    return next;
  }

  private store(n: number): void {
    const { pageSynapses } = this.options;
    for (let done = 0; done < n; ) {
      const inPage = this.count % pageSynapses;
      if (inPage === 0) this.pages.push(allocate(2 * Math.min(pageSynapses, this.expected())));
      const part = Math.min(n - done, pageSynapses - inPage);
      const page = this.roomFor(2 * (inPage + part));
      page.set(this.sorted.subarray(2 * done, 2 * (done + part)), 2 * inPage);
      done += part;
      this.count += part;
    }
  }

  /** Synapses still to come, a little more than that: a page that need not grow is never copied. */
  private expected(): number {
    const all = this.network.projections.reduce((sum, projection) => sum + projection.synapses, 0);
    return Math.max(4096, Math.ceil(all + 6 * Math.sqrt(all)) - this.count);
  }

  /** The last page, grown to hold `words`. */
  private roomFor(words: number): Uint32Array {
    const page = this.pages[this.pages.length - 1];
    if (page.length >= words) return page;
    const grown = allocate(Math.min(2 * this.options.pageSynapses, Math.max(words, 4 * page.length)));
    grown.set(page);
    this.pages[this.pages.length - 1] = grown;
    return grown;
  }

  /** Populations with a neuron whose inputs could leave the range. */
  overflowing(): number[] {
    const sums = this.largestSums();
    return [...sums.keys()].filter((p) => (sums[p] + this.options.inputBound[p]) * this.scales[p] > SUM_LIMIT);
  }

  private largestSums(): Float64Array {
    const { populations, neurons } = this.network;
    return Float64Array.from(populations, ({ model, first, size }, p) => {
      let largest = 0;
      for (let q = 0; q < model.receptors.length; q++)
        for (let i = first; i < first + size; i++) largest = Math.max(largest, this.sums[q * neurons + i]);
      return largest / this.scales[p];
    });
  }

  rows(): SynapseRows {
    const last = this.pages.length - 1;
    // A view: what was never written takes no memory, and a copy would take it all once more.
    if (last >= 0) this.pages[last] = this.pages[last].subarray(0, 2 * (this.count - last * this.options.pageSynapses));
    const { count, start, pages, cellBits, minDelay, maxDelay, scales } = this;
    return {
      count,
      start,
      pages,
      pageSynapses: this.options.pageSynapses,
      cellBits,
      minDelay,
      maxDelay,
      scales,
      largestSums: this.largestSums(),
    };
  }
}

/** Receptors of the model that has most: the width of the ring. */
export function receptorsOf(network: ResolvedNetwork): number {
  return Math.max(1, ...network.populations.map((population) => population.model.receptors.length));
}

function allocate(words: number): Uint32Array<ArrayBuffer> {
  try {
    return new Uint32Array(words);
  } catch (cause) {
    throw new GalvaniError("the synapses do not fit this machine's memory; use a smaller network or --scale", { cause });
  }
}
