import { GalvaniError } from "../errors.ts";
import { Row, SpecDraw, SynapseDraw } from "../twins/lib/draw.ts";
import type { RowRule } from "../twins/lib/generate.ts";
import { rangeOf } from "../twins/lib/share.ts";
import { type Blueprint, contextOf } from "./blueprint.ts";
import { checkLongestDelay, type SynapseFormat } from "./format.ts";
import type { Prepared } from "./prepare.ts";
import { rowRule } from "./rules/rules.ts";
import type { Tick } from "./together.ts";

/** Synapses between two looks at whether to go on. */
const SYNAPSES = 2 ** 19;

/** Neurons [from, to) whose rows one thread builds, and the places [first, end) of their synapses among all. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly end: number;
}

export interface RangeJob {
  readonly blueprint: Blueprint;
  readonly prepared: readonly Prepared[];
  readonly format: SynapseFormat;
  /** Weight of each class in fixed point. */
  readonly weights: Int32Array;
  readonly parts: number;
  readonly pageSynapses: number;
  readonly range: Range;
  /** Written at the range's places only; undefined: the synapses are counted and summed, not kept. */
  readonly pages: readonly Uint32Array[] | undefined;
  readonly extents: Uint32Array;
}

/** What all ranges together add up to. */
export interface RangeResult {
  readonly synapses: number;
  /** Steps; Infinity and 0 where there is no synapse. */
  readonly minDelay: number;
  readonly maxDelay: number;
  /** Sum of |weight| into each cell. */
  readonly sums: Float64Array;
}

/** Builds the rows of a range. @throws InputError for a delay too long for the format */
export async function buildRange(job: RangeJob, tick: Tick): Promise<RangeResult> {
  return new RangeBuilder(job).run(tick);
}

class RangeBuilder {
  private readonly partOf: Uint8Array;
  private readonly sums: Float64Array;
  private readonly row = new Row();
  private sorted = new Uint32Array(2048);
  /** Of each synapse of the row: part * stride + delay. */
  private order = new Int32Array(1024);
  private histogram = new Uint32Array(2);
  private at: number;
  private minDelay = Infinity;
  private maxDelay = 0;

  constructor(private readonly job: RangeJob) {
    const { blueprint, parts, range } = job;
    this.partOf = owners(blueprint, parts);
    this.sums = new Float64Array(blueprint.neurons * blueprint.receptors);
    this.at = range.first;
  }

  async run(tick: Tick): Promise<RangeResult> {
    const { blueprint, range, format } = this.job;
    const { row } = this;
    let next = 0;
    for (const [p, { first, size }] of blueprint.populations.entries()) {
      const from = Math.max(0, range.from - first);
      const to = Math.min(size, range.to - first);
      if (from >= to) continue;
      const rules = this.rulesOf(p, from, to);
      for (let i = from; i < to; i++) {
        row.length = 0;
        for (const [index, rule] of rules) {
          const before = row.length;
          rule.row(i, row);
          if (format.words === 1) row.weight.fill(format.classes[index], before, row.length);
        }
        this.append(first + i);
        if (this.at - range.first < next) continue;
        next = this.at - range.first + SYNAPSES;
        await tick(first + i - range.from);
      }
    }
    return { synapses: this.at - range.first, minDelay: this.minDelay, maxDelay: this.maxDelay, sums: this.sums };
  }

  /** Rules of the projections from population `p`, with the projection's index. */
  private rulesOf(p: number, from: number, to: number): [number, RowRule][] {
    const { blueprint, prepared } = this.job;
    const { key, neurons, populations, projections } = blueprint;
    const rules: [number, RowRule][] = [];
    for (const [index, { source, target, receptor, rule, weight, delay }] of projections.entries()) {
      if (source !== p) continue;
      const { first, receptors, magnitude } = populations[target];
      const context = contextOf(blueprint, index);
      const { stream } = context;
      const synapses = new SynapseDraw(
        new SpecDraw(weight, { key, stream, word: 1 }),
        new SpecDraw(delay, { key, stream, word: 2 }),
        (receptor ?? 0) * neurons + first,
        (receptor ?? receptors - 1) * neurons + first,
        magnitude,
      );
      rules.push([index, rowRule(rule, { ...context, synapses }, prepared[index], [from, to])]);
    }
    return rules;
  }

