/** What examples, studies and `galvani train` share that train Fourier neural operators. */
import { InputError } from "../../src/errors.ts";
import { trainEpochs } from "../../src/learn/epochs.ts";
import type { FieldData, FieldSet } from "../../src/operator/data.ts";
import { examplesOf, placesOf } from "../../src/operator/data.ts";
import { FNO } from "../../src/operator/fno.ts";
import { type FieldEpochRecord, fieldTrainer } from "../../src/operator/training.ts";
import type { FieldTrainingSpec } from "../../src/operator/training-spec.ts";
import { type FieldCase, type FieldNames, fieldCases } from "../../src/view/field-cases.ts";
import { errorPlot, errorText } from "../../src/view/operator-report.ts";
import type { Bench, Figure } from "../example.ts";
import { figureOf } from "./figures.ts";

/** What a training hangs on, besides files. */
export interface OperatorSettings {
  /** Fields to learn from. */
  readonly fields: number;
  /** Channels between lifting and projection. */
  readonly width: number;
  /** Frequencies kept, 0 included, as the FNO's paper counts them: along all but the last axis also as many negative ones. */
  readonly modes: number;
  /** Blocks. */
  readonly layers: number;
  readonly epochs: number;
  readonly batch: number;
  readonly lr: number;
  readonly seed: number;
  readonly schedule: "constant" | "cosine";
}

/** What is asked for when a problem's data is read or made. */
export interface ProblemWanted {
  readonly folder: string | undefined;
  readonly fields: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** @param share of it done, 0 to 1 */
  onProgress(share: number): void;
}

/** A problem that an operator learns. */
export interface Problem {
  /** One line for people. */
  readonly about: string;
  /** What is taken where nothing is given. */
  readonly settings: OperatorSettings;
  readonly names: FieldNames;
  /** Points along each axis of the fields that are learnt from. */
  readonly sizes: readonly number[];
  /** What the folder with its data must hold; absent where the data is made. */
  readonly files?: string;
  /** @throws InputError at `data` and `fields`; the signal's reason */
  data(wanted: ProblemWanted): Promise<FieldData>;
  spec(settings: OperatorSettings, data: FieldData): FieldTrainingSpec;
}

/** Modes as neuraloperator counts them, of so many frequencies along each of so many axes. */
export function modesOf(frequencies: number, axes: number): number[] {
  return Array.from({ length: axes }, (_, d) => (d < axes - 1 ? 2 * frequencies : Math.max(1, 2 * frequencies - 2)));
}

/** @throws InputError at `--modes` for more frequencies than fields of a size have */
export function checkModes(modes: number, sizes: readonly number[]): void {
  const most = Math.min(...sizes.map((n) => Math.floor(n / 2) + (sizes.length === 1 ? 1 : 0)));
  if (modes > most)
    throw new InputError("--modes", modes, `fields of ${sizes.join(" x ")} points have ${most} at most; give as many or fewer`);
}

/** Settings at a scale: the share of the epochs, and below 1 of the fields too. */
export function scaled(settings: OperatorSettings, scale: number): OperatorSettings {
  const share = (count: number, of: number) => Math.max(1, Math.round(count * of));
  return { ...settings, fields: share(settings.fields, Math.min(1, scale)), epochs: share(settings.epochs, scale) };
}

/** An operator that has learnt. */
export interface Learnt {
  readonly spec: FieldTrainingSpec;
  readonly history: readonly FieldEpochRecord[];
  /** The flat buffer. */
  readonly parameters: Float32Array;
  /** s */
  readonly seconds: number;
}

/** Trains for a study. @throws the bench's signal's reason, and what trainers throw */
export async function learn(spec: FieldTrainingSpec, data: FieldData, epochs: number, bench: Bench): Promise<Learnt> {
  const { adapter, signal } = bench;
  const started = performance.now();
  const trainer = await fieldTrainer(spec, data, adapter);
  try {
    bench.ran(trainer.executor);
    let last = "";
    const history = await trainEpochs(trainer, {
      epochs,
      signal,
      onProgress: ({ epoch, share }) => bench.progress((epoch - 1 + share) / epochs, `training: epoch ${epoch} of ${epochs}${last}`),
      onEpoch: (records) => {
        const { train_relative_l2, tests } = records[records.length - 1]!;
        const [first] = Object.entries(tests);
        last = `, relative L2 ${errorText(train_relative_l2)}, test ${errorText(first![1].relative_l2)}`;
      },
    });
    const { parameters } = await trainer.state();
    return { spec, history, parameters, seconds: (performance.now() - started) / 1000 };
  } finally {
    trainer.destroy();
  }
}

/** What an operator makes of the first so many cases of a set; on the `cpu` executor: for so few another device is not worth opening. */
export async function casesOf(
  { spec, parameters }: Pick<Learnt, "spec" | "parameters">,
  set: FieldSet,
  wanted: number,
): Promise<FieldCase[]> {
  const { sizes, inputs, targets } = set;
  const count = Math.min(wanted, examplesOf(set));
  const places = placesOf(sizes);
  const { model, normalisation } = spec;
  const fno = await FNO.create(model, parameters, { sizes, batch: count, normalisation, adapter: "cpu" });
  try {
    const predictions = await fno.forward(inputs.slice(0, count * places));
    return Array.from({ length: count }, (_, k): FieldCase => {
      const [input, target, prediction] = [inputs, targets, predictions].map((all) => all.slice(k * places, (k + 1) * places));
      return {
        name: `${k + 1} (relative L2 ${errorText(relativeL2(prediction!, target!))})`,
        sizes,
        input: input!,
        target: target!,
        prediction: prediction!,
      };
    });
  } finally {
    fno.destroy();
  }
}

/** The norm of prediction – target over that of the target. */
export function relativeL2(prediction: Float32Array, target: Float32Array): number {
  let [error, norm] = [0, 0];
  for (let i = 0; i < target.length; i++) {
    error += (prediction[i]! - target[i]!) ** 2;
    norm += target[i]! ** 2;
  }
  return Math.sqrt(error / norm);
}

/** Cases that a figure shows: lines side by side, or images. */
export function shownCases(sizes: readonly number[]): number {
  return sizes.length === 1 ? 3 : 4;
}

/** The learning curves, and what the operator makes of a few cases of each test set. */
export async function learntFigures(learnt: Learnt, data: FieldData, names: FieldNames): Promise<Figure[]> {
  const figures = [figureOf(errorPlot(learnt.history), { title: "Learning curves" })];
  for (const [name, set] of Object.entries(data.tests)) {
    figures.push(figureOf(fieldCases(`Test cases at ${name}`, await casesOf(learnt, set, shownCases(set.sizes)), names)));
  }
  return figures;
}
