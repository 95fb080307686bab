/** Training a Fourier neural operator on fields: what it takes, what comes out, and its program. */
import { InputError } from "../errors.ts";
import { optimiserOf } from "../learn/optimisers.ts";
import { buffersOf, given, inOrder, sequencesOf } from "../learn/sequences.ts";
import { Trainer } from "../learn/trainer.ts";
import { type EpochFrame, inParts, type Learning, type LossPass, type PassPlan, TRAIN, type Training } from "../learn/training.ts";
import type { Buffers } from "../plan/program.ts";
import type { AdapterChoice } from "../plan/target.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { checkFieldTraining } from "./check.ts";
import { examplesOf, type FieldData, type FieldSet, type Normalisation, normalised, placesOf } from "./data.ts";
import { fieldError } from "./kernels/field_error.ts";
import { recordFno } from "./record.ts";
import { type SizedFno, sizedFno } from "./sized.ts";
import type { FieldTrainingSpec } from "./training-spec.ts";

/** What a pass over fields came to. */
export interface FieldPass extends LossPass {
  /** Mean over the examples, whatever the loss is. */
  readonly relative_l2: number;
}

/** What an epoch on fields came to. */
export interface FieldEpochRecord extends EpochFrame {
  /** Mean over the training examples, each seen before its batch changed the parameters. */
  readonly train_loss: number;
  readonly train_relative_l2: number;
  /** Mean over the examples of each test set, after the epoch. */
  readonly tests: Readonly<Record<string, { readonly loss: number; readonly relative_l2: number }>>;
}

/** Training on fields. A test is named as its set is. */
export interface Fields extends Learning {
  readonly spec: FieldTrainingSpec;
  readonly pass: FieldPass;
  readonly test: string;
  readonly record: FieldEpochRecord;
}

export type FieldTrainer = Trainer<Fields>;

/** @throws InputError for a spec or data that cannot be trained with; NoAdapterError, DeviceError */
export async function fieldTrainer(spec: FieldTrainingSpec, data: FieldData, adapter: AdapterChoice = "auto"): Promise<FieldTrainer> {
  return Trainer.of<Fields>(spec, compileFieldTraining(spec, data), adapter);
}

/** The epoch of the lowest relative error on the first test set, the first of equals. */
export function bestFieldEpoch(history: readonly FieldEpochRecord[]): FieldEpochRecord | undefined {
  const errorOf = ({ tests }: FieldEpochRecord) => Object.values(tests)[0].relative_l2;
  return history.reduce<FieldEpochRecord | undefined>(
    (best, record) => (best && errorOf(best) <= errorOf(record) ? best : record),
    undefined,
  );
}

/**
 * Makes the program of a training: a sequence for a batch of each pass, and for each part of one alone.
 * @throws InputError for what `checkFieldTraining` finds, more modes than the training fields have, and a budget that is too small
 */
export function compileFieldTraining(spec: FieldTrainingSpec, data: FieldData): Training<Fields> {
  checkFieldTraining(spec, data);
  return inParts(spec, (parts) => compileParts(spec, data, parts));
}

const passOf = (test: string) => `test ${test}`;

