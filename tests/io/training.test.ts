import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "../../src/io/safetensors.ts";
import { decodeTraining, encodeTraining, type TrainingCheckpoint } from "../../src/io/training.ts";

const network = {
  input: [4],
  layers: [
    { layer: "Linear", in_features: 4, out_features: 3 },
    { layer: "Leaky", beta: 0.5, reset: "none" },
    { layer: "Linear", in_features: 3, out_features: 2 },
  ],
} as const;
const flat = (first: number) => {
  const values = new Float32Array(12 + 4 + 4 + 8 + 4);
  // Parameters lie at multiples of four; what is between stays zero: 0.weight, 0.bias, beta and threshold, 2.weight, 2.bias.
  for (const [at, length] of [
    [0, 12],
    [12, 3],
    [16, 2],
    [20, 6],
    [28, 2],
  ])
    for (let k = 0; k < length; k++) values[at + k] = first + at + k;
  return values;
};
const checkpoint: TrainingCheckpoint = {
  spec: {
    network,
    steps: 3,
    batch: 8,
    encoder: { encoder: "constant", mean: 0, std: 1 },
    loss: { loss: "cross_entropy" },
    optimiser: { optimiser: "Adam" },
    seed: 1,
  },
  state: { epoch: 1, parameters: flat(100), moments: { first: flat(200), second: flat(300) } },
  history: [
    {
      ...{ epoch: 1, train_loss: 2, train_accuracy: 0.5, test_loss: 1, test_accuracy_soft: 0.6, test_accuracy_hard: 0.4, lr: 0.1 },
      ...{ rates_soft: [0.2], rates_hard: [0.1], seconds: 5 },
    },
  ],
  about: { note: "ü" },
};
const bytes = encodeTraining(checkpoint);

test("a checkpoint comes back whole, less its times", () => {
  const { seconds: _, ...record } = checkpoint.history[0];
  expect(decodeTraining(bytes, "--resume")).toEqual({ ...checkpoint, history: [record] });
  const { tensors } = decodeSafetensors(bytes, "file");
  expect(Object.keys(tensors).slice(0, 8)).toEqual([
    ...["0.weight", "0.bias", "1.beta", "1.threshold", "2.weight", "2.bias"],
    ...["1.graded_spikes_factor", "1.reset_mechanism_val"],
  ]);
  expect(tensors["1.reset_mechanism_val"].data[0]).toBe(2);
  expect([...tensors["optimiser.second.2.bias"].data]).toEqual([328, 329]);
});

/** The file with something changed. */
function changed(
  change: (file: { tensors: Record<string, Safetensors["tensors"][string]>; metadata: Record<string, string> }) => void,
): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes, "file");
  const file = { tensors: { ...tensors }, metadata: { ...metadata } };
  change(file);
  return encodeSafetensors(file);
}
const one = { shape: [1], data: Float32Array.of(1) };

test.each<readonly [string, Uint8Array, RegExp]>([
  ["no checkpoint", changed(({ metadata }) => delete metadata.galvani), /is no checkpoint of a training: its metadata has no galvani: 1/],
  ["no spec", changed(({ metadata }) => delete metadata.spec), /is damaged: spec in its metadata is no JSON/],
  ["a history that is none", changed(({ metadata }) => Object.assign(metadata, { history: "[" })), /history in its metadata is no JSON/],
  ["another epoch", changed(({ metadata }) => Object.assign(metadata, { epoch: "7" })), /epoch 7 and a history of 1 epochs/],
  ["a history of nothing", changed(({ metadata }) => Object.assign(metadata, { history: "null" })), /history in its metadata is no list/],
  [
    "a record that is none",
    changed(({ metadata }) => Object.assign(metadata, { history: "[{}]" })),
    /history in its metadata has no record of epoch 1, or not a whole one/,
  ],
  [
    "rates of more layers than there are",
    changed(({ metadata }) => Object.assign(metadata, { history: metadata.history.replace("[0.2]", "[0.2,0.3]") })),
    /no record of epoch 1, or not a whole one/,
  ],
  [
    "a weight that is no number",
    changed(({ tensors }) => Object.assign(tensors, { "2.bias": { shape: [2], data: Float32Array.of(1, Number.NaN) } })),
    /model\.safetensors: "2\.bias has NaN at 1": no network is trained to that/,
  ],
  [
    "a spec that is none",
    changed(({ metadata }) => Object.assign(metadata, { spec: '{"network": 3}' })),
    /that this version of galvani does not/,
  ],
  [
    "a layer that is not known",
    changed(({ metadata }) => Object.assign(metadata, { spec: metadata.spec.replace("Leaky", "Leakyy") })),
    /Leakyy|does not know/,
  ],
  [
    "another network",
    changed(({ tensors }) => Object.assign(tensors, { "0.weight": one })),
    /0\.weight has shape \[1\] instead of \[3, 4\]/,
  ],
  ["a tensor absent", changed(({ tensors }) => delete tensors["2.bias"]), /2\.bias of shape \[2\] is missing/],
  [
    "a moment absent",
    changed(({ tensors }) => delete tensors["optimiser.first.0.bias"]),
    /optimiser\.first: .*0\.bias of shape \[3\] is missing/,
  ],
  ["one too many", changed(({ tensors }) => Object.assign(tensors, { "3.weight": one })), /3\.weight is not used/],
  [
    "another reset",
    changed(({ tensors }) => Object.assign(tensors, { "1.reset_mechanism_val": one })),
    /1\.reset_mechanism_val is 1 instead of 2/,
  ],
])("%s: one line that names the file", (_, file, message) => {
  const read = () => decodeTraining(file, "--resume", "model.safetensors");
  expect(read).toThrow(InputError);
  expect(read).toThrow(/^--resume: "?model\.safetensors[^\n]*$/);
  expect(read).toThrow(message);
});
