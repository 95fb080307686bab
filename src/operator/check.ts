/** What is wrong with a training on fields before any of it is made: one InputError that names the place. */
import { InputError } from "../errors.ts";
import { checkSettings } from "../learn/check.ts";
import { refuseOthers } from "../network/names.ts";
import { type ChannelStatistics, examplesOf, type FieldData, type FieldSet, type Normalisation, placesOf } from "./data.ts";
import { checkFno, type FnoSpec } from "./spec.ts";
import type { FieldTrainingSpec } from "./training-spec.ts";

const KEYS: Readonly<Record<keyof FieldTrainingSpec, true>> = {
  ...{ model: true, batch: true, parts: true, memory: true, loss: true, optimiser: true, schedule: true, normalisation: true, seed: true },
};

const LOSSES = ["relative_l2", "mse"];

function need(ok: boolean, place: string, value: unknown, remedy: string): void {
  if (!ok) throw new InputError(place, value, remedy);
}

/** @throws InputError */
export function checkFieldTraining(spec: FieldTrainingSpec, { train, tests }: FieldData): void {
  const { model, loss, normalisation } = spec;
  refuseOthers("", spec, Object.keys(KEYS));
  checkFno(model);
  checkSettings(spec);
  need(LOSSES.includes(loss.loss), "loss.loss", loss.loss, `one of ${LOSSES.join(", ")}`);
  refuseOthers("loss", loss, ["loss"]);
  if (normalisation) checkNormalisation(normalisation, model);
  checkSet("train", train, model);
  need(Object.keys(tests).length > 0, "tests", tests, "at least one test set is needed");
  for (const [name, set] of Object.entries(tests)) checkSet(`tests.${name}`, set, model);
}

/** @throws InputError unless inputs and outputs have a mean and a deviation above 0 for each of their channels */
export function checkNormalisation(normalisation: Normalisation, { in_channels, out_channels }: FnoSpec): void {
  refuseOthers("normalisation", normalisation, ["inputs", "outputs"]);
  checkStatistics("normalisation.inputs", normalisation.inputs, in_channels);
  checkStatistics("normalisation.outputs", normalisation.outputs, out_channels);
}

function checkStatistics(place: string, statistics: ChannelStatistics | undefined, channels: number): void {
  const { mean, std } = statistics ?? {};
  // A list: what else there is does not come back from a checkpoint as it was.
  const each = (values: unknown) => Array.isArray(values) && values.length === channels && values.every(Number.isFinite);
  need(each(mean), `${place}.mean`, mean, `a finite number for each of ${channels} channels`);
  const ok = each(std) && std?.every((value) => value > 0);
  need(ok === true, `${place}.std`, std, `a finite number above 0 for each of ${channels} channels`);
}

/** Only floats are read as such: another array's numbers would be taken for words. @throws InputError */
export function checkFloats(place: string, values: unknown): void {
  need(values instanceof Float32Array, place, values, "numbers in a Float32Array");
}

function checkSet(place: string, set: FieldSet, model: FnoSpec): void {
  const { sizes, inputs, targets } = set;
  checkSizes(`${place}.sizes`, sizes, model);
  for (const key of ["in_channels", "out_channels"] as const)
    need(set[key] === model[key], `${place}.${key}`, set[key], `the model has ${model[key]}; make them equal`);
  checkFloats(`${place}.inputs`, inputs);
  checkFloats(`${place}.targets`, targets);
  const count = examplesOf(set);
  const places = placesOf(sizes);
  need(
    Number.isSafeInteger(count) && count >= 1,
    `${place}.inputs`,
    inputs,
    `whole fields of ${places * set.in_channels} numbers, at least one`,
  );
  const wanted = count * places * set.out_channels;
  need(targets.length === wanted, `${place}.targets`, targets, `${count} inputs need ${wanted} numbers`);
  for (const [key, values] of Object.entries({ inputs, targets })) {
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    need(wrong < 0, `${place}.${key}[${wrong}]`, values[wrong], "finite numbers");
  }
  const field = wanted / count;
  for (let k = 0; k < count; k++) {
    const flat = targets.subarray(k * field, (k + 1) * field).every((value) => value === 0);
    need(!flat, `${place}.targets`, `field ${k}`, "is 0 everywhere: there is no error relative to it; leave it out");
  }
}

/** @throws InputError for sizes that a model's fields cannot have */
export function checkSizes(place: string, sizes: readonly number[], { n_modes }: FnoSpec): void {
  const axes = n_modes.length;
  const ok = Array.isArray(sizes) && sizes.length === axes && sizes.every((size) => Number.isSafeInteger(size) && size >= 1);
  need(ok, place, sizes, `a whole number for each axis; the model has modes for ${axes === 1 ? "1 axis" : `${axes} axes`}`);
}