  /** Sorts the gathered row by part and delay and writes it behind the others. */
  private append(neuron: number): void {
    const { row } = this;
    const { parts, extents, format, weights, range } = this.job;
    const n = row.length;
    if (this.at + n > range.end) throw new GalvaniError(`the rows of neurons ${range.from} to ${range.to} outgrew their room`);
    if (!this.job.pages) {
      this.count(neuron, weights);
      return;
    }
    const { next, stride } = this.placesOf(n);
    const first = 2 * neuron * parts;
    for (let q = 0; q < parts; q++) {
      extents[first + 2 * q] = this.at + next[q * stride];
      extents[first + 2 * q + 1] = this.at + next[(q + 1) * stride];
    }
    if (this.sorted.length < format.words * n) this.sorted = new Uint32Array(2 * format.words * n);
    if (format.words === 1) this.placeShort(n, next);
    else this.placeLong(n, next);
    this.store(n, this.job.pages);
  }

  /** Puts synapses of one word in their places. */
  private placeShort(n: number, next: Uint32Array): void {
    const { sorted, order, sums } = this;
    const { cell, weight, delay } = this.row;
    const { weights, format } = this.job;
    const { cellBits } = format;
    const classShift = 32 - format.classBits;
    for (let k = 0; k < n; k++) {
      const c = cell[k];
      sorted[next[order[k]]++] = (weight[k] << classShift) | (delay[k] << cellBits) | c;
      sums[c] += Math.abs(weights[weight[k]]);
    }
  }

  /** Puts synapses of two words in their places. */
  private placeLong(n: number, next: Uint32Array): void {
    const { sorted, order, sums } = this;
    const { cell, weight, delay } = this.row;
    const { cellBits } = this.job.format;
    for (let k = 0; k < n; k++) {
      const c = cell[k];
      const w = weight[k];
      const place = 2 * next[order[k]]++;
      sorted[place] = (delay[k] << cellBits) | c;
      sorted[place + 1] = w;
      sums[c] += w < 0 ? -w : w;
    }
  }

  /** What the gathered row adds to the totals. */
  private count(neuron: number, weights: Int32Array): void {
    const { row, sums, job } = this;
    const { cell, weight, delay } = row;
    const n = row.length;
    const short = job.format.words === 1;
    for (let k = 0; k < n; k++) {
      if (delay[k] < this.minDelay) this.minDelay = delay[k];
      if (delay[k] > this.maxDelay) this.maxDelay = delay[k];
      sums[cell[k]] += Math.abs(short ? weights[weight[k]] : weight[k]);
    }
    job.extents[2 * neuron] = this.at;
    this.at += n;
    job.extents[2 * neuron + 1] = this.at;
  }

  /** Where in the row the synapses of each part and delay begin, at part * stride + delay; checks the longest delay against the word. */
  private placesOf(n: number): { next: Uint32Array; stride: number } {
    const { row, partOf } = this;
    const { parts, format, blueprint } = this.job;
    const { cell, delay } = row;
    let min = 0x7fffffff;
    let max = 0;
    for (let k = 0; k < n; k++) {
      if (delay[k] < min) min = delay[k];
      if (delay[k] > max) max = delay[k];
    }
    checkLongestDelay(max, blueprint.neurons, format);
    if (n > 0) this.minDelay = Math.min(this.minDelay, min);
    this.maxDelay = Math.max(this.maxDelay, max);
    const stride = max + 1;
    if (this.histogram.length < parts * stride + 1) this.histogram = new Uint32Array(2 * parts * stride + 1);
    const next = this.histogram.fill(0, 0, parts * stride + 1);
    if (this.order.length < n) this.order = new Int32Array(2 * n);
    const { order } = this;
    for (let k = 0; k < n; k++) {
      const key = partOf[cell[k]] * stride + delay[k];
      order[k] = key;
      next[key + 1]++;
    }
    for (let d = 0; d < parts * stride; d++) next[d + 1] += next[d];
    return { next, stride };
  }

  private store(n: number, pages: readonly Uint32Array[]): void {
    const { pageSynapses, format } = this.job;
    const { words } = format;
    for (let done = 0; done < n; ) {
      const inPage = this.at % pageSynapses;
      const part = Math.min(n - done, pageSynapses - inPage);
      pages[Math.floor(this.at / pageSynapses)].set(this.sorted.subarray(words * done, words * (done + part)), words * inPage);
      done += part;
      this.at += part;
    }
  }
}

/** The part that owns the neuron of each cell. */
function owners({ neurons, receptors, populations }: Blueprint, parts: number): Uint8Array {
  const owner = new Uint8Array(neurons * receptors);
  for (const { first, size } of populations)
    for (let index = 0; index < parts; index++) {
      const [from, to] = rangeOf(size, { index, count: parts });
      for (let cell = first; cell < owner.length; cell += neurons) owner.fill(index, cell + from, cell + to);
    }
  return owner;
}
