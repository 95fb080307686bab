/** Each thing that may be wrong with a training: one line that names place, value and remedy. */
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { compileTraining } from "../../src/learn/compile.ts";
import type { DataSet, LabelledSet } from "../../src/learn/data.ts";
import { Trainer } from "../../src/learn/trainer.ts";
import type { TrainingSpec } from "../../src/learn/training-spec.ts";
import { smallData, smallSpec } from "./small.ts";

function messageOf(spec: object, data: DataSet = smallData): string {
  try {
    compileTraining({ ...smallSpec, ...spec } as TrainingSpec, data);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  return "accepted";
}

const bernoulli = smallSpec.encoder;
const linear = (in_features: number, out_features: number) => ({ layer: "Linear", in_features, out_features });

test.each([
  [{ steps: 0 }, "steps: 0: a whole number, 1 or more"],
  [{ steps: undefined }, "steps: undefined: a whole number, 1 or more"],
  [{ batch: undefined }, "batch: undefined: a whole number, 1 or more"],
  [{ seed: undefined }, "seed: undefined: a whole number, 0 or more"],
  [{ steps: 2.5 }, "steps: 2.5: a whole number, 1 or more"],
  [
    { encoder: { encoder: "constant", mean: 0, std: 1 }, network: { input: [13], layers: [linear(13, 3)] } },
    "steps: 3: a constant input that reaches no neurons gives the same answer in each; say 1",
  ],
  [{ truncate: 4 }, "truncate: 4: a whole number, 1 to 3"],
  [{ batch: 0 }, "batch: 0: a whole number, 1 or more"],
  [{ parts: 13 }, "parts: 13: a whole number, 1 to 12"],
  [{ parts: 5 }, "parts: 5: must divide the batch of 12"],
  [{ memory: -1 }, "memory: -1: a whole number, 1 or more"],
  [{ memory: 1e9, parts: 2 }, "memory: 1000000000: leave out `parts`: they are chosen to fit"],
  [{ seed: 2 ** 53 }, "seed: 9007199254740992: a whole number, 0 or more"],
  [{ sparsity: -0.1 }, "sparsity: -0.1: a finite number, 0 or more"],
  [{ encoder: { ...bernoulli, encoder: "rate" } }, 'encoder.encoder: "rate": one of bernoulli, constant, latency'],
  [{ encoder: { ...bernoulli, std: 0 } }, "encoder.std: 0: a finite number, above 0"],
  [{ encoder: { encoder: "constant", mean: 0 } }, "encoder.std: undefined: a finite number, above 0"],
  [{ encoder: { ...bernoulli, mean: Number.NaN } }, "encoder.mean: NaN: a finite number"],
  [{ encoder: { ...bernoulli, gain: 1.5 } }, "encoder.gain: 1.5: a number above 0 and 1 or less"],
  [{ encoder: { encoder: "latency", mean: 0, std: 1, threshold: 1 } }, "encoder.threshold: 1: a number above 0 and below 1"],
  [{ encoder: { encoder: "latency", mean: 0, std: 1, form: "exp" } }, 'encoder.form: "exp": one of log, linear'],
  [{ loss: { loss: "hinge" } }, 'loss.loss: "hinge": one of cross_entropy, cross_entropy_steps, mse_count, mse_membrane'],
  [{ loss: { loss: "cross_entropy", over: "max" } }, 'loss.over: "max": one of mean, sum'],
  [{ loss: { loss: "mse_count", correct_rate: Number.POSITIVE_INFINITY } }, "loss.correct_rate: Infinity: a finite number"],
  [{ optimiser: { optimiser: "Lion" } }, 'optimiser.optimiser: "Lion": one of Adam, RAdam, SGD, RMSprop, Adadelta'],
  [{ optimiser: { optimiser: "Adam", lr: -1 } }, "optimiser.lr: -1: a finite number, 0 or more"],
  [{ optimiser: { optimiser: "Adam", betas: [0.9, 1] } }, "optimiser.betas[1]: 1: a number of 0 or more and below 1"],
  [{ optimiser: { optimiser: "RAdam", betas: [0.9] } }, "optimiser.betas: [0.9]: two numbers"],
  [{ optimiser: { optimiser: "RMSprop", alpha: 2 } }, "optimiser.alpha: 2: a number of 0 or more and 1 or less"],
  [{ optimiser: { optimiser: "Adadelta", eps: 0 } }, "optimiser.eps: 0: a finite number, above 0"],
  [{ optimiser: { optimiser: "SGD", momentum: -0.5 } }, "optimiser.momentum: -0.5: a finite number, 0 or more"],
  [{ optimiser: { optimiser: "SGD", clip: 0 } }, "optimiser.clip: 0: a finite number, above 0"],
  [{ optimiser: { optimiser: "SGD", weight_decay: -1 } }, "optimiser.weight_decay: -1: a finite number, 0 or more"],
  [{ schedule: { schedule: "cosine", epochs: 0 } }, "schedule.epochs: 0: a whole number, 1 or more"],
  [
    { optimiser: { optimiser: "SGD", nesterov: true } },
    "optimiser.nesterov: true: unknown key; known keys: optimiser, momentum, lr, clip, weight_decay",
  ],
  [{ optimiser: { optimiser: "Adam", weight_decays: 1 } }, 'optimiser.weight_decays: 1: unknown key; did you mean "weight_decay"?'],
  [{ encoder: { encoder: "constant", mean: 0, std: 1, gain: 0.5 } }, "encoder.gain: 0.5: unknown key; known keys: encoder, mean, std"],
  [{ loss: { loss: "mse_count", on_target: 1 } }, "loss.on_target: 1: unknown key; known keys: loss, correct_rate, incorrect_rate"],
  [{ schedule: { schedule: "constant", epochs: 3 } }, "schedule.epochs: 3: unknown key; known keys: schedule"],
  [{ sparcity: 0.1 }, 'sparcity: 0.1: unknown key; did you mean "sparsity"?'],
  [{ network: { ...smallSpec.network, inputs: 3 } }, 'network.inputs: 3: unknown key; did you mean "input"?'],
  [
    { network: { input: [13], layers: [linear(13, 3), { layer: "UltraDLIF", recurrent: true }] } },
    "layers[1].recurrent: true: unknown key; known keys: layer, variant, tau, eps, ds, beta",
  ],
  [{ loss: {} }, "loss.loss: undefined: one of cross_entropy, cross_entropy_steps, mse_count, mse_membrane"],
  [{ schedule: { schedule: "cosine" } }, "schedule.epochs: undefined: a whole number, 1 or more"],
  [{ schedule: { schedule: "step" } }, "schedule.epochs: undefined: a whole number, 1 or more"],
  [{ schedule: { schedule: "step", epochs: 3, gamma: 0 } }, "schedule.gamma: 0: a finite number, above 0"],
  [{ schedule: { schedule: "step", epochs: 3, lr_min: 0 } }, "schedule.lr_min: 0: unknown key; known keys: schedule, epochs, gamma"],
  [{ schedule: { schedule: "linear" } }, 'schedule.schedule: "linear": one of constant, cosine, step, exponential'],
  [{ network: { input: [13], layers: [] } }, "network.layers: []: a network needs layers"],
  [
    { network: { ...smallSpec.network, input: [28, 28] } },
    "network.input: [28,28]: an example of the training set has 13 numbers (13); make them equal",
  ],
  [
    { network: { input: [13], layers: [{ layer: "Linear", in_features: 13, out_features: 4 }] } },
    'layers[0]: "Linear": gives 4 numbers, but the data has 3 classes; make them equal',
  ],
  [
    { network: { input: [13], layers: [{ layer: "UltraLif" }] } },
    'layers[0].layer: "UltraLif": is no layer; there are: Linear, Conv2d, AvgPool2d, MaxPool2d, Flatten, UltraLIF, UltraPLIF, UltraDLIF, UltraDPLIF, LIF, PLIF, AdaLIF, SigmaLIF, DSpike, DSpike+, Leaky, Synaptic',
  ],
  [{ network: { ...smallSpec.network, input: [-1, -13] } }, "network.input[0]: -1: a whole number, 1 or more"],
  [{ network: { input: [13], layers: [linear(13, 0)] } }, "layers[0].out_features: 0: a whole number, 1 or more"],
  [{ network: { input: [13], layers: [linear(13, 2.5)] } }, "layers[0].out_features: 2.5: a whole number, 1 or more"],
  [
    { network: { input: [13], layers: [linear(13, 5), { layer: "LIF", readout: "membrane" }, linear(5, 3)] } },
    'layers[1].readout: "membrane": only the last layer\'s membranes can be read; leave it out',
  ],
  [
    { network: { input: [13], layers: [linear(13, 3), { layer: "LIF" }] }, sparsity: 0.1 },
    "sparsity: 0.1: there are no neurons but the last layer's, which are the answer; leave it out",
  ],
])("%j", (spec, message) => {
  expect(messageOf(spec)).toBe(message);
});

/** The training set with something of it replaced. */
const trainedOn = (change: (set: LabelledSet) => Partial<LabelledSet>): DataSet => ({
  ...smallData,
  train: { ...smallData.train, ...change(smallData.train) },
});

test.each([
  [
    "a label out of range",
    trainedOn(({ labels }) => ({ labels: labels.with(17, 12) })),
    "train.labels[17]: 12: labels of 3 classes are 0 to 2",
  ],
  [
    "pixels that are missing",
    trainedOn(({ pixels }) => ({ pixels: pixels.subarray(1) })),
    "train.pixels: array of 688: 53 labels need 689 of them",
  ],
  ["no examples", trainedOn(() => ({ labels: new Uint8Array(0) })), "train.labels: array of 0: a set needs examples"],
  ["no classes", trainedOn(() => ({ classes: 0 })), "train.classes: 0: a whole number, 1 or more"],
  [
    "a test set of other classes",
    { ...smallData, test: { ...smallData.test, classes: 4 } },
    "test.classes: 4: the training set has 3; both need the same",
  ],
  [
    "a test set of other images",
    { ...smallData, test: { ...smallData.test, shape: [5, 5] } },
    "network.input: [13]: an example of the test set has 25 numbers (5 x 5); make them equal",
  ],
])("%s", (_, data, message) => {
  expect(messageOf({}, data)).toBe(message);
});

test("a learning rate that is none, a state of another training", async () => {
  const trainer = await Trainer.create(smallSpec, smallData, "cpu");
  await expect(trainer.train(Number.NaN)).rejects.toThrow("lr: NaN: a finite number, 0 or more");
  const state = await trainer.state();
  const { length } = state.parameters;
  const remedy = `this training has ${length} numbers there; take the state of the same training`;
  expect(() => trainer.load({ ...state, parameters: new Float32Array(3) })).toThrow(`state.parameters: array of 3: ${remedy}`);
  expect(() => trainer.load({ ...state, moments: { first: state.moments.first } })).toThrow(`state.second: undefined: ${remedy}`);
  trainer.destroy();
});
