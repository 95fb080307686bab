import type { ResolvedNetwork, ResolvedPlasticity, ResolvedProjection } from "../network/resolved.ts";
import { buildRows, type RowsOptions, type SynapseRows } from "../network/rows.ts";
import { largestWeight } from "../network/scales.ts";
import { arrayOf } from "../threads/shared.ts";

/** The synapses of one plastic projection: rows by source neuron of its population. */
export interface PlasticRows {
  /** Its place among the network's projections. */
  readonly projection: number;
  readonly plasticity: ResolvedPlasticity;
  readonly count: number;
  readonly parts: number;
  /** First synapse and end of each part of the row of each neuron of the source population, as in SynapseRows. */
  readonly extents: Uint32Array;
  /** `words` words a synapse: delay << targetBits | target (index in its population), weight and variables as float32. */
  readonly pages: readonly Uint32Array[];
  readonly pageSynapses: number;
  readonly words: number;
  readonly targetBits: number;
  readonly minDelay: number;
  readonly maxDelay: number;
  /** Largest sum of weight bounds into one target, in weight units. */
  readonly largestSum: number;
}

/** All but the synapses themselves. */
export type PlasticShape = Omit<PlasticRows, "pages">;

/** A projection whose weights change. */
export type PlasticProjection = ResolvedProjection & { readonly plasticity: ResolvedPlasticity };

export function isPlastic(projection: ResolvedProjection): projection is PlasticProjection {
  return projection.plasticity !== undefined;
}

/** The network with the synapses of these projections only; the others keep their places, which their random numbers hang on. */
export function withOnly(network: ResolvedNetwork, kept: (projection: ResolvedProjection, index: number) => boolean): ResolvedNetwork {
  const rule = { kind: "fixed_outdegree", outdegree: 0, autapses: true, multapses: true } as const;
  const silent = (projection: ResolvedProjection) => ({
    ...projection,
    rule,
    synapses: 0,
    weight: 0,
    delay: network.dt,
    plasticity: undefined,
  });
  return {
    ...network,
    projections: network.projections.map((projection, index) => (kept(projection, index) ? projection : silent(projection))),
  };
}

/**
 * Draws the synapses of plastic projection `index`.
 * @param scales the weight quanta of the whole network
 * @throws InputError as buildRows
 */
export async function buildPlasticRows(
  network: ResolvedNetwork,
  index: number,
  options: RowsOptions & { readonly scales: Float64Array },
): Promise<PlasticRows> {
  const only = withOnly(network, (_, k) => k === index);
  const { plasticity, ...bare } = network.projections[index] as PlasticProjection;
  const words = 2 + plasticity.form.variables.length;
  const plain = { ...only, projections: only.projections.map((other, k) => (k === index ? { ...bare, plasticity: undefined } : other)) };
  const rows = await buildRows(plain, {
    ...options,
    held: true,
    pageSynapses: 2 ** Math.floor(Math.log2((2 * options.pageSynapses) / words)),
  });
  return converted(network, index, plasticity, rows, words);
}

/** Rows as the builder made them, made over: targets by their place in the population, weights in float32, room for the variables. */
function converted(network: ResolvedNetwork, index: number, plasticity: ResolvedPlasticity, rows: SynapseRows, words: number): PlasticRows {
  const { weight, target, source, receptor = 0 } = network.projections[index];
  const { parts, pageSynapses } = rows;
  const targets = network.populations[target];
  const sources = network.populations[source];
  const { cellBits } = rows.format;
  const cell0 = receptor * network.neurons + targets.first;
  const targetBits = Math.max(1, Math.ceil(Math.log2(targets.size)));
  const quantum = 1 / rows.scales[target];
  const held = rows.pages.map((page) => {
    const out = words === 2 ? page : arrayOf("u32", (words * page.length) / 2, page.buffer instanceof SharedArrayBuffer, "the synapses");
    const floats = new Float32Array(out.buffer, out.byteOffset, out.length);
    for (let from = 0, to = 0; from < page.length; from += 2, to += words) {
      const place = page[from];
      const quanta = page[from + 1] | 0;
      // Room between the ranges of different threads holds no synapse; what it becomes nobody reads.
      out[to] = ((place >>> cellBits) << targetBits) | ((place & (2 ** cellBits - 1)) - cell0);
      floats[to + 1] = typeof weight === "number" ? weight : quanta * quantum;
      plasticity.form.variables.forEach(({ initial }, v) => {
        floats[to + 2 + v] = initial;
      });
    }
    return out;
  });
  const extents = rows.extents.slice(2 * parts * sources.first, 2 * parts * (sources.first + sources.size));
  const incoming = new Uint32Array(targets.size);
  for (let e = 0; e < extents.length; e += 2)
    for (let k = extents[e]; k < extents[e + 1]; k++)
      incoming[held[Math.floor(k / pageSynapses)][words * (k % pageSynapses)] & (2 ** targetBits - 1)]++;
  return {
    projection: index,
    plasticity,
    count: rows.count,
    parts,
    extents,
    pages: held,
    pageSynapses,
    words,
    targetBits,
    minDelay: rows.minDelay,
    maxDelay: rows.maxDelay,
    largestSum: incoming.reduce((most, n) => Math.max(most, n), 0) * largestWeight(plasticity.bounds),
  };
}

/** The rows of one plastic projection in several networks, one network's behind the other's: each has weights of its own. */
export function mergedRows(all: readonly PlasticRows[]): PlasticRows {
  const [first] = all;
  if (all.length === 1) return first;
  const { pageSynapses, words } = first;
  const ends = all.map(({ pages }) => pages.reduce((sum, page) => sum + page.length / words, 0));
  const total = ends.reduce((a, b) => a + b, 0);
  const shared = first.pages[0]?.buffer instanceof SharedArrayBuffer;
  const pages = Array.from({ length: Math.ceil(total / pageSynapses) }, (_, n) =>
    arrayOf("u32", words * Math.min(pageSynapses, total - n * pageSynapses), shared, "the synapses"),
  );
  const extents = new Uint32Array(first.extents.length * all.length);
  let at = 0;
  all.forEach((rows, b) => {
    rows.extents.forEach((place, e) => {
      extents[b * first.extents.length + e] = at + place;
    });
    rows.pages.forEach((page, n) => copyInto(pages, pageSynapses, words, page, at + n * rows.pageSynapses));
    at += ends[b];
  });
  return {
    ...first,
    count: all.reduce((sum, { count }) => sum + count, 0),
    extents,
    pages,
    minDelay: Math.min(...all.map(({ minDelay }) => minDelay)),
    maxDelay: Math.max(...all.map(({ maxDelay }) => maxDelay)),
    largestSum: Math.max(...all.map(({ largestSum }) => largestSum)),
  };
}

/** Copies a page's synapses to place `at` of pages of another cut. */
function copyInto(pages: readonly Uint32Array[], pageSynapses: number, words: number, from: Uint32Array, at: number): void {
  for (let done = 0; done < from.length; ) {
    const place = at + done / words;
    const inPage = place % pageSynapses;
    const part = Math.min(from.length - done, words * (pageSynapses - inPage));
    pages[Math.floor(place / pageSynapses)].set(from.subarray(done, done + part), words * inPage);
    done += part;
  }
}
