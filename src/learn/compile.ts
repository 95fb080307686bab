import { InputError } from "../errors.ts";
import type { ProgramBuffer, Stage } from "../plan/program.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { checkOutput, checkTraining } from "./check.ts";
import { type DataSet, packed } from "./data.ts";
import { encode, encodedSteps, levelsOf } from "./encoders.ts";
import { type EpochRecord, epochRecord } from "./epoch-record.ts";
import { hits } from "./kernels/hits.ts";
import { penalise } from "./kernels/penalise.ts";
import { spikeSums } from "./kernels/spike_sums.ts";
import { loss } from "./losses.ts";
import { record } from "./network.ts";
import { optimiserOf } from "./optimisers.ts";
import { buffersOf, given, inOrder, sequencesOf } from "./sequences.ts";
import type { Recording, Tensor } from "./tensor.ts";
import { inParts, type Learning, type Means, TRAIN, type Training } from "./training.ts";
import type { Pass, TrainingSpec } from "./training-spec.ts";

/** Training on labelled examples. A test is named by whether its thresholds are hard. */
export interface Classes extends Learning {
  readonly spec: TrainingSpec;
  readonly pass: Pass;
  readonly test: boolean;
  readonly record: EpochRecord;
}

type SetName = "train" | "test";

/**
 * Makes the program of a training: a sequence for a batch of each kind of pass, and for each part of one alone.
 * @throws InputError for what `checkTraining` finds, shapes that do not chain, and a budget that is too small
 */
export function compileTraining(spec: TrainingSpec, data: DataSet): Training<Classes> {
  checkTraining(spec, data);
  return inParts(spec, (parts) => compileParts(spec, data, parts));
}

function compileParts(spec: TrainingSpec, data: DataSet, parts: number): Training<Classes> {
  const { batch: whole, steps, seed, encoder, truncate = steps } = spec;
  const batch = whole / parts;
  const network = record(spec.network, { steps, batch, truncate }, encodedSteps(encoder, steps), seed);
  const { recording, input, output, votes, outputs } = network;
  checkOutput(output, spec, data);
  const optimiser = optimiserOf(spec.optimiser, recording);
  const through = (set: SetName, hard: boolean) => (part: BatchPart) => [
    encode(encoder, set, part, seed, input),
    ...recording.forward(hard),
    loss(spec.loss, set, part, output),
    hitsOf(set, part, votes),
    ...sums(recording, part),
  ];
  const penalties = penaltiesOf(recording, output, spec.sparsity ?? 0);
  const back = (part: BatchPart) => recording.backward((spikes) => penaltyOn(spikes, penalties[recording.spiking.indexOf(spikes)], part));
  const sequences = sequencesOf({
    ...{ batch: whole, parts, back, optimiser, layers: recording.spiking.length },
    through: { [TRAIN]: through("train", false), test: through("test", false), "test hard": through("test", true) },
  });
  const [learnt, tested] = [data.train.labels.length, data.test.labels.length];
  const buffers = {
    ...buffersOf(whole, [learnt, tested], recording, optimiser),
    ...examplesOf(data),
    levels: given(levelsOf(encoder, steps)),
  };
  const test = { examples: tested, work: 1, over: " over the test set", outputs };
  return {
    ...{ program: { buffers, sequences }, recording, optimiser, parts, tests: [false, true] },
    // A step back costs about two steps forward.
    passes: { [TRAIN]: { examples: learnt, work: 3, over: "", outputs }, test, "test hard": test },
    passOf: (hard) => (hard ? "test hard" : "test"),
    resultOf: (means) => resultOf(means, penalties),
    recordOf: (frame, learnt, tests) => epochRecord(frame, learnt, tests, (spec.sparsity ?? 0) > 0),
  };
}

function resultOf({ loss, hits: accuracy, examples, rates, losses }: Means, penalties: readonly number[]): Pass {
  const penalty = rates.reduce((sum, rate, layer) => sum + penalties[layer] * rate, 0);
  return { loss, penalty, accuracy, examples, rates, losses };
}

/** Whether the class that a part's votes decide for is the label's. */
function hitsOf(set: SetName, part: BatchPart, { steps, features: classes, name }: Tensor): Stage {
  const buffers = { clock: "clock", order: `${set}.order`, labels: `${set}.labels`, votes: name, hits: "hits" };
  return hits("hits", { ...part, steps, classes }, buffers);
}

/** Each layer's share of the penalty's weight: none for the last one, whose spikes are the answer. */
function penaltiesOf({ spiking }: Recording, output: Tensor, sparsity: number): number[] {
  const hidden = spiking.filter(({ grad }) => grad !== output.grad);
  if (sparsity > 0 && hidden.length === 0)
    throw new InputError("sparsity", sparsity, "there are no neurons but the last layer's, which are the answer; leave it out");
  return spiking.map((spikes) => (hidden.includes(spikes) ? sparsity / hidden.length : 0));
}

/** Adds the gradient of a layer's penalty. */
function penaltyOn({ name, steps, features, grad }: Tensor, weight: number, part: BatchPart): Stage[] {
  if (weight === 0) return [];
  const shape = { ...part, steps, features, amount: weight / (steps * features) };
  return [penalise(`penalty on ${name}`, shape, { clock: "clock", grad: grad as string })];
}

/** Counts the spikes of a part's layers. */
function sums({ spiking }: Recording, { whole, first }: BatchPart): Stage[] {
  return spiking.map(({ name, steps, batch, features }, layer) =>
    spikeSums(`spikes of ${name}`, { steps, batch, features, out_at: layer * whole + first }, { spikes: name, sums: "spikes" }),
  );
}

/** The examples, and the order of those that are not shuffled. */
function examplesOf({ train, test }: DataSet): Record<string, ProgramBuffer> {
  return {
    "train.pixels": given(packed(train.pixels)),
    "train.labels": given(Uint32Array.from(train.labels)),
    "test.pixels": given(packed(test.pixels)),
    "test.labels": given(Uint32Array.from(test.labels)),
    "test.order": given(inOrder(test.labels.length)),
  };
}
