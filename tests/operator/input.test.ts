/** Bad input of operators and their training: one line each, with place, value and remedy. */
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import type { FieldData, FieldSet } from "../../src/operator/data.ts";
import { FNO } from "../../src/operator/fno.ts";
import { compileFieldTraining } from "../../src/operator/training.ts";
import type { FieldTrainingSpec } from "../../src/operator/training-spec.ts";
import { smallData, smallSpec } from "./small.ts";

const remedyOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "nothing";
};
const model = smallSpec.model;
const set = smallData.train;

test.each<[Partial<FieldTrainingSpec> | object, string]>([
  [{ model: { ...model, norm: "instance_norm" } }, 'model.norm: "instance_norm": only null is built; leave it out'],
  [{ model: { ...model, factorization: "tucker" } }, 'model.factorization: "tucker": only null is built; leave it out'],
  [{ model: { ...model, norm: null, separable: false } }, "nothing"],
  [{ model: { ...model, hidden: 3 } }, "model.hidden: 3: unknown key; "],
  [{ model: { ...model, n_modes: 7 } }, "model.n_modes: 7: a list of one to three numbers, one an axis"],
  [{ model: { ...model, n_modes: [0] } }, "model.n_modes[0]: 0: a whole number, 1 or more"],
  [
    { model: { ...model, n_modes: [14] } },
    "model.n_modes[0]: 14: 13 points along this axis have 13 modes; keep as many or fewer, or learn on finer fields",
  ],
  [{ model: { ...model, n_modes: [13] } }, "nothing"],
  [{ model: { ...model, n_modes: [3, 3] } }, "train.sizes: [13]: a whole number for each axis; the model has modes for 2 axes"],
  [{ model: { ...model, fno_skip: "gated" } }, 'model.fno_skip: "gated": one of "linear", "identity", "soft-gating", null'],
  [
    { model: { ...model, channel_mlp_expansion: 0.1 } },
    "model.channel_mlp_expansion: 0.1: times 5 hidden channels it must be one channel or more",
  ],
  [{ model: { ...model, positional_embedding: "sine" } }, 'model.positional_embedding: "sine": "grid" or null'],
  [{ model: { ...model, in_channels: 2 }, normalisation: undefined }, "train.in_channels: 1: the model has 2; make them equal"],
  [
    { model: { ...model, domain_padding: -0.1 } },
    "model.domain_padding: -0.1: null, or a finite number of 0 or more, or one for each axis",
  ],
  [{ model: { ...model, domain_padding: [0.1, 0.1] } }, "model.domain_padding: [0.1,0.1]: null, or"],
  [{ model: { ...model, n_modes: [17], domain_padding: 0.2 } }, "nothing"],
  [{ model: { ...model, n_modes: [20], domain_padding: 0.2 } }, "model.n_modes[0]: 20: 19 points along this axis have 19 modes"],
  [{ loss: { loss: "h2" } }, 'loss.loss: "h2": one of relative_l2, mse'],
  [{ losses: 3 }, 'losses: 3: unknown key; did you mean "loss"?'],
  [{ batch: 0 }, "batch: 0: a whole number, 1 or more"],
  [{ parts: 4 }, "parts: 4: must divide the batch of 6"],
  [
    { normalisation: { inputs: { mean: [0], std: [0] }, outputs: { mean: [0], std: [1] } } },
    "normalisation.inputs.std: [0]: a finite number above 0 for each of 1 channels",
  ],
  [
    { normalisation: { inputs: { mean: [0], std: [1] }, outputs: { mean: [], std: [1] } } },
    "normalisation.outputs.mean: []: a finite number for each of 1 channels",
  ],
])("refused: %j", (change, message) => {
  expect(remedyOf(() => compileFieldTraining({ ...smallSpec, ...change } as FieldTrainingSpec, smallData))).toContain(message);
});

test.each<[string, Partial<FieldSet>, string]>([
  ["no whole fields", { inputs: set.inputs.subarray(1) }, "train.inputs: "],
  ["none", { inputs: new Float32Array(0), targets: new Float32Array(0) }, "whole fields of 13 numbers, at least one"],
  ["other targets", { targets: set.targets.subarray(13) }, "23 inputs need 299 numbers"],
  ["not a number", { inputs: set.inputs.map((value, i) => (i === 17 ? Number.NaN : value)) }, "train.inputs[17]: NaN: finite numbers"],
  [
    "a target of 0",
    { targets: set.targets.map((value, i) => (i < 26 && i >= 13 ? 0 : value)) },
    'train.targets: "field 1": is 0 everywhere',
  ],
])("data are refused: %s", (_, change, message) => {
  const data: FieldData = { ...smallData, train: { ...set, ...change } };
  expect(remedyOf(() => compileFieldTraining(smallSpec, data))).toContain(message);
});

test("without a test set there is nothing to judge by", () => {
  expect(remedyOf(() => compileFieldTraining(smallSpec, { ...smallData, tests: {} }))).toBe("tests: {}: at least one test set is needed");
});

test.each<[object, string]>([
  [{ sizes: [13, 2] }, "sizes: [13,2]: a whole number for each axis; the model has modes for 1 axis"],
  [{ batch: 0.5 }, "batch: 0.5: a whole number, 1 or more"],
  [
    { normalisation: { inputs: { mean: [0], std: [1] }, outputs: { mean: [0], std: [-1] } } },
    "normalisation.outputs.std: [-1]: a finite number above 0",
  ],
])("FNO refuses %j", async (change, message) => {
  const { length } = compileFieldTraining(smallSpec, smallData).recording;
  await expect(FNO.create(model, new Float32Array(length), { sizes: [13], adapter: "cpu", ...change })).rejects.toThrow(message);
});

test("FNO refuses parameters of another model, and inputs that are no whole fields", async () => {
  const { length } = compileFieldTraining(smallSpec, smallData).recording;
  await expect(FNO.create(model, new Float32Array(length - 4), { sizes: [13], adapter: "cpu" })).rejects.toThrow(
    `this model has ${length}; take those of the same model`,
  );
  const fno = await FNO.create(model, new Float32Array(length), { sizes: [13], adapter: "cpu" });
  await expect(fno.forward(new Float32Array(14))).rejects.toThrow("whole fields of 13 numbers");
  fno.destroy();
});
