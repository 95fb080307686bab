import { InputError } from "../errors.ts";
import { hint } from "../network/names.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Executor } from "../plan/executor.ts";
import type { PlasticShape } from "./plastic-rows.ts";

/** The synapses of a plastic projection as they are: sorted by source, then target, then delay; in one network always in the same order. */
export interface Weights {
  /** Index of each synapse's source and target in their populations. */
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  /** Steps. */
  readonly delay: Uint32Array;
  /** In the projection's unit. */
  readonly weight: Float32Array;
}

/** Weights of a plastic projection as they were at several times, in the order of `Weights`. */
export interface WeightSnapshots {
  /** ms */
  readonly times: Float64Array;
  readonly weights: readonly Float32Array[];
}

/** Where each synapse of a plastic projection lies, in the order people see. Made once: 12 bytes a synapse. */
export class SynapseOrder {
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly delay: Uint32Array;
  /** Place of each among all pages' synapses. */
  private readonly place: Uint32Array;

  /** @param pages the projection's, as they are or were: only the first word of each synapse is looked at */
  constructor(
    private readonly rows: PlasticShape,
    pages: readonly Uint32Array[],
  ) {
    const { extents, count, parts, pageSynapses, words, targetBits } = rows;
    this.source = new Uint32Array(count);
    this.target = new Uint32Array(count);
    this.delay = new Uint32Array(count);
    this.place = new Uint32Array(count);
    const wordOf = (k: number) => pages[Math.floor(k / pageSynapses)][words * (k % pageSynapses)];
    const mask = 2 ** targetBits - 1;
    let next = 0;
    for (let row = 0; row < extents.length; row += 2 * parts) {
      const begin = next;
      for (let e = row; e < row + 2 * parts; e += 2) for (let k = extents[e]; k < extents[e + 1]; k++) this.place[next++] = k;
      // A row lies sorted by part and delay; equal ones lie as they were drawn, and a stable sort leaves them so.
      const own = this.place.subarray(begin, next);
      const key = (k: number) => (wordOf(k) & mask) * 2 ** (32 - targetBits) + (wordOf(k) >>> targetBits);
      own.set([...own].sort((a, b) => key(a) - key(b)));
      for (let n = begin; n < next; n++) {
        const word = wordOf(this.place[n]);
        this.source[n] = row / (2 * parts);
        this.target[n] = word & mask;
        this.delay[n] = word >>> targetBits;
      }
    }
  }

  /** Weights in `pages`, or `numbers` of each synapse: its weight and the variables behind it. */
  read(pages: readonly Uint32Array[], numbers = 1): Float32Array {
    const { place } = this;
    const { floats, bits, mask, words } = this.cut(pages, numbers);
    const out = new Float32Array(numbers * place.length);
    for (let n = 0; n < place.length; n++) {
      const page = floats[place[n] >>> bits];
      const at = words * (place[n] & mask) + 1;
      for (let v = 0; v < numbers; v++) out[numbers * n + v] = page[at + v];
    }
    return out;
  }

  /** Puts weights, or so many numbers of each synapse, into `pages`. */
  write(pages: readonly Uint32Array[], values: ArrayLike<number>, numbers = 1): void {
    const { place } = this;
    const { floats, bits, mask, words } = this.cut(pages, numbers);
    for (let n = 0; n < place.length; n++) {
      const page = floats[place[n] >>> bits];
      const at = words * (place[n] & mask) + 1;
      for (let v = 0; v < numbers; v++) page[at + v] = values[numbers * n + v];
    }
  }

  /** How pages are cut: a page holds a power of two of synapses. Studies read and write weights thousands of times: no call a synapse. */
  private cut(pages: readonly Uint32Array[], numbers: number): { floats: Float32Array[]; bits: number; mask: number; words: number } {
    const { words, pageSynapses } = this.rows;
    if (numbers >= words) throw new Error(`a synapse has ${words - 1} numbers`);
    return { floats: pages.map(floatsOf), bits: Math.log2(pageSynapses), mask: pageSynapses - 1, words };
  }
}

function floatsOf(page: Uint32Array): Float32Array {
  return new Float32Array(page.buffer, page.byteOffset, page.length);
}

/** Names of the buffers that hold the synapses of plastic projection `k`. */
export function pageNames(k: number, buffers: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(buffers)
    .filter((name) => name.startsWith(`plastic${k}_page`))
    .sort((a, b) => Number(a.slice(`plastic${k}_page`.length)) - Number(b.slice(`plastic${k}_page`.length)));
}

export function pagesOf(executor: Executor, names: readonly string[]): Promise<Uint32Array[]> {
  return Promise.all(names.map((name) => executor.read(name, "u32")));
}

/** Place of a projection among the plastic ones. @throws InputError where it is not plastic */
export function plasticIndex(place: string, name: string, network: ResolvedNetwork, plastic: readonly PlasticShape[]): number {
  const index = plastic.findIndex(({ projection }) => network.projections[projection].name === name);
  if (index >= 0) return index;
  const names = plastic.map(({ projection }) => network.projections[projection].name);
  throw new InputError(place, name, `no plastic projection of this name; ${hint(name, names, "plastic projections")}`);
}

/** @throws InputError for weights of the wrong number, or outside the rule's bounds */
export function checkWeights(place: string, weight: ArrayLike<number>, rows: PlasticShape): void {
  if (weight.length !== rows.count)
    throw new InputError(place, weight.length, `must be ${rows.count} weights, one a synapse, in the order of weights()`);
  const [least, most] = rows.plasticity.bounds;
  for (let n = 0; n < weight.length; n++)
    if (!(weight[n] >= least && weight[n] <= most))
      throw new InputError(`${place}[${n}]`, weight[n], `must be a weight of ${least} to ${most}`);
}
