/** The sequences and buffers that every training's program has. */
import type { ProgramBuffer, Stage } from "../plan/program.ts";
import { HISTORY_COLUMNS } from "../twins/dense/tally.ts";
import { type BatchPart, CLOCK_WORDS } from "../twins/lib/batch.ts";
import { tally } from "./kernels/tally.ts";
import { tick } from "./kernels/tick.ts";
import type { Optimiser } from "./optimisers.ts";
import { GRADIENTS, PARAMETERS, type Recording } from "./tensor.ts";
import { batchesOf, partName, TRAIN } from "./training.ts";

/** What passes are made of. */
interface Passes {
  /** Examples of a whole batch, and the parts it goes through in. */
  readonly batch: number;
  readonly parts: number;
  /** Of each pass, how a part goes through, its losses and hits included. */
  readonly through: Readonly<Record<string, (part: BatchPart) => readonly Stage[]>>;
  /** Back again, of the pass that learns. */
  readonly back: (part: BatchPart) => readonly Stage[];
  readonly optimiser: Optimiser;
  /** Layers whose spikes are counted. */
  readonly layers: number;
}

/** A sequence for a batch of each pass, and one for each part of one alone. */
export function sequencesOf({ batch: whole, parts, through, back, optimiser, layers }: Passes): Record<string, readonly Stage[]> {
  const batch = whole / parts;
  const all = Array.from({ length: parts }, (_, k): BatchPart => ({ whole, batch, first: k * batch }));
  const counted = tally(
    "tally",
    { whole, layers },
    { losses: "losses", hits: "hits", spikes: "spikes", sizes: "sizes", clock: "clock", history: "history" },
  );
  const next = tick("tick", { batches: 1 }, { clock: "clock" });
  const sequences: Record<string, readonly Stage[]> = {};
  for (const [name, stages] of Object.entries(through)) {
    const learns = name === TRAIN;
    const gone = all.flatMap((part) => [...stages(part), ...(learns ? back(part) : [])]);
    sequences[name] = [...gone, counted, ...(learns ? optimiser.stages : []), next];
    all.forEach((part, k) => {
      sequences[partName(name, k)] = stages(part);
    });
  }
  return sequences;
}

/**
 * Parameters and gradients, the optimiser's own, and what is counted.
 * @param examples of the training set, then of the others
 */
export function buffersOf(
  batch: number,
  examples: readonly number[],
  recording: Recording,
  optimiser: Optimiser,
): Record<string, ProgramBuffer> {
  const { length: layers } = recording.spiking;
  const [learnt] = examples;
  const batches = batchesOf(Math.max(...examples), batch);
  const sizes = Float32Array.from(recording.spiking, ({ steps, features }) => steps * features);
  return {
    ...recording.buffers,
    ...optimiser.buffers,
    [PARAMETERS]: given(recording.initial()),
    [GRADIENTS]: zeros(recording.length),
    clock: given(new Uint32Array(CLOCK_WORDS)),
    rates: zeros(optimiser.columns * batchesOf(learnt, batch)),
    losses: zeros(batch),
    hits: zeros(batch),
    spikes: zeros(Math.max(1, layers * batch)),
    sizes: layers > 0 ? given(sizes) : zeros(1),
    history: zeros(batches * (HISTORY_COLUMNS + layers)),
    [`${TRAIN}.order`]: given(inOrder(learnt)),
  };
}

const zeros = (length: number): ProgramBuffer => ({ type: "f32", length });

/** A buffer that begins with `data`. */
export function given(data: Float32Array | Uint32Array): ProgramBuffer {
  return { type: data instanceof Float32Array ? "f32" : "u32", length: data.length, data };
}

/** The numbers from 0 on. */
export function inOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}
