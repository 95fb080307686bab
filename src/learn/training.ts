/** What every training has, whatever it learns: its settings, its program, its passes. `Trainer` and `trainEpochs` know no more of one. */
import { InputError } from "../errors.ts";
import { type Program, programBytes } from "../plan/program.ts";
import { HISTORY_COLUMNS } from "../twins/dense/tally.ts";
import type { Optimiser, OptimiserSpec } from "./optimisers.ts";
import type { ScheduleSpec } from "./schedules.ts";
import type { Recording } from "./tensor.ts";

/** Settings that every training has. */
export interface TrainingSettings {
  /** Examples between two changes of the parameters. */
  readonly batch: number;
  /**
   * Parts a batch goes through in, one after another, their gradients added; default 1. It divides `batch`. Results are those of one part up
   * to rounding.
   */
  readonly parts?: number;
  /** Bytes that all buffers together, the data included, may take, in place of `parts`: the fewest parts that fit are chosen. */
  readonly memory?: number;
  readonly optimiser: OptimiserSpec;
  /** Default: constant. */
  readonly schedule?: ScheduleSpec;
  /** 0 to 2^53 - 1. */
  readonly seed: number;
}

/** What a pass over a set came to, in any training. */
export interface LossPass {
  /** Mean over the examples, without penalties. */
  readonly loss: number;
  readonly examples: number;
  /** Mean loss of each batch. */
  readonly losses: Float64Array;
}

/** What an epoch's record has in any training. */
export interface EpochFrame {
  /** Counted from 1. */
  readonly epoch: number;
  readonly lr: number;
  /** Training and tests. Absent of epochs before a resumption: a checkpoint keeps no times, so that equal trainings give equal bytes. */
  readonly seconds?: number;
}

/** What kinds of training differ in: the types of their spec and results. */
export interface Learning {
  readonly spec: TrainingSettings;
  /** What a pass comes to. */
  readonly pass: LossPass;
  /** What names a test. */
  readonly test: unknown;
  readonly record: EpochFrame;
}

/** A pass over a set: a run of the sequence of the same name is one batch. */
export interface PassPlan {
  readonly examples: number;
  /** Work of an example, where a step forward is 1. */
  readonly work: number;
  /** For messages: " over the test set", or nothing. */
  readonly over: string;
  /** What each layer gives. */
  readonly outputs: readonly LayerOutput[];
}

/** The buffer of what a layer gives, and the layer as people call it: "2 (Linear)". */
export interface LayerOutput {
  readonly label: string;
  readonly name: string;
}

/** The pass that learns; its order of examples is the buffer `train.order`. */
export const TRAIN = "train";

/** A training as a program, and what its host needs to know of it. */
export interface Training<L extends Learning> {
  readonly program: Program;
  readonly recording: Recording;
  readonly optimiser: Optimiser;
  readonly parts: number;
  /** By name: `TRAIN` and the tests. */
  readonly passes: Readonly<Record<string, PassPlan>>;
  /** The tests of an epoch, in their order. */
  readonly tests: readonly L["test"][];
  /** The pass that a test is. */
  passOf(test: L["test"]): string;
  resultOf(means: Means): L["pass"];
  /** @param tests in the order of `tests` */
  recordOf(frame: EpochFrame, learnt: L["pass"], tests: readonly L["pass"][]): L["record"];
}

/** The sequence of one part of a batch of a pass alone, without learning. */
export function partName(pass: string, part: number): string {
  return `${pass}, part ${part}`;
}

/** Batches of a pass over `count` examples. */
export function batchesOf(count: number, batch: number): number {
  return Math.ceil(count / batch);
}

/** Means over the examples of a pass, of what `tally` has counted. */
export interface Means extends LossPass {
  /** Of `hits`. */
  readonly hits: number;
  /** Of each layer whose spikes are counted. */
  readonly rates: readonly number[];
}

/** @param history rows of `tally`, of so many layers */
export function meansOf(history: Float32Array, batches: number, layers: number): Means {
  const columns = HISTORY_COLUMNS + layers;
  const losses = Float64Array.from({ length: batches }, (_, k) => history[k * columns]);
  const examples = losses.reduce((sum, _, k) => sum + history[k * columns + 2], 0);
  const weighted = (column: number) => losses.reduce((sum, _, k) => sum + history[k * columns + column] * history[k * columns + 2], 0);
  const hits = losses.reduce((sum, _, k) => sum + history[k * columns + 1], 0);
  const rates = Array.from({ length: layers }, (_, layer) => weighted(HISTORY_COLUMNS + layer) / examples);
  return { loss: weighted(0) / examples, hits: hits / examples, examples, rates, losses };
}

/** The training in `parts`, or in as few as fit `memory`. @throws InputError for a budget that is too small */
export function inParts<T extends { readonly program: Program }>(
  { batch, parts = 1, memory }: TrainingSettings,
  compile: (parts: number) => T,
): T {
  if (memory === undefined) return compile(parts);
  let bytes = 0;
  for (let count = 1; count <= batch; count++) {
    if (batch % count !== 0) continue;
    const training = compile(count);
    bytes = programBytes(training.program);
    if (bytes <= memory) return training;
  }
  throw new InputError("memory", memory, `${bytes} bytes are needed even with one example at a time; give as many, or take fewer examples`);
}
