import { InputError } from "../errors.ts";
import { receptorsOf } from "../network/format.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { SurveyedRows, SynapseRows } from "../network/rows.ts";
import { arrayOf } from "../threads/shared.ts";

/** Called with a synapse: its row's neuron, delay in steps, cell in its own network's ring, weight in quanta. */
type Visit = (neuron: number, delay: number, cell: number, weight: number) => void;

/** Visits every synapse of a network, row by row. */
export function eachSynapse(rows: SynapseRows, visit: Visit): void {
  const { extents, parts, pages, pageSynapses, format, weights } = rows;
  const { words, cellBits, classBits } = format;
  const mask = 2 ** cellBits - 1;
  for (let piece = 0; piece < extents.length / 2; piece++) {
    const neuron = Math.floor(piece / parts);
    for (let k = extents[2 * piece]; k < extents[2 * piece + 1]; k++) {
      const page = pages[Math.floor(k / pageSynapses)];
      const at = words * (k % pageSynapses);
      const place = page[at];
      const weight = words === 1 ? weights[place >>> (32 - classBits)] : page[at + 1];
      visit(neuron, (place << classBits) >>> (classBits + cellBits), place & mask, weight);
    }
  }
}

/** Neurons of networks side by side, and where each one's begin. */
export function placesOf(networks: readonly ResolvedNetwork[]): { neurons: number; receptors: number; firsts: Uint32Array } {
  const firsts = new Uint32Array(networks.length);
  let neurons = 0;
  networks.forEach((network, k) => {
    firsts[k] = neurons;
    neurons += network.neurons;
  });
  return { neurons, receptors: Math.max(...networks.map(receptorsOf)), firsts };
}

/**
 * The rows of several networks as those of one, whose neurons follow each other: cells are renamed, rows and parts stay.
 * @throws InputError where cells and delays together do not fit a 32-bit word
 */
export function besideRows(networks: readonly ResolvedNetwork[], all: readonly SynapseRows[]): SynapseRows {
  if (all.length === 1) return all[0];
  const { neurons, receptors, firsts } = placesOf(networks);
  const cellBits = Math.max(1, Math.ceil(Math.log2(neurons * receptors)));
  const maxDelay = Math.max(...all.map((rows) => rows.maxDelay));
  const delayLimit = 2 ** (32 - cellBits) - 1;
  if (maxDelay > delayLimit)
    throw new InputError("instances", networks.length, `${maxDelay} steps of delay leave no room beside them; run fewer together`);
  const { parts, pageSynapses } = all[0];
  const count = all.reduce((sum, rows) => sum + rows.count, 0);
  const extents = new Uint32Array(2 * neurons * parts);
  const pages = Array.from({ length: Math.ceil(count / pageSynapses) }, (_, page) =>
    arrayOf("u32", 2 * Math.min(pageSynapses, count - page * pageSynapses), parts > 1, "the synapses"),
  );
  let next = 0;
  let k = 0;
  all.forEach((rows, b) => {
    const own = networks[b].neurons;
    const piece = 2 * parts * firsts[b];
    for (let e = 0; e < rows.extents.length; e += 2) {
      extents[piece + e] = next;
      next += rows.extents[e + 1] - rows.extents[e];
      extents[piece + e + 1] = next;
    }
    eachSynapse(rows, (_, delay, cell, weight) => {
      const global = Math.floor(cell / own) * neurons + firsts[b] + (cell % own);
      const at = 2 * (k % pageSynapses);
      const page = pages[Math.floor(k++ / pageSynapses)];
      page[at] = (delay << cellBits) | global;
      page[at + 1] = weight;
    });
  });
  return {
    count,
    parts,
    extents,
    pages,
    pageSynapses,
    end: count,
    format: { words: 2, cellBits, classBits: 0, classes: [], delayLimit },
    weights: new Int32Array(1),
    minDelay: shortestDelay(all),
    maxDelay,
    scales: joined(all.map(({ scales }) => scales)),
    largestSums: joined(all.map(({ largestSums }) => largestSums)),
  };
}

/** What a plan needs to know of its networks' synapses, however they are held. */
export interface SynapseFacts {
  readonly synapses: number;
  /** Steps; 0 where there is no synapse. */
  readonly minDelay: number;
  readonly maxDelay: number;
  /** Weight quanta per unit of each target population. */
  readonly scales: Float64Array;
  /** Largest sum of |weight| into one receptor of a neuron of each population, in weight units. */
  readonly largestSums: Float64Array;
}

/** The facts of networks side by side. */
export function factsOf(all: readonly SurveyedRows[]): SynapseFacts {
  return {
    synapses: all.reduce((sum, { count }) => sum + count, 0),
    minDelay: shortestDelay(all),
    maxDelay: Math.max(...all.map(({ maxDelay }) => maxDelay)),
    scales: joined(all.map(({ scales }) => scales)),
    largestSums: joined(all.map(({ largestSums }) => largestSums)),
  };
}

/** Steps; 0 where there is no synapse. */
function shortestDelay(all: readonly SurveyedRows[]): number {
  const shortest = Math.min(...all.flatMap(({ count, minDelay }) => (count > 0 ? [minDelay] : [])));
  return Number.isFinite(shortest) ? shortest : 0;
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  return Float64Array.from(arrays.flatMap((array) => [...array]));
}
