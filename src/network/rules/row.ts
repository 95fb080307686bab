import type { Draw } from "./draw.ts";

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
 * Turns one projection's targets into synapses: draws weight and delay, chooses the receptor. `word1` and `word2` are words 1 and 2
 * of the synapse's random block (item, block); `ordinal` indexes array weights and delays.
 */
export class Synapses {
  private readonly firstCell: number;
  private readonly lastCell: number;

  /** `receptor` undefined: the sign chooses between the first and the last. `magnitude`: the last receptor takes the size of a negative weight. */
  constructor(
    readonly weight: Draw,
    readonly delay: Draw,
    firstNeuron: number,
    neurons: number,
    receptor: number | undefined,
    receptors: number,
    private readonly magnitude: boolean,
  ) {
    this.firstCell = (receptor ?? 0) * neurons + firstNeuron;
    this.lastCell = (receptor ?? receptors - 1) * neurons + firstNeuron;
  }

  /** True if no synapse looks at its random words. */
  get fixed(): boolean {
    return this.weight.fixed && this.delay.fixed;
  }

  /** Appends the synapse onto target `target` (index in its population). The row must have room. */
  add(row: Row, target: number, word1: number, word2: number, item: number, block: number, ordinal: number): void {
    const weight = this.weight.at(word1, item, block, ordinal);
    const delay = (this.delay.at(word2, item, block, ordinal) + 0x8000) >> 16;
    const n = row.length++;
    row.cell[n] = (weight < 0 ? this.lastCell : this.firstCell) + target;
    row.weight[n] = weight < 0 && this.magnitude ? -weight : weight;
    row.delay[n] = delay < 1 ? 1 : delay;
  }
}
