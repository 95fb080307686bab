import { exp2Q26, timesQ26, timesQ26Wide } from "./fixed.ts";
import { normalMax, normalQ26 } from "./normal.ts";
import { mulhi, philox4x32 } from "./philox.ts";

/** Twin of shaders/lib/draw.wgsl: a synapse's partner, weight and delay from its random block. */

/** Bounds of a draw that has none. */
export const LARGEST = 0x7fffffff;

/** Their places are the numbers the kernels know them by. */
export const DRAW_KINDS = ["constant", "array", "uniform", "normal", "lognormal"] as const;

/** How a weight or a delay is drawn, in integers of some unit (docs/random.md). */
export interface DrawSpec {
  readonly kind: (typeof DRAW_KINDS)[number];
  /** The value; the low end; the mean (of the logarithm to base 2, in units of 2^-26). */
  readonly a: number;
  /** Number of values; standard deviation (of the logarithm). 0 or more; may pass 32 bits where bounds cut most of it off. */
  readonly b: number;
  readonly min: number;
  readonly max: number;
  /** One value a synapse. */
  readonly array: Int32Array;
}

/** Where a draw's random words come from: key, stream, and which word of a block. */
interface DrawSource {
  readonly key: readonly [number, number];
  readonly stream: number;
  readonly word: number;
}

/**
 * A weight or a delay, redrawn until inside its bounds: the first word comes from the caller, those of later attempts from the same
 * block with the attempt in the counter's last place (docs/random.md).
 */
export class SpecDraw {
  private readonly kind: DrawSpec["kind"];
  private readonly a: number;
  private readonly b: number;
  private readonly min: number;
  private readonly max: number;
  private readonly array: Int32Array;
  /** The largest deviate does not fit 31 bits. */
  private readonly wide: boolean;
  private readonly words = new Int32Array(4);

  constructor(
    { kind, a, b, min, max, array }: DrawSpec,
    private readonly source: DrawSource,
  ) {
    this.kind = kind;
    this.a = a;
    this.b = b;
    this.min = min;
    this.max = max;
    this.array = array;
    this.wide = b * normalMax > LARGEST;
  }

  /** True if no random word is looked at. */
  get fixed(): boolean {
    return this.kind === "constant" || this.kind === "array";
  }

  /** The value of synapse `ordinal` (in the order of the array, where one was given), whose random block is (item, block). */
  at(word: number, item: number, block: number, ordinal: number): number {
    if (this.kind === "constant") return this.a;
    if (this.kind === "array") return this.array[ordinal];
    let value = this.once(word);
    for (let attempt = 1; value < this.min || value > this.max; attempt++) {
      philox4x32(this.source.key[0], this.source.key[1], item, block, this.source.stream, attempt, this.words);
      value = this.once(this.words[this.source.word]);
    }
    return value;
  }

  /**
   * The values of `n` synapses from place `at` of `out` on, whose blocks are (item, block), (item, block + 1) ...: `words` has their
   * first random blocks, four words each.
   */
  fill(out: Int32Array, at: number, n: number, words: Int32Array, item: number, block: number, ordinal: number): void {
    const { kind, a, b, min, max } = this;
    const { word } = this.source;
    if (kind === "constant") {
      out.fill(a, at, at + n);
      return;
    }
    if (kind !== "normal" || this.wide) {
      for (let k = 0; k < n; k++) out[at + k] = this.at(words[4 * k + word], item, block + k, ordinal + k);
      return;
    }
    for (let k = 0; k < n; k++) {
      // The sign is put on last: a branch on it would be guessed wrong half the time.
      const u = words[4 * k + word];
      const size = timesQ26(b, normalQ26(u & 0x7fffffff));
      const value = a + ((size ^ (u >> 31)) - (u >> 31));
      out[at + k] = value < min || value > max ? this.at(words[4 * k + word], item, block + k, ordinal + k) : value;
    }
  }

