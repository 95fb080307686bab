import { GalvaniError, InputError } from "../errors.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { rangeOf } from "../twins/lib/share.ts";
import { formatOf, receptorsOf, type SynapseFormat } from "./format.ts";
import type { ResolvedNetwork, ResolvedProjection } from "./resolved.ts";
import { Draw, sizeOf } from "./rules/draw.ts";
import { Row, Synapses } from "./rules/row.ts";
import { type RowRule, rowRule } from "./rules/rules.ts";

/**
 * All projections as one list of rows by global source neuron, a row cut into `parts` by target: part q holds the targets that thread
 * q of so many owns (src/twins/lib/share.ts). Each part is sorted by delay and may span pages.
 */
export interface SynapseRows {
  readonly count: number;
  readonly parts: number;
  /** First synapse and end of each part of each row: two words for part q of neuron n, at 2 * (n * parts + q). */
  readonly extents: Uint32Array;
  /** `format.words` words a synapse; every page but the last holds `pageSynapses`. */
  readonly pages: readonly Uint32Array<ArrayBuffer>[];
  readonly pageSynapses: number;
  readonly format: SynapseFormat;
  /** Weight of each class in fixed point, for synapses of one word. */
  readonly weights: Int32Array;
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
  /** Parts each row is cut into by target; default 1. */
  readonly parts?: number;
  /** Size of what reaches a neuron besides synapses in one step (Poisson counts, given spikes), per population, in weight units. */
  readonly inputBound: readonly number[];
  /** Called now and then with the share of neurons done; may throw to cancel. */
  readonly progress?: (share: number) => Promise<void> | void;
}

