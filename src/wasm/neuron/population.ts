import { CALL_NEURON_STEPS, DRIVE_AT, REMAINDER_AT, SPIKES_AT } from "../thread-scratch.ts";
import type { Run } from "./model.ts";
import type { Placement } from "./placement.ts";
import { Remainder } from "./remainder.ts";

/** A population on the compiled loop of its model. Populations of one thread share its scratch memory: they take turns. */
export class CompiledPopulation {
  /** Queue entries that `advance` has written. */
  readonly spikes: Uint32Array;
  /** pA into the neurons that are advanced next, step by step, as many a step as are advanced. */
  readonly drive: Float32Array;
  /** Set where a state was found outside the finite range. */
  runaway = false;
  private readonly remainder: Remainder | undefined;

  /** @param scratch where SCRATCH_BYTES of the memory are its own to use, in bytes */
  constructor(
    private readonly run: Run,
    memory: WebAssembly.Memory,
    private readonly scratch: number,
    private readonly at: Placement,
  ) {
    const { buffer } = memory;
    this.spikes = new Uint32Array(buffer, scratch + SPIKES_AT, CALL_NEURON_STEPS);
    this.drive = new Float32Array(buffer, scratch + DRIVE_AT, CALL_NEURON_STEPS);
    if (at.count % 4 !== 0) this.remainder = new Remainder(memory, at, (scratch + REMAINDER_AT) / 4);
  }

  /**
   * Carries neurons [from, to) through steps `k` to `k + steps` of the window, the first of them due in ring slot `slot`. Both borders
   * are multiples of 4 or the population's end; (to - from) * steps is at most CALL_NEURON_STEPS. @returns the number of spikes
   */
  advance(from: number, to: number, slot: number, k: number, steps: number): number {
    const { at, remainder, scratch } = this;
    const end = to === at.count && remainder ? remainder.from : to;
    const slotBytes = 4 * at.cells;
    const drive = scratch + DRIVE_AT;
    const list = scratch + SPIKES_AT;
    const entry = k * 2 ** at.neuronBits + at.first;
    let spikes = 0;
    if (end > from) {
      const ring = at.ring + slot * slotBytes;
      const last = at.ring + (at.slots - 1) * slotBytes;
      const rest = [drive - 4 * from, 4 * (to - from), steps, at.quantum, entry, at.neuronBits, list] as const;
      const result = this.run(
        at.params,
        at.state,
        at.count,
        from,
        end,
        ring,
        last,
        at.slots * slotBytes,
        slotBytes,
        4 * at.neurons,
        ...rest,
      );
      spikes = this.number(result);
    }
    if (!remainder || end === to) return spikes;
    remainder.load(slot, steps, drive / 4 + end - from, to - from);
    const ring = 4 * remainder.ring;
    const bytes = 16 * at.receptors;
    const rest = [4 * remainder.drive, 16, steps, at.quantum, entry + remainder.from, at.neuronBits, list + 4 * spikes] as const;
    const result = this.run(
      4 * remainder.params,
      4 * remainder.state,
      4,
      0,
      remainder.neurons,
      ring,
      ring + (steps - 1) * bytes,
      steps * bytes,
      bytes,
      16,
      ...rest,
    );
    remainder.store();
    return spikes + this.number(result);
  }

  private number(result: number): number {
    if (result >= 0) return result;
    this.runaway = true;
    return ~result;
  }
}
