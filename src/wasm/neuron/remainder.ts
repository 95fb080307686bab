import type { Placement } from "./placement.ts";

/** Bytes it takes: for the window of 32 steps and 16 receptors, and some hundred fields. */
export const REMAINDER_BYTES = 32768;
const MOST_STEPS = 32;

/**
 * Room for the last one to three neurons of a population that is no multiple of four: the compiled loop takes whole groups, and next
 * to the last neurons lie values that are not theirs. A population of four, the missing ones copies of the last.
 */
export class Remainder {
  /** Where its parts begin, in words of the memory. */
  readonly params: number;
  readonly state: number;
  readonly ring: number;
  readonly drive: number;
  /** Index of the first of these neurons, and their number. */
  readonly from: number;
  readonly neurons: number;
  /** Its parameters. The memory is that of all populations of a thread. */
  private readonly values: Float32Array;
  private readonly floats: Float32Array;
  private readonly integers: Int32Array;

  /** @param word where it begins, in words of the memory */
  constructor(
    memory: WebAssembly.Memory,
    private readonly at: Placement,
    word: number,
  ) {
    this.floats = new Float32Array(memory.buffer);
    this.integers = new Int32Array(memory.buffer);
    this.neurons = at.count & 3;
    this.from = at.count - this.neurons;
    this.params = word;
    this.state = this.params + 4 * at.fields.length;
    this.ring = this.state + 4 * at.stateFields;
    this.drive = this.ring + 4 * MOST_STEPS * at.receptors;
    this.values = new Float32Array(4 * at.fields.length);
    for (const { array, scalars, before } of at.fields) {
      const place = at.params / 4 + scalars + before * at.count;
      for (let lane = 0; lane < (array ? 4 : 1); lane++)
        this.values[scalars + 4 * before + lane] = this.floats[place + (array ? this.neuron(lane) : 0)];
    }
  }

  /** Whether a population's numbers fit. */
  static holds({ fields, stateFields, receptors }: Placement): boolean {
    return 16 * (fields.length + stateFields + MOST_STEPS * (receptors + 1)) <= REMAINDER_BYTES;
  }

  /** Copies parameters, state, drive (that of the first of them at word `drive`, `driveWords` a step) and ring slots in; empties the slots. */
  load(slot: number, steps: number, drive: number, driveWords: number): void {
    const { at, floats, integers } = this;
    floats.set(this.values, this.params);
    for (let lane = 0; lane < 4; lane++) {
      const i = this.neuron(lane);
      for (let f = 0; f < at.stateFields; f++) floats[this.state + 4 * f + lane] = floats[at.state / 4 + f * at.count + i];
      for (let k = 0; k < steps; k++) {
        floats[this.drive + 4 * k + lane] = floats[drive + k * driveWords + i - this.from];
        for (let q = 0; q < at.receptors; q++)
          integers[this.ring + 4 * (k * at.receptors + q) + lane] = integers[this.cell(slot + k, q, i)];
      }
    }
    for (let i = this.from; i < at.count; i++)
      for (let k = 0; k < steps; k++) for (let q = 0; q < at.receptors; q++) integers[this.cell(slot + k, q, i)] = 0;
  }

  /** Copies the state back. */
  store(): void {
    const { at, floats } = this;
    for (let i = this.from; i < at.count; i++)
      for (let f = 0; f < at.stateFields; f++) floats[at.state / 4 + f * at.count + i] = floats[this.state + 4 * f + i - this.from];
  }

  private neuron(lane: number): number {
    return this.from + Math.min(lane, this.neurons - 1);
  }

  private cell(slot: number, receptor: number, i: number): number {
    const { ring, slots, cells, neurons } = this.at;
    return ring / 4 + (slot % slots) * cells + receptor * neurons + i;
  }
}
