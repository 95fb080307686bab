import { STRETCH_BYTES } from "../plasticity/catch-up.ts";
import type { Run } from "./model.ts";
import { STAGE_BYTES, Stage } from "./stage.ts";

/** Neuron-steps one call may cover: bounds the lists of spikes and drive, and keeps what it works on in the caches. */
export const CALL_NEURON_STEPS = 16384;

const SPIKES_BYTES = 4 * CALL_NEURON_STEPS;
const DRIVE_BYTES = 4 * CALL_NEURON_STEPS;
const WORDS_BYTES = 4 * CALL_NEURON_STEPS;

/** Where in the scratch memory there is room for CALL_NEURON_STEPS random words. */
export const WORDS_AT = SPIKES_BYTES + DRIVE_BYTES;

/** Where there are STRETCH_BYTES for the loops over plastic synapses. */
export const STRETCH_AT = SPIKES_BYTES + DRIVE_BYTES + WORDS_BYTES + STAGE_BYTES;

/** Bytes a thread's compiled twins need of the memory beside the buffers. */
export const SCRATCH_BYTES = STRETCH_AT + STRETCH_BYTES;

/** Where a population lies in the memory; addresses in bytes, those of its neuron 0. */
export interface Placement {
  readonly params: number;
  readonly state: number;
  /** Receptor 0 of ring slot 0. */
  readonly ring: number;
  readonly slots: number;
  /** Cells of a ring slot, and of one of its receptors. */
  readonly cells: number;
  readonly neurons: number;
  readonly count: number;
  /** Parameter fields: whether each has one value a neuron, and how many scalars and arrays come before it. */
  readonly fields: readonly { readonly array: boolean; readonly scalars: number; readonly before: number }[];
  readonly stateFields: number;
  readonly receptors: number;
  readonly quantum: number;
  /** Global index of neuron 0, and the bits of one in a queue entry. */
  readonly first: number;
  readonly neuronBits: number;
}

/** A population on the compiled loop of its model. Populations of one thread share its scratch memory: they take turns. */
export class CompiledPopulation {
  /** Queue entries that `advance` has written. */
  readonly spikes: Uint32Array;
  /** pA into the neurons that are advanced next, step by step, as many a step as are advanced. */
  readonly drive: Float32Array;
  /** Set where a state was found outside the finite range. */
  runaway = false;
  private readonly stage: Stage | undefined;

  /** @param scratch where SCRATCH_BYTES of the memory are its own to use, in bytes */
  constructor(
    private readonly run: Run,
    memory: WebAssembly.Memory,
    private readonly scratch: number,
    private readonly at: Placement,
  ) {
    const { buffer } = memory;
    this.spikes = new Uint32Array(buffer, scratch, CALL_NEURON_STEPS);
    this.drive = new Float32Array(buffer, scratch + SPIKES_BYTES, CALL_NEURON_STEPS);
    if (at.count % 4 !== 0) this.stage = new Stage(memory, at, (scratch + SPIKES_BYTES + DRIVE_BYTES + WORDS_BYTES) / 4);
  }

  /**
   * Carries neurons [from, to) through steps `k` to `k + steps` of the window, the first of them due in ring slot `slot`. Both borders
   * are multiples of 4 or the population's end; (to - from) * steps is at most CALL_NEURON_STEPS. @returns the number of spikes
   */
  advance(from: number, to: number, slot: number, k: number, steps: number): number {
    const { at, stage, scratch } = this;
    const end = to === at.count && stage ? stage.from : to;
    const slotBytes = 4 * at.cells;
    const drive = scratch + SPIKES_BYTES;
    const entry = k * 2 ** at.neuronBits + at.first;
    let spikes = 0;
    if (end > from) {
      const ring = at.ring + slot * slotBytes;
      const last = at.ring + (at.slots - 1) * slotBytes;
      const rest = [drive - 4 * from, 4 * (to - from), steps, at.quantum, entry, at.neuronBits, scratch] as const;
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
    if (!stage || end === to) return spikes;
    stage.load(slot, steps, drive / 4 + end - from, to - from);
    const ring = 4 * stage.ring;
    const bytes = 16 * at.receptors;
    const rest = [4 * stage.drive, 16, steps, at.quantum, entry + stage.from, at.neuronBits, scratch + 4 * spikes] as const;
    const result = this.run(
      4 * stage.params,
      4 * stage.state,
      4,
      0,
      stage.neurons,
      ring,
      ring + (steps - 1) * bytes,
      steps * bytes,
      bytes,
      16,
      ...rest,
    );
    stage.store();
    return spikes + this.number(result);
  }

  private number(result: number): number {
    if (result >= 0) return result;
    this.runaway = true;
    return ~result;
  }
}
