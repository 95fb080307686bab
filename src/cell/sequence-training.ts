/** Training a cell to say one thing of each sequence: what it takes, what comes out, and its program. */
import { checkSettings } from "../learn/check.ts";
import { layerDice } from "../learn/dice.ts";
import { hits } from "../learn/kernels/hits.ts";
import { loss } from "../learn/losses.ts";
import { need } from "../learn/needs.ts";
import { optimiserOf } from "../learn/optimisers.ts";
import { buffersOf, given, inOrder, sequencesOf } from "../learn/sequences.ts";
import { Trainer } from "../learn/trainer.ts";
import {
  type EpochFrame,
  inParts,
  type Learning,
  type LossPass,
  type Means,
  TRAIN,
  type Training,
  type TrainingSettings,
} from "../learn/training.ts";
import { refuseOthers } from "../network/names.ts";
import type { Buffers } from "../plan/program.ts";
import type { AdapterChoice } from "../plan/target.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { type CellSpec, checkCell, timeScaleOf } from "./cell-spec.ts";
import { gatherSequences } from "./kernels/gather_sequences.ts";
import { type RecordedReader, recordReader } from "./reader-record.ts";
import { checkLabels, checkSequences, type LabelledSequences, type SequenceData } from "./sequences.ts";

/** Everything that a training's results hang on, as data. */
export interface SequenceTrainingSpec extends TrainingSettings {
  readonly cell: CellSpec;
}

/** What a pass over sequences came to: the loss is the cross-entropy of the classes. */
export interface SequencePass extends LossPass {
  /** Share of sequences whose largest output is the label's. */
  readonly accuracy: number;
}

/** What an epoch on sequences came to. */
export interface SequenceEpochRecord extends EpochFrame {
  /** Mean over the training sequences, each seen before its batch changed the parameters. */
  readonly train_loss: number;
  readonly train_accuracy: number;
  /** Mean over the test sequences, after the epoch. */
  readonly test_loss: number;
  readonly test_accuracy: number;
}

/** Training on labelled sequences; there is one test. */
interface LabelledReading extends Learning {
  readonly spec: SequenceTrainingSpec;
  readonly pass: SequencePass;
  readonly test: "test";
  readonly record: SequenceEpochRecord;
}

export type SequenceTrainer = Trainer<LabelledReading>;

/** @throws InputError for a spec or data that cannot be trained with; NoAdapterError, DeviceError */
export async function sequenceTrainer(
  spec: SequenceTrainingSpec,
  data: SequenceData,
  adapter: AdapterChoice = "auto",
): Promise<SequenceTrainer> {
  return Trainer.of<LabelledReading>(spec, compileSequenceTraining(spec, data), adapter);
}

const SETTINGS: Readonly<Record<keyof SequenceTrainingSpec, true>> = {
  ...{ cell: true, batch: true, parts: true, memory: true, optimiser: true, schedule: true, seed: true },
};

function check(spec: SequenceTrainingSpec, { train, test }: SequenceData): void {
  refuseOthers("", spec, Object.keys(SETTINGS));
  checkSettings(spec);
  checkCell("cell", spec.cell);
  need(spec.cell.cell !== "LTC", "cell.cell", spec.cell.cell, "has no backward pass; train a CfC, LSTM or GRU");
  for (const [place, set] of [["train", train] as const, ["test", test] as const]) {
    checkSequences(place, set, spec.cell.inputs);
    checkLabels(place, set);
  }
  need(test.classes === train.classes, "test.classes", test.classes, `the training set has ${train.classes}; both need the same`);
  need(test.steps === train.steps, "test.steps", test.steps, `the training set has ${train.steps}; pad both to the same`);
}

/**
 * Makes the program of a training: a sequence for a batch of each pass, and for each part of one alone.
 * @throws InputError for a cell, settings or data that cannot be, and a budget that is too small
 */
export function compileSequenceTraining(spec: SequenceTrainingSpec, data: SequenceData): Training<LabelledReading> {
  check(spec, data);
  return inParts(spec, (parts) => compileParts(spec, data, parts));
}

function compileParts(spec: SequenceTrainingSpec, data: SequenceData, parts: number): Training<LabelledReading> {
  const { batch: whole, seed } = spec;
  const { steps, classes } = data.train;
  const size = { steps, batch: whole / parts, truncate: steps };
  const reader = recordReader(spec.cell, classes, size, (part) => layerDice(seed, part));
  const { recording, outputs } = reader;
  const time = timeScaleOf(spec.cell);
  const optimiser = optimiserOf(spec.optimiser, recording);
  const sets = { [TRAIN]: data.train, test: data.test };
  const sequences = sequencesOf({
    ...{ batch: whole, parts, optimiser, layers: 0 },
    through: { [TRAIN]: through("train", data.train, time, reader), test: through("test", data.test, time, reader) },
    back: () => recording.backward(),
  });
  const [learnt, tested] = [data.train.labels.length, data.test.labels.length];
  const buffers: Buffers = {};
  for (const [name, set] of Object.entries(sets)) Object.assign(buffers, sequencesAsBuffers(name, set));
  return {
    program: { buffers: { ...buffers, ...buffersOf(whole, [learnt, tested], recording, optimiser) }, sequences },
    ...{ recording, optimiser, parts, tests: ["test"], passOf: (test) => test, resultOf, recordOf },
    passes: {
      // A step back costs about two steps forward.
      [TRAIN]: { examples: learnt, work: 3, over: "", outputs },
      test: { examples: tested, work: 1, over: " over the test set", outputs },
    },
  };
}

/** How a part of a batch goes forward, and what it came to. */
function through(
  name: "train" | "test",
  { steps, features }: LabelledSequences,
  time_scale: number,
  { recording, output, gathered }: RecordedReader,
) {
  const pass = { clock: "clock", order: `${name}.order`, labels: `${name}.labels` };
  const { clock, order } = pass;
  const set = { lengths: `${name}.lengths`, values: `${name}.values`, times: `${name}.elapsed` };
  return (part: BatchPart) => [
    gatherSequences("sequences", { ...part, steps, features, time_scale }, { clock, order, ...set, ...gathered }),
    ...recording.forward(),
    loss({ loss: "cross_entropy" }, name, part, output),
    hits("hits", { ...part, steps: 1, classes: output.features }, { ...pass, votes: output.name, hits: "hits" }),
  ];
}

function sequencesAsBuffers(name: string, { values, elapsed, lengths, labels }: LabelledSequences): Buffers {
  return {
    [`${name}.values`]: given(values.slice()),
    [`${name}.elapsed`]: given(elapsed.slice()),
    [`${name}.lengths`]: given(lengths.slice()),
    [`${name}.labels`]: given(Uint32Array.from(labels)),
    [`${name}.order`]: given(inOrder(labels.length)),
  };
}

function resultOf({ loss, hits: accuracy, examples, losses }: Means): SequencePass {
  return { loss, accuracy, examples, losses };
}

function recordOf({ epoch, ...frame }: EpochFrame, train: SequencePass, [test]: readonly SequencePass[]): SequenceEpochRecord {
  return {
    ...{ epoch, train_loss: train.loss, train_accuracy: train.accuracy, test_loss: test.loss, test_accuracy: test.accuracy },
    ...frame,
  };
}
