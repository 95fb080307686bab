import { GalvaniError } from "../errors.ts";
import { arrayOf } from "../threads/shared.ts";
import { type Blueprint, blueprintOf } from "./blueprint.ts";
import { formatOf, type SynapseFormat } from "./format.ts";
import { type Prepared, prepare, roomToPrepare } from "./prepare.ts";
import { buildRange, type Range, type RangeJob, type RangeResult } from "./range.ts";
import type { ResolvedNetwork } from "./resolved.ts";
import { checkQuanta, firstScales, tightPopulations } from "./scales.ts";
import { type Hands, posted, together } from "./together.ts";

/**
 * All projections as one list of rows by global source neuron, a row cut into `parts` by target: part q holds the targets that thread
 * q of so many owns (src/twins/lib/share.ts). Each part is sorted by delay and may span pages. Between the rows that different threads
 * built may be room that nobody reads. `P`: what holds a page, an array here or a buffer on a device.
 */
export interface SynapseRows<P = Uint32Array> {
  readonly count: number;
  readonly parts: number;
  /** First synapse and end of each part of each row: two words for part q of neuron n, at 2 * (n * parts + q). */
  readonly extents: Uint32Array;
  /** `format.words` words a synapse; every page but the last holds `pageSynapses`. */
  readonly pages: readonly P[];
  readonly pageSynapses: number;
  /** Places in the pages: one past the last synapse. */
  readonly end: number;
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

export interface RowsOptions extends Omit<Hands, "neurons"> {
  /** Synapses a page, a power of two. */
  readonly pageSynapses: number;
  /** Parts each row is cut into by target; default 1. */
  readonly parts?: number;
  /** Size of what reaches a neuron besides synapses in one step (Poisson counts, given spikes), per population, in weight units. */
  readonly inputBound: readonly number[];
  /** Scales to begin with; default: those of an estimate of this network's sums. */
  readonly scales?: Float64Array;
  /** Whether each synapse is to hold its own weight. */
  readonly held?: boolean;
}

/** What a worker does of building; `together` gives them out. */
export const buildJobs = { "prepare rows": posted(prepare), "build rows": posted(buildRange) } as const;

/** Standard deviations above its mean that are kept for a row of unknown length, and synapses more. */
const SLACK = { deviations: 10, synapses: 64 } as const;

/** What a row costs beside its synapses, in synapses. */
const ROW_COST = 8;

/** What is known of rows that are drawn and not kept. */
export interface SurveyedRows extends Omit<SynapseRows, "pages" | "pageSynapses" | "format" | "weights" | "end" | "parts"> {}

/** Draws every row as `buildRows` does, with the same scales and checks, and keeps none: 8 bytes a neuron. @throws InputError as buildRows */
export async function surveyRows(network: ResolvedNetwork, options: Omit<RowsOptions, "pageSynapses" | "parts">): Promise<SurveyedRows> {
  return scaled(network, { ...options, pageSynapses: 0 });
}

/**
 * Builds every row. The fixed-point scale of a population is the largest power of two that holds an estimate of the largest sum of
 * |weight| into one neuron (six standard deviations above its mean); the exact sums are then checked, and where the estimate was too
 * low, all is built again with half the scale.
 * @throws InputError where a weight cannot be held finely enough, or neurons, receptors and delays do not fit a 32-bit word
 */
export async function buildRows(network: ResolvedNetwork, options: RowsOptions): Promise<SynapseRows> {
  return scaled(network, options);
}

/** Rows with scales that hold their sums; `pageSynapses` 0: no pages. */
async function scaled(network: ResolvedNetwork, options: RowsOptions): Promise<SynapseRows> {
  const scales = options.scales?.slice() ?? firstScales(network, options.inputBound);
  const format = formatOf(network, options.held);
  let prepared: Prepared[] | undefined;
  for (;;) {
    checkQuanta(network, scales);
    const blueprint = blueprintOf(network, scales, options.crew !== undefined);
    prepared ??= await prepareAll(blueprint, options);
    const rows = await attempt(network, blueprint, prepared, format, scales, options);
    const tight = tightPopulations(rows.largestSums, options.inputBound, scales);
    if (tight.length === 0) return rows;
    for (const p of tight) scales[p] /= 2;
  }
}

async function prepareAll(blueprint: Blueprint, options: RowsOptions): Promise<Prepared[]> {
  const prepared = roomToPrepare(blueprint, options.crew !== undefined);
  if (prepared.some(({ degrees }) => degrees))
    await together("prepare rows", prepare, (share) => ({ blueprint, prepared, share }), { ...options, neurons: blueprint.neurons });
  return prepared;
}

/** All rows with given scales. */
async function attempt(
  network: ResolvedNetwork,
  blueprint: Blueprint,
  prepared: readonly Prepared[],
  format: SynapseFormat,
  scales: Float64Array,
  options: RowsOptions,
): Promise<SynapseRows> {
  const { crew, pageSynapses, parts = 1 } = options;
  const { neurons } = blueprint;
  const ranges = rangesOf(blueprint, prepared, crew?.count ?? 1);
  const room = ranges[ranges.length - 1].end;
  if (room > 2 ** 32 - 1) throw new GalvaniError("more than 4,294,967,295 synapses; use fewer");
  const pages = pageSynapses === 0 ? undefined : pagesFor(room, pageSynapses, format.words, crew !== undefined);
  const extents = arrayOf("u32", 2 * neurons * parts, crew !== undefined, "the rows");
  const weights = classWeights(network, format, scales);
  const job = { blueprint, prepared, format, weights, parts, pageSynapses, pages, extents };
  const work = (range: Range): RangeJob => ({ ...job, range });
  const results = await together("build rows", buildRange, ({ index }) => work(ranges[index]), { ...options, neurons });
  const end = ranges[ranges.length - 1].first + results[results.length - 1].synapses;
  return {
    ...totals(blueprint, results, scales),
    parts,
    extents,
    // A view: what was never written takes no memory, and a copy would take it all once more.
    pages: (pages ?? [])
      .filter((_, p) => p * pageSynapses < end)
      .map((page, p) => page.subarray(0, format.words * Math.min(pageSynapses, end - p * pageSynapses))),
    pageSynapses,
    end,
    format,
    weights,
    scales,
  };
}

/** Cuts the neurons into as many ranges of equal work, each with room for its synapses. */
function rangesOf({ neurons, populations, projections }: Blueprint, prepared: readonly Prepared[], count: number): Range[] {
  const lengths = new Float64Array(neurons);
  const unsure = new Float64Array(neurons);
  for (const [index, { source, target, rule }] of projections.entries()) {
    const { first, size } = populations[source];
    const { degrees } = prepared[index];
    const targets = populations[target].size;
    // All to all may leave one out: the room is not missed.
    const each = { all_to_all: targets, one_to_one: 1, fixed_outdegree: "outdegree" in rule ? rule.outdegree : 0 };
    for (let i = 0; i < size; i++) {
      if (rule.kind === "pairwise_bernoulli") unsure[first + i] += rule.p * targets;
      else lengths[first + i] += degrees ? degrees[i] : each[rule.kind as keyof typeof each];
    }
  }
  let left = ROW_COST * neurons;
  for (let n = 0; n < neurons; n++) left += lengths[n] + unsure[n];
  const ranges: Range[] = [];
  let from = 0;
  let first = 0;
  for (let k = 0; k < count; k++) {
    const share = left / (count - k);
    let [to, cost, exact, drawn] = [from, 0, 0, 0];
    for (; to < neurons && (k === count - 1 || cost < share); to++) {
      cost += ROW_COST + lengths[to] + unsure[to];
      exact += lengths[to];
      drawn += unsure[to];
    }
    const slack = drawn === 0 ? 0 : SLACK.deviations * Math.sqrt(drawn) + SLACK.synapses;
    const end = first + Math.ceil(exact + drawn + slack);
    ranges.push({ from, to, first, end });
    [from, first] = [to, end];
    left -= cost;
  }
  return ranges;
}

function pagesFor(synapses: number, pageSynapses: number, words: number, shared: boolean): Uint32Array[] {
  return Array.from({ length: Math.ceil(synapses / pageSynapses) }, (_, p) =>
    arrayOf("u32", words * Math.min(pageSynapses, synapses - p * pageSynapses), shared, "the synapses"),
  );
}

/** Sums over the ranges. */
function totals(
  { populations, neurons }: Blueprint,
  results: readonly RangeResult[],
  scales: Float64Array,
): Pick<SynapseRows, "count" | "minDelay" | "maxDelay" | "largestSums"> {
  const [{ sums }, ...others] = results;
  for (const other of others) for (let cell = 0; cell < sums.length; cell++) sums[cell] += other.sums[cell];
  const largestSums = Float64Array.from(populations, ({ receptors, first, size }, p) => {
    let largest = 0;
    for (let q = 0; q < receptors; q++) for (let i = first; i < first + size; i++) largest = Math.max(largest, sums[q * neurons + i]);
    return largest / scales[p];
  });
  const count = results.reduce((sum, { synapses }) => sum + synapses, 0);
  const minDelay = count === 0 ? 0 : results.reduce((least, range) => Math.min(least, range.minDelay), Infinity);
  return { count, minDelay, maxDelay: results.reduce((most, { maxDelay }) => Math.max(most, maxDelay), 0), largestSums };
}

/** Weight of each class in fixed point. */
export function classWeights(network: ResolvedNetwork, { classes }: SynapseFormat, scales: Float64Array): Int32Array {
  const weights = new Int32Array(Math.max(1, ...classes.map((c) => c + 1)));
  network.projections.forEach(({ weight, target }, index) => {
    const quanta = Math.round((weight as number) * scales[target]);
    if (index in classes) weights[classes[index]] = network.populations[target].model.magnitude ? Math.abs(quanta) : quanta;
  });
  return weights;
}
