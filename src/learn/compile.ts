import { InputError } from "../errors.ts";
import { type Program, type ProgramBuffer, programBytes, type Stage } from "../plan/program.ts";
import { HISTORY_COLUMNS } from "../twins/dense/tally.ts";
import { type BatchPart, CLOCK_WORDS } from "../twins/lib/batch.ts";
import { checkOutput, checkTraining } from "./check.ts";
import { type DataSet, packed } from "./data.ts";
import { type EncoderSpec, encode, encodedSteps, levelsOf } from "./encoders.ts";
import { hits } from "./kernels/hits.ts";
import { penalise } from "./kernels/penalise.ts";
import { spikeSums } from "./kernels/spike_sums.ts";
import { tally } from "./kernels/tally.ts";
import { tick } from "./kernels/tick.ts";
import { type LossSpec, loss } from "./losses.ts";
import { type NetworkSpec, type RecordedNetwork, record } from "./network.ts";
import { type Optimiser, type OptimiserSpec, optimiserOf } from "./optimisers.ts";
import type { ScheduleSpec } from "./schedules.ts";
import { GRADIENTS, PARAMETERS, type Recording, type Tensor } from "./tensor.ts";

/** Everything that a training's results hang on, as data. */
export interface TrainingSpec {
  readonly network: NetworkSpec;
  /** Time steps of an example. */
  readonly steps: number;
  /** Examples between two changes of the parameters. */
  readonly batch: number;
  /**
   * Parts a batch goes through in, one after another, their gradients added; default 1. It divides `batch`. Results are those of one part up
   * to rounding.
   */
  readonly parts?: number;
  /** Bytes that all buffers together, the data included, may take, in place of `parts`: the fewest parts that fit are chosen. */
  readonly memory?: number;
  /** Steps that a neuron's gradient goes back through, at most `steps`: it is cut between steps t - 1 and t where t is a multiple. Default `steps`. */
  readonly truncate?: number;
  readonly encoder: EncoderSpec;
  readonly loss: LossSpec;
  readonly optimiser: OptimiserSpec;
  /** Default: constant. */
  readonly schedule?: ScheduleSpec;
  /**
   * Weight of a penalty on spikes, added to the loss: it times the mean, over the hidden layers of neurons, of each one's mean spike over
   * steps, examples and neurons (arXiv 2602.11206: lambda, 0.1 there). The last layer is not hidden. Default 0.
   */
  readonly sparsity?: number;
  /** 0 to 2^53 - 1. */
  readonly seed: number;
}

/** A training as a program, and what its host needs to know of it. */
export interface Training {
  readonly program: Program;
  readonly recording: Recording;
  readonly output: Tensor;
  /** Of each layer of neurons: its mean spikes times this are its part of the penalty. */
  readonly penalties: readonly number[];
  readonly optimiser: Optimiser;
  readonly parts: number;
  /** What each layer gives. */
  readonly outputs: RecordedNetwork["outputs"];
}

type SetName = "train" | "test";

/** Passes over a set: one batch of it is one run of the sequence of that name. "test hard" has hard thresholds. */
export type PassName = "train" | "test" | "test hard";

/** The sequence of one part of a batch of a pass alone, without learning. */
export function partName(pass: PassName, part: number): string {
  return `${pass}, part ${part}`;
}

/**
 * Makes the program of a training: a sequence for a batch of each kind of pass, and for each part of one alone.
 * @throws InputError for what `checkTraining` finds, shapes that do not chain, and a budget that is too small
 */
export function compileTraining(spec: TrainingSpec, data: DataSet): Training {
  checkTraining(spec, data);
  const { batch, parts = 1, memory } = spec;
  if (memory === undefined) return compileParts(spec, data, parts);
  let bytes = 0;
  for (let count = 1; count <= batch; count++) {
    if (batch % count !== 0) continue;
    const training = compileParts(spec, data, count);
    bytes = programBytes(training.program);
    if (bytes <= memory) return training;
  }
  throw new InputError("memory", memory, `${bytes} bytes are needed even with one example at a time; give as many, or take fewer examples`);
}

