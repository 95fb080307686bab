import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeFieldTraining, encodeFieldTraining } from "../../src/io/field-training.ts";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "../../src/io/safetensors.ts";
import { fieldMetricsCsv } from "../../src/io/table.ts";
import type { TrainingCheckpoint } from "../../src/io/training.ts";
import { parametersOfFno } from "../../src/operator/fno.ts";
import type { Fields } from "../../src/operator/training.ts";

const model = { n_modes: [4, 4], in_channels: 1, out_channels: 1, hidden_channels: 3, n_layers: 1 };
const parameters = parametersOfFno(model);
const last = parameters[parameters.length - 1];
/** What lies between parameters stays 0. */
const flat = (first: number) => {
  const values = new Float32Array(4 * Math.ceil((last.at + last.length) / 4));
  for (const { at, length } of parameters) for (let k = 0; k < length; k++) values[at + k] = first + at + k;
  return values;
};
const checkpoint: TrainingCheckpoint<Fields> = {
  spec: {
    model,
    batch: 8,
    loss: { loss: "relative_l2" },
    optimiser: { optimiser: "Adam" },
    normalisation: { inputs: { mean: [1], std: [2] }, outputs: { mean: [3], std: [4] } },
    seed: 1,
  },
  state: { epoch: 2, parameters: flat(1000), moments: { first: flat(2000), second: flat(3000) } },
  history: [1, 2].map((epoch) => ({
    ...{ epoch, train_loss: 0.5, train_relative_l2: 0.4, lr: 0.1, seconds: 5 },
    tests: { "16": { loss: 0.3, relative_l2: 0.2 }, "32": { loss: 0.6, relative_l2: 0.7 } },
  })),
  about: { note: "ü" },
};
const bytes = encodeFieldTraining(checkpoint);

test("a checkpoint comes back whole, less its times", () => {
  const history = checkpoint.history.map(({ seconds: _, ...record }) => record);
  expect(decodeFieldTraining(bytes, "--resume")).toEqual({ ...checkpoint, history });
  const { tensors } = decodeSafetensors(bytes, "file");
  expect(tensors["fno_blocks.convs.0.weight.tensor"].shape).toEqual([3, 3, 4, 3, 2]);
  expect(tensors["optimiser.first.projection.fcs.1.weight"].shape).toEqual([1, 6, 1]);
  // (in x out x modes x 2) from (modes x 2 x in x out): neighbours there are a mode's two parts, nine numbers apart here.
  const { data } = tensors["fno_blocks.convs.0.weight.tensor"];
  expect([data[1] - data[0], data[2] - data[0], data[24] - data[0]]).toEqual([9, 18, 1]);
});

/** The file with something changed. */
function changed(change: (file: { -readonly [K in keyof Safetensors]: Record<string, Safetensors[K][string]> }) => void): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes, "file");
  const file = { tensors: { ...tensors }, metadata: { ...metadata } };
  change(file);
  return encodeSafetensors(file);
}

test.each<readonly [string, Uint8Array, string]>([
  ["another kind", changed(({ metadata }) => delete metadata.kind), "is of another kind of training (labelled examples)"],
  ["no galvani", changed(({ metadata }) => delete metadata.galvani), "is no checkpoint of a training"],
  [
    "a moment that is missing",
    changed(({ tensors }) => delete tensors["optimiser.second.lifting.fcs.0.bias"]),
    "lifting.fcs.0.bias of shape [6] is missing",
  ],
  [
    "weights of another model",
    changed(({ metadata }) => (metadata.spec = metadata.spec.replace("[4,4]", "[6,4]"))),
    "it keeps 4 x 3 modes, not 6 x 3",
  ],
  [
    "a model that is none",
    changed(({ metadata }) => (metadata.spec = metadata.spec.replace("n_modes", "modes"))),
    "describes a training that this version of galvani does not know",
  ],
  [
    "a record without errors",
    changed(({ metadata }) => (metadata.history = metadata.history.replace(`"relative_l2":0.7`, `"relative_l2":null`))),
    "has no record of epoch 1, or not a whole one",
  ],
  [
    "a record without tests",
    changed(({ metadata }) => (metadata.history = metadata.history.replaceAll(/"tests":\{.*?\}\}/g, `"tests":{}`))),
    "has no record of epoch 1, or not a whole one",
  ],
])("%s: one line", (_, file, message) => {
  expect(() => decodeFieldTraining(file, "--resume", "a.safetensors")).toThrow(InputError);
  expect(() => decodeFieldTraining(file, "--resume", "a.safetensors")).toThrow(message);
});

test("metrics: a line an epoch, a column a test set", () => {
  const [first] = checkpoint.history;
  const { seconds: _, ...before } = first;
  expect(fieldMetricsCsv([before, first]).split("\r\n")).toEqual([
    "epoch,train_loss,train_relative_l2,test_16_relative_l2,test_32_relative_l2,lr,seconds",
    "1,0.5,0.4,0.2,0.7,0.1,",
    "1,0.5,0.4,0.2,0.7,0.1,5",
    "",
  ]);
});