/** A sum must stay inside 31 bits. */
export const SUM_LIMIT = 2 ** 31 - 1;
/** Parts of a step that delays are drawn in. */
const DELAY_UNIT = 65536;
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
  const format = formatOf(network);
  for (;;) {
    const assembly = new Assembly(network, options, scales, format);
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

/** One attempt at building with given scales. */
class Assembly {
  private readonly extents: Uint32Array;
  private readonly parts: number;
  private readonly partOf: Uint8Array;
  private readonly weights: Int32Array;
  private readonly pages: Uint32Array<ArrayBuffer>[] = [];
  private readonly sums: Float64Array;
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
    private readonly format: SynapseFormat,
  ) {
    checkQuanta(network, scales);
    this.parts = options.parts ?? 1;
    this.partOf = owners(network, this.parts);
    this.extents = new Uint32Array(2 * network.neurons * this.parts);
    this.sums = new Float64Array(network.neurons * receptorsOf(network));
    this.weights = classWeights(network, format, scales);
  }

  async run(): Promise<void> {
    const rules = this.network.projections.map((projection, index) => this.ruleOf(projection, index));
    let next = 0;
    for (const [p, population] of this.network.populations.entries()) {
      const outgoing = [...rules.entries()].filter(([index]) => this.network.projections[index].source === p);
      for (let i = 0; i < population.size; i++) {
        this.row.length = 0;
        for (const [index, rule] of outgoing) {
          const before = this.row.length;
          rule.row(i, this.row);
          if (this.format.words === 1) this.row.weight.fill(this.format.classes[index], before, this.row.length);
        }
        this.append(population.first + i);
        if (this.count >= next) {
          next = this.count + 2 ** 19;
          await this.options.progress?.((population.first + i) / this.network.neurons);
        }
      }
    }
  }

  private ruleOf(projection: ResolvedProjection, index: number): RowRule {
    const { network, scales } = this;
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

  /** Sorts the gathered row by part and delay and writes it behind the others. */
  private append(neuron: number): void {
    const { row, parts, extents } = this;
    const n = row.length;
    if (this.count + n > 2 ** 32 - 1) throw new GalvaniError("more than 4,294,967,295 synapses; use fewer");
    const { words, cellBits, classBits } = this.format;
    if (this.sorted.length < words * n) this.sorted = new Uint32Array(2 * words * n);
    const { next, stride } = this.placesOf(n);
    const { cell, weight, delay } = row;
    const at = 2 * neuron * parts;
    for (let q = 0; q < parts; q++) {
      extents[at + 2 * q] = this.count + next[q * stride];
      extents[at + 2 * q + 1] = this.count + next[(q + 1) * stride];
    }
    for (let k = 0; k < n; k++) {
      const place = next[this.partOf[cell[k]] * stride + delay[k]]++;
      const word = (delay[k] << cellBits) | cell[k];
      if (words === 1) {
        this.sorted[place] = (weight[k] << (32 - classBits)) | word;
        this.sums[cell[k]] += Math.abs(this.weights[weight[k]]);
      } else {
        this.sorted[2 * place] = word;
        this.sorted[2 * place + 1] = weight[k];
        this.sums[cell[k]] += Math.abs(weight[k]);
      }
    }
    this.store(n);
  }

  /** Where in the row the synapses of each part and delay begin, at part * stride + delay; checks the longest delay against the word. */
  private placesOf(n: number): { next: Uint32Array; stride: number } {
    const { row, parts } = this;
    let min = Infinity;
    let max = 0;
    for (let k = 0; k < n; k++) {
      if (row.delay[k] < min) min = row.delay[k];
      if (row.delay[k] > max) max = row.delay[k];
    }
    if (max > this.format.delayLimit)
      throw new InputError(
        "projections",
        `${max} steps`,
        `the longest delay leaves no room beside ${this.network.neurons} neurons in a 32-bit synapse; keep delays to ${this.format.delayLimit} steps or use a larger dt`,
      );
    if (n > 0) this.minDelay = this.maxDelay === 0 ? min : Math.min(this.minDelay, min);
    this.maxDelay = Math.max(this.maxDelay, max);
    const stride = max + 1;
    if (this.histogram.length < parts * stride + 1) this.histogram = new Uint32Array(2 * parts * stride + 1);
    const next = this.histogram.fill(0, 0, parts * stride + 1);
    for (let k = 0; k < n; k++) next[this.partOf[row.cell[k]] * stride + row.delay[k] + 1]++;
    for (let d = 0; d < parts * stride; d++) next[d + 1] += next[d];
    return { next, stride };
  }

  private store(n: number): void {
    const { pageSynapses } = this.options;
    const { words } = this.format;
    for (let done = 0; done < n; ) {
      const inPage = this.count % pageSynapses;
      if (inPage === 0) this.pages.push(allocate(words * Math.min(pageSynapses, this.expected())));
      const part = Math.min(n - done, pageSynapses - inPage);
      const page = this.roomFor(words * (inPage + part));
      page.set(this.sorted.subarray(words * done, words * (done + part)), words * inPage);
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
    const grown = allocate(Math.min(this.format.words * this.options.pageSynapses, Math.max(words, 4 * page.length)));
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
    if (last >= 0) this.pages[last] = this.pages[last].subarray(0, this.format.words * (this.count - last * this.options.pageSynapses));
    const { count, parts, extents, pages, format, weights, minDelay, maxDelay, scales } = this;
    return {
      count,
      parts,
      extents,
      pages,
      pageSynapses: this.options.pageSynapses,
      format,
      weights,
      minDelay,
      maxDelay,
      scales,
      largestSums: this.largestSums(),
    };
  }
}

/** The part that owns the neuron of each cell. */
function owners(network: ResolvedNetwork, parts: number): Uint8Array {
  const { neurons, populations } = network;
  const owner = new Uint8Array(neurons * receptorsOf(network));
  for (const { first, size } of populations)
    for (let index = 0; index < parts; index++) {
      const [from, to] = rangeOf(size, { index, count: parts });
      for (let cell = first; cell < owner.length; cell += neurons) owner.fill(index, cell + from, cell + to);
    }
  return owner;
}

/** Weight of each class in fixed point. */
function classWeights(network: ResolvedNetwork, { classes }: SynapseFormat, scales: Float64Array): Int32Array {
  const weights = new Int32Array(Math.max(1, ...classes.map((c) => c + 1)));
  network.projections.forEach(({ weight, target }, index) => {
    const quanta = Math.round((weight as number) * scales[target]);
    if (index in classes) weights[classes[index]] = network.populations[target].model.magnitude ? Math.abs(quanta) : quanta;
  });
  return weights;
}

function allocate(words: number): Uint32Array<ArrayBuffer> {
  try {
    return new Uint32Array(words);
  } catch (cause) {
    throw new GalvaniError("the synapses do not fit this machine's memory; use a smaller network or --scale", { cause });
  }
}