function compileParts(spec: TrainingSpec, data: DataSet, parts: number): Training {
  const { batch: whole, steps, seed, encoder, truncate = steps } = spec;
  const batch = whole / parts;
  const network = record(spec.network, { steps, batch, truncate }, encodedSteps(encoder, steps), seed);
  const { recording, input, output, votes, outputs } = network;
  checkOutput(output, spec, data);
  const optimiser = optimiserOf(spec.optimiser, recording);
  const part = (k: number): BatchPart => ({ whole, batch, first: k * batch });
  const through = (set: SetName, k: number, hard: boolean): Stage[] => [
    encode(encoder, set, part(k), seed, input),
    ...recording.forward(hard),
    loss(spec.loss, set, part(k), output),
    hitsOf(set, part(k), votes),
    ...sums(recording, part(k)),
  ];
  const penalties = penaltiesOf(recording, output, spec.sparsity ?? 0);
  const back = (k: number): Stage[] => [
    ...through("train", k, false),
    ...recording.backward((spikes) => penaltyOn(spikes, penalties[recording.spiking.indexOf(spikes)], part(k))),
  ];
  const numbers = Array.from({ length: parts }, (_, k) => k);
  const counted = tally(
    "tally",
    { whole, layers: recording.spiking.length },
    { losses: "losses", hits: "hits", spikes: "spikes", sizes: "sizes", clock: "clock", history: "history" },
  );
  const next = tick("tick", { batches: 1 }, { clock: "clock" });
  const test = (hard: boolean) => [...numbers.flatMap((k) => through("test", k, hard)), counted, next];
  const sequences = {
    train: [...numbers.flatMap(back), counted, ...optimiser.stages, next],
    test: test(false),
    "test hard": test(true),
    ...Object.fromEntries(
      numbers.flatMap((k) => [
        [partName("train", k), through("train", k, false)],
        [partName("test", k), through("test", k, false)],
        [partName("test hard", k), through("test", k, true)],
      ]),
    ),
  };
  const buffers = { ...recording.buffers, ...optimiser.buffers, ...shared(spec, data, recording, optimiser) };
  return { program: { buffers, sequences }, recording, output, penalties, optimiser, parts, outputs };
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

/** Batches of a pass over `count` examples. */
export function batchesOf(count: number, batch: number): number {
  return Math.ceil(count / batch);
}

function shared(
  { batch, encoder, steps }: TrainingSpec,
  { train, test }: DataSet,
  recording: Recording,
  optimiser: Optimiser,
): Record<string, ProgramBuffer> {
  const layers = recording.spiking.length;
  const batches = Math.max(batchesOf(train.labels.length, batch), batchesOf(test.labels.length, batch));
  const sizes = Float32Array.from(recording.spiking, ({ steps, features }) => steps * features);
  const f32 = (length: number): ProgramBuffer => ({ type: "f32", length });
  const given = (data: Float32Array | Uint32Array): ProgramBuffer => ({
    type: data instanceof Float32Array ? "f32" : "u32",
    length: data.length,
    data,
  });
  return {
    [PARAMETERS]: given(recording.initial()),
    [GRADIENTS]: f32(recording.length),
    clock: given(new Uint32Array(CLOCK_WORDS)),
    rates: f32(optimiser.columns * batchesOf(train.labels.length, batch)),
    levels: given(levelsOf(encoder, steps)),
    losses: f32(batch),
    hits: f32(batch),
    spikes: f32(Math.max(1, layers * batch)),
    sizes: layers > 0 ? given(sizes) : f32(1),
    history: f32(batches * (HISTORY_COLUMNS + layers)),
    "train.pixels": given(packed(train.pixels)),
    "train.labels": given(Uint32Array.from(train.labels)),
    "train.order": given(Uint32Array.from(train.labels, (_, i) => i)),
    "test.pixels": given(packed(test.pixels)),
    "test.labels": given(Uint32Array.from(test.labels)),
    "test.order": given(Uint32Array.from(test.labels, (_, i) => i)),
  };
}