function compileParts(spec: FieldTrainingSpec, data: FieldData, parts: number): Training<Fields> {
  const { model, batch: whole, seed } = spec;
  const batch = whole / parts;
  const { in_channels } = model;
  const learnt = recordFno(model, { sizes: data.train.sizes, batch }, seed);
  const { recording } = learnt;
  const optimiser = optimiserOf(spec.optimiser, recording);
  const sized: Record<string, SizedFno> = { [named(data.train.sizes)]: sizedFno(learnt, in_channels, "", true) };
  const sets = { [TRAIN]: data.train, ...Object.fromEntries(Object.entries(data.tests).map(([test, set]) => [passOf(test), set])) };
  for (const { sizes } of Object.values(sets))
    sized[named(sizes)] ??= sizedFno(recordFno(model, { sizes, batch, coarse: true }), in_channels, `${named(sizes)}/`, false);
  const sequences = sequencesOf({
    ...{ batch: whole, parts, optimiser, layers: 0 },
    through: Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, through(spec, name, set, sized[named(set.sizes)])])),
    back: () => recording.backward(),
  });
  const examples = Object.values(sets).map(examplesOf);
  const names = Object.keys(data.tests);
  const buffers: Buffers = { scales: given(scalesOf(spec)) };
  for (const { buffers: own } of Object.values(sized)) Object.assign(buffers, own);
  for (const [name, set] of Object.entries(sets)) Object.assign(buffers, fieldsOf(name, set, spec.normalisation));
  return {
    ...{ program: { buffers: { ...buffers, ...buffersOf(whole, examples, recording, optimiser) }, sequences } },
    ...{ recording, optimiser, parts, tests: names, resultOf },
    passes: Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, planOf(name, set, sized[named(set.sizes)])])),
    passOf: (test) => {
      if (!names.includes(test)) throw new InputError("test", test, `one of ${names.join(", ")}`);
      return passOf(test);
    },
    recordOf: (frame, train, tests) => recordOf(names, frame, train, tests),
  };
}

/** "16x16". */
const named = (sizes: readonly number[]) => sizes.join("x");

/** How a part of a batch goes forward, and what it came to. */
function through({ model: { out_channels }, loss }: FieldTrainingSpec, name: string, { sizes }: FieldSet, fno: SizedFno) {
  const shape = { places: placesOf(sizes), channels: out_channels, squared: loss.loss === "mse" ? 1 : 0 };
  const buffers = {
    ...{ clock: "clock", order: `${name}.order`, targets: `${name}.targets`, scales: "scales" },
    ...{ outputs: fno.output.name, grad_outputs: fno.output.grad, losses: "losses", relatives: "hits" },
  };
  return (part: BatchPart) => [...fno.through(name, part), fieldError("loss", { ...shape, ...part }, buffers)];
}

function planOf(name: string, set: FieldSet, { outputs }: SizedFno): PassPlan {
  const learns = name === TRAIN;
  // A step back costs about two steps forward.
  const work = (learns ? 3 : 1) * placesOf(set.sizes);
  return { examples: examplesOf(set), work, over: learns ? "" : ` over the ${name.replace("test", "test set")}`, outputs };
}

/** What outputs are multiplied by, then what is added, channel by channel. */
function scalesOf({ model: { out_channels }, normalisation }: FieldTrainingSpec): Float32Array {
  const { mean, std } = normalisation?.outputs ?? { mean: [], std: [] };
  return Float32Array.from({ length: 2 * out_channels }, (_, i) => (i % 2 === 0 ? (std[i / 2] ?? 1) : (mean[(i - 1) / 2] ?? 0)));
}

function fieldsOf(name: string, set: FieldSet, normalisation: Normalisation | undefined): Buffers {
  return {
    [`${name}.inputs`]: given(normalisation ? normalised(set.inputs, normalisation.inputs) : set.inputs),
    [`${name}.targets`]: given(set.targets),
    [`${name}.order`]: given(inOrder(examplesOf(set))),
  };
}

function resultOf({ loss, hits: relative_l2, examples, losses }: LossPass & { readonly hits: number }): FieldPass {
  return { loss, relative_l2, examples, losses };
}

function recordOf(
  names: readonly string[],
  { epoch, ...frame }: EpochFrame,
  train: FieldPass,
  tests: readonly FieldPass[],
): FieldEpochRecord {
  return {
    epoch,
    train_loss: train.loss,
    train_relative_l2: train.relative_l2,
    tests: Object.fromEntries(names.map((name, k) => [name, { loss: tests[k].loss, relative_l2: tests[k].relative_l2 }])),
    ...frame,
  };
}