  private once(word: number): number {
    if (this.kind === "uniform") return this.a + (mulhi(word, this.b) >>> 0);
    const z = normalQ26(word);
    const value = this.a + (this.wide ? timesQ26Wide(this.b, z) : timesQ26(this.b, z));
    return this.kind === "normal" ? value : exp2Q26(value);
  }
}

/** The synapses of one neuron while they are gathered: global cell (receptor and target), weight, delay. Grows as needed. */
export class Row {
  length = 0;
  cell: Int32Array = new Int32Array(1024);
  weight: Int32Array = new Int32Array(1024);
  delay: Int32Array = new Int32Array(1024);

  /** Makes room for `more` synapses. */
  reserve(more: number): void {
    const need = this.length + more;
    if (need <= this.cell.length) return;
    const size = Math.max(need, 2 * this.cell.length);
    this.cell = grown(this.cell, size);
    this.weight = grown(this.weight, size);
    this.delay = grown(this.delay, size);
  }
}

function grown(old: Int32Array, size: number): Int32Array {
  const array = new Int32Array(size);
  array.set(old);
  return array;
}

/**
 * Turns one projection's targets into synapses: draws weight and delay, chooses the cell. A weight below 0 goes to the last cells, as
 * its size where `magnitude` says so. Delays are drawn in 1/65536 of a step and rounded, to 1 step at least.
 */
export class SynapseDraw {
  /** `firstCell`, `lastCell`: cells of target 0 for weights of 0 or more and for those below. */
  constructor(
    readonly weight: SpecDraw,
    readonly delay: SpecDraw,
    private readonly firstCell: number,
    private readonly lastCell: number,
    private readonly magnitude: boolean,
  ) {}

  /** True if no synapse looks at its random words. */
  get fixed(): boolean {
    return this.weight.fixed && this.delay.fixed;
  }

  /**
   * Appends the synapse onto target `target` (index in its population). The row must have room. `word1` and `word2` are words 1 and 2
   * of the synapse's random block (item, block); `ordinal` indexes array weights and delays.
   */
  add(row: Row, target: number, word1: number, word2: number, item: number, block: number, ordinal: number): void {
    const weight = this.weight.at(word1, item, block, ordinal);
    const delay = (this.delay.at(word2, item, block, ordinal) + 0x8000) >> 16;
    const n = row.length++;
    row.cell[n] = (weight < 0 ? this.lastCell : this.firstCell) + target;
    row.weight[n] = weight < 0 && this.magnitude ? -weight : weight;
    row.delay[n] = delay < 1 ? 1 : delay;
  }

  /** Appends the synapses onto `n` targets, whose blocks are (item, block), (item, block + 1) ... with their words in `words`. */
  addRun(row: Row, targets: Int32Array, n: number, words: Int32Array, item: number, block: number, ordinal: number): void {
    const at = row.length;
    const { cell, weight, delay } = row;
    const { firstCell, lastCell, magnitude } = this;
    this.weight.fill(weight, at, n, words, item, block, ordinal);
    this.delay.fill(delay, at, n, words, item, block, ordinal);
    for (let k = 0; k < n; k++) {
      const w = weight[at + k];
      cell[at + k] = (w < 0 ? lastCell : firstCell) + targets[k];
      if (w < 0 && magnitude) weight[at + k] = -w;
      const steps = (delay[at + k] + 0x8000) >> 16;
      delay[at + k] = steps < 1 ? 1 : steps;
    }
    row.length = at + n;
  }
}

/** Synapses of a row that are drawn together, at most: what they need stays in the first cache. */
export const RUN = 256;

/**
 * Misses before the next hit of a row of `pairwise_bernoulli`: the largest g with word < (1 - p)^g. `powers[i]` is (1 - p)^(2^i) in
 * units of 2^-32.
 */
export function gap(word: number, powers: Float64Array): number {
  let g = 0;
  let product = 2 ** 32;
  for (let i = powers.length - 1; i >= 0; i--) {
    const next = product === 2 ** 32 ? powers[i] : mulhi(product, powers[i]) >>> 0;
    if (word >= next) continue;
    product = next;
    g += 2 ** i;
  }
  return g;
}
