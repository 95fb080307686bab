import { normalQ26 } from "../lib/normal.ts";
import { type PoissonTable, poissonCount, poissonLookup, poissonTable } from "../lib/poisson.ts";
import { Descriptor, ENTRY_WORDS, InputKind } from "./tables.ts";

const f = Math.fround;
const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The float32 with these bits. */
export function floatOf(word: number): number {
  bits[0] = word;
  return floats[0];
}

/** Draws the words of consecutive items: PhiloxWords of src/wasm, or the twin's own. */
export interface ItemWords {
  readonly words: Int32Array;
  items(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void;
}

/** Neurons of a population whose inputs of one step are gathered. */
interface Intake {
  /** Indices in the population, `lo` a multiple of 4. */
  readonly lo: number;
  readonly hi: number;
  /** Due slot of each receptor; neuron `lo` is at `lo - base`. */
  readonly arrivals: readonly Int32Array[];
  readonly base: number;
  /** pA of each neuron; neuron `lo` is at `driveAt`. */
  readonly drive: Float32Array;
  readonly driveAt: number;
}

/** Adds a population's inputs of one step to the due slot of the ring and to the drive, as `gather` of shaders/lib/advance.wgsl does. */
export class Inputs {
  /** Whether there is a current that changes in time. */
  readonly driven: boolean;
  readonly count: number;
  private readonly means = new Map<number, PoissonTable>();
  private readonly low: number;
  private readonly high: number;
  /** How many currents stay during a window, and `cursors` as those float32 currents. */
  private readonly steady: number;
  private currents: Float32Array = new Float32Array(0);

  /** @param at the population's descriptor in `tables` */
  constructor(
    private readonly tables: Uint32Array,
    private readonly at: number,
    private readonly random: ItemWords,
  ) {
    this.count = tables[at + Descriptor.inputCount];
    this.low = tables[at + Descriptor.seedLow];
    this.high = tables[at + Descriptor.seedHigh];
    this.steady = tables[at + Descriptor.steadyCount];
    const kinds = Array.from({ length: this.count }, (_, k) => tables[this.entry(k)]);
    this.driven = this.steady > 0 || kinds.some((kind) => kind >= InputKind.step_current);
  }

  gather(to: Intake, cursors: Uint32Array, step: number): void {
    if (this.driven) to.drive.fill(0, to.driveAt, to.driveAt + to.hi - to.lo);
    if (this.steady > 0) this.still(to, cursors);
    for (let k = 0; k < this.count; k++) {
      const at = this.entry(k);
      switch (this.tables[at]) {
        case InputKind.poisson:
          this.poisson(to, at, step);
          break;
        case InputKind.spikes:
          this.spikes(to, cursors, at, step);
          break;
        case InputKind.step_current:
          this.stepCurrent(to, at, step);
          break;
        default:
          this.noise(to, at, step);
      }
    }
  }

  private entry(k: number): number {
    return this.tables[this.at + Descriptor.inputs] + ENTRY_WORDS * k;
  }

  private poisson(to: Intake, at: number, step: number): void {
    const { tables } = this;
    const arrivals = to.arrivals[tables[at + 1]];
    const weight = tables[at + 2] | 0;
    const means = tables[at + 3];
    const stream = tables[at + 5];
    if (tables[at + 4] === 0) {
      const table = this.means.get(at) ?? poissonTable(tables[means + 1], tables[means + 2]);
      this.means.set(at, table);
      for (let part = 0; part < tables[means]; part++)
        countsAlike(arrivals, to.lo - to.base, this.draw(to, part, stream, step), to.hi - to.lo, table, weight);
      return;
    }
    let parts = 0;
    for (let i = to.lo; i < to.hi; i++) parts = Math.max(parts, tables[means + 3 * i]);
    for (let part = 0; part < parts; part++) {
      const words = this.draw(to, part, stream, step);
      for (let i = to.lo; i < to.hi; i++) {
        const mean = means + 3 * i;
        if (part < tables[mean])
          arrivals[i - to.base] += Math.imul(poissonCount(words[i - to.lo], tables[mean + 1], tables[mean + 2]), weight);
      }
    }
  }

  private spikes(to: Intake, cursors: Uint32Array, at: number, step: number): void {
    const { tables } = this;
    const arrivals = to.arrivals[tables[at + 1]];
    const weight = tables[at + 2] | 0;
    const rows = tables[at + 3];
    const steps = tables[at + 4];
    const cursor = tables[at + 5];
    for (let i = to.lo; i < to.hi; i++) {
      const end = tables[rows + i + 1];
      let next = cursors[cursor + i];
      for (; next < end && tables[steps + next] <= step; next++) if (tables[steps + next] === step) arrivals[i - to.base] += weight;
      cursors[cursor + i] = next;
    }
  }

  private stepCurrent(to: Intake, at: number, step: number): void {
    const { tables } = this;
    let low = 0;
    let high = tables[at + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tables[tables[at + 2] + middle] <= step) low = middle + 1;
      else high = middle;
    }
    const amplitude = low === 0 ? 0 : floatOf(tables[tables[at + 3] + low - 1]);
    const { drive, driveAt } = to;
    const end = driveAt + to.hi - to.lo;
    for (let n = driveAt; n < end; n++) drive[n] += amplitude;
  }

  /** Adds the currents that stay during a window. */
  private still({ lo, hi, drive, driveAt }: Intake, cursors: Uint32Array): void {
    if (this.currents.buffer !== cursors.buffer || this.currents.byteOffset !== cursors.byteOffset)
      this.currents = new Float32Array(cursors.buffer, cursors.byteOffset, cursors.length);
    const { currents, tables, at } = this;
    const count = hi - lo;
    for (let k = 0; k < this.steady; k++) {
      const first = tables[tables[at + Descriptor.steady] + k] + lo;
      for (let n = 0; n < count; n++) drive[driveAt + n] += currents[first + n];
    }
  }

  private noise(to: Intake, at: number, step: number): void {
    const { tables } = this;
    const mean = floatOf(tables[at + 1]);
    const std = floatOf(tables[at + 2]);
    const words = this.draw(to, 0, tables[at + 4], Math.floor(step / tables[at + 3]));
    const { drive, driveAt } = to;
    const count = to.hi - to.lo;
    for (let n = 0; n < count; n++) {
      const z = f(f(normalQ26(words[n])) * 2 ** -26);
      drive[driveAt + n] += f(mean + f(std * z));
    }
  }

  /** Word n is neuron lo + n's: four neurons share a block. */
  private draw({ lo, hi }: Intake, block: number, stream: number, step: number): Int32Array {
    this.random.items(this.low, this.high, lo >> 2, block, stream, step, (hi - lo + 3) >> 2);
    return this.random.words;
  }
}

/** Adds Poisson counts of one mean, by table, to `count` cells from `first` on. */
function countsAlike(cells: Int32Array, first: number, words: Int32Array, count: number, table: PoissonTable, weight: number): void {
  for (let n = 0; n < count; n++) {
    const k = poissonLookup(words[n], table);
    if (k !== 0) cells[first + n] += Math.imul(k, weight);
  }
}
