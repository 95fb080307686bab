import { describe, expect, test } from "vitest";
import { uniforms, Words } from "../../examples/shared/draw.ts";
import { optimisers, type ReadoutOptions, shares, trainReadout } from "../../examples/shared/readout.ts";
import { LinearClassifier, type Samples } from "../../examples/shared/softmax.ts";
import { GalvaniError, InputError } from "../../src/errors.ts";

/** Counts of 30 neurons, each of which prefers one of three classes: 8 spikes there, 2 elsewhere, and up to 4 more. */
function madeUp(seed: number, count: number, share = 1): Samples {
  const features = 30;
  const words = new Words(seed, 1);
  const labels = Uint8Array.from({ length: count }, () => words.below(3));
  const counts = Float32Array.from({ length: count * features }, (_, i) => {
    const prefers = i % 3 === labels[Math.floor(i / features)];
    return (prefers ? 2 + 6 * share : 2) + words.below(5);
  });
  return { features, values: shares(counts, features).values, labels };
}

const sets = { train: madeUp(1, 301), validation: madeUp(2, 100), test: madeUp(3, 101) };
const options: ReadoutOptions = { seed: 7, epochs: 30, classes: 3, batch: 20 };

describe("gradient", () => {
  // Odd numbers of samples and of classes take the paths for what is left over.
  test.each([
    [6, 4],
    [7, 3],
    [1, 5],
  ])("of %i samples, %i classes: that of finite differences", (count, classes) => {
    const features = 9;
    const classifier = new LinearClassifier(features, classes);
    const { parameters, gradient } = classifier;
    const draws = uniforms(11, 0, 200);
    // A row beyond the classes and its bias stay 0.
    const rows = classes + (classes % 2);
    const used = Array.from(parameters.keys()).filter((i) =>
      i < rows * features ? i < classes * features : i - rows * features < classes,
    );
    for (const i of used) parameters[i] = draws[i]! - 0.5;
    const values = Float32Array.from(uniforms(11, 1, 20 * features), (u) => (u < 0.3 ? 0 : u));
    const samples: Samples = { features, values, labels: Uint8Array.from({ length: 20 }, (_, k) => k % classes) };
    const chosen = Uint32Array.from({ length: count }, (_, k) => (7 * k + 3) % 20);
    const l2 = 0.3;
    classifier.loss(samples, chosen, l2);
    const analytic = gradient.slice();
    for (const i of used) {
      const before = parameters[i]!;
      const h = 1e-5;
      parameters[i] = before + h;
      const above = classifier.loss(samples, chosen, l2);
      parameters[i] = before - h;
      const below = classifier.loss(samples, chosen, l2);
      parameters[i] = before;
      expect(Math.abs(analytic[i]! - (above - below) / (2 * h)), `parameter ${i}`).toBeLessThan(1e-9);
    }
    for (const i of parameters.keys()) if (!used.includes(i)) expect(analytic[i]).toBe(0);
  });
});

test("the loss before training is log(classes), of logits of a thousand finite", () => {
  const classifier = new LinearClassifier(30, 3);
  const all = Uint32Array.from(sets.train.labels, (_, k) => k);
  expect(classifier.loss(sets.train, all, 1)).toBeCloseTo(Math.log(3), 12);
  classifier.parameters.set([1000, -1000, 0], 4 * 30); // biases, after an even number of rows
  const loss = classifier.loss(sets.train, all, 0);
  const wrong = sets.train.labels.reduce((sum, label) => sum + [0, 2000, 1000][label]!, 0) / all.length;
  expect(loss).toBeCloseTo(wrong, 6);
  expect(classifier.gradient.every(Number.isFinite)).toBe(true);
});

test.each(["adadelta", "adam"] as const)("%s learns what can be separated, the same for the same seed", async (optimiser) => {
  const one = await trainReadout(sets, { ...options, optimiser });
  expect(one.test).toBe(1);
  expect([one.train, one.validation]).toEqual([1, 1]);
  expect(one.classifier.accuracy(sets.test)).toBe(one.test);
  expect(one.curve.loss[29]!).toBeLessThan(0.9 * one.curve.loss[0]!);
  expect(one.curve.loss[0]!).toBeLessThan(Math.log(3) + 1e-9);
  const again = await trainReadout(sets, { ...options, optimiser });
  expect([...again.classifier.parameters]).toEqual([...one.classifier.parameters]);
  const other = await trainReadout(sets, { ...options, optimiser, seed: 8 });
  expect([...other.curve.loss]).not.toEqual([...one.curve.loss]);
});

/** A weight after 1, 2, 3 steps, by PyTorch's formulas in plain Python: one sample of one feature of 1, its class the first of two. */
const STEPS = {
  adam: [0.00999999980000001, 0.019994224777781622, 0.029978680397142136],
  adadelta: [0.00031622144165124796, 0.0006405603796819214, 0.0009704011773034908],
};
test.each(["adam", "adadelta"] as const)("steps of %s are those of PyTorch", async (optimiser) => {
  const one: Samples = { features: 1, values: Float32Array.of(1), labels: Uint8Array.of(0) };
  const rate = { adam: 0.01, adadelta: undefined }[optimiser];
  for (const [k, expected] of STEPS[optimiser].entries()) {
    const classifier = new LinearClassifier(1, 2);
    const step = optimisers[optimiser](classifier, rate ?? 0.1);
    for (let n = 0; n <= k; n++) {
      classifier.loss(one, Uint32Array.of(0), 0);
      step();
    }
    for (const [i, sign] of [1, -1, 1, -1].entries()) expect(classifier.parameters[i]).toBeCloseTo(sign * expected, 14);
  }
  const sets = { train: one, validation: one, test: one };
  const { classifier } = await trainReadout(sets, { seed: 1, epochs: 1, classes: 2, optimiser, rate, l2: 0 });
  expect(classifier.parameters[0]).toBeCloseTo(STEPS[optimiser][0]!, 14);
});

test("accuracies are those of the best epoch on the validation set, the first of equal ones", async () => {
  const hard = { train: madeUp(4, 200, 0.15), validation: madeUp(5, 60, 0.15), test: madeUp(6, 500, 0.15) };
  const result = await trainReadout(hard, { ...options, optimiser: "adam", rate: 0.3 });
  const { validation } = result.curve;
  expect(result.validation).toBe(Math.max(...validation));
  expect(result.epoch).toBe(validation.indexOf(result.validation) + 1);
  expect(result.epoch).toBeLessThan(options.epochs);
  expect(result.classifier.accuracy(hard.validation)).toBe(result.validation);
  expect(result.classifier.accuracy(hard.test)).toBe(result.test);
});

test("L2 keeps weights small", async () => {
  const norm = async (l2: number) => {
    const { classifier } = await trainReadout(sets, { ...options, optimiser: "adam", rate: 0.01, l2 });
    return classifier.parameters.reduce((sum, w) => sum + w * w, 0);
  };
  expect(await norm(5)).toBeLessThan(0.2 * (await norm(0)));
});

test("shares: over the sum, then over the largest; silence stays silent", () => {
  const { values, largest } = shares([1, 3, 0, 0, 2, 2], 2);
  expect(largest).toBe(0.75);
  expect([...values]).toEqual([1 / 3, 1, 0, 0, 2 / 3, 2 / 3].map(Math.fround));
  expect([...shares([1, 1], 2, 0.25).values]).toEqual([2, 2]);
  expect([...shares([0, 0], 2).values]).toEqual([0, 0]);
});

test("stops at a signal, with its reason; tells progress", async () => {
  const told: number[] = [];
  await trainReadout(sets, { ...options, epochs: 4, onProgress: (share) => told.push(share) });
  expect(told).toEqual([0.25, 0.5, 0.75, 1]);
  const abort = new AbortController();
  const reason = new GalvaniError("enough");
  const running = trainReadout(sets, { ...options, signal: abort.signal, onProgress: () => abort.abort(reason) });
  await expect(running).rejects.toBe(reason);
});

test.each([
  [
    "no sample",
    { test: { ...sets.test, labels: new Uint8Array(0), values: new Float32Array(0) } },
    "readout.test: array of 0: has no sample",
  ],
  ["other features", { validation: { ...sets.test, features: 29 } }, "readout.validation.features: 29: must be 30"],
  [
    "missing values",
    { train: { ...sets.train, values: sets.test.values } },
    "readout.train.values: array of 3030: must be 301 samples of 30",
  ],
  [
    "a label too large",
    { train: { ...sets.train, labels: sets.train.labels.map((c) => c + 1) } },
    "readout.train.labels: 3: must be 0 to 2",
  ],
])("%s: one clear error", async (_, changed, message) => {
  const attempt = trainReadout({ ...sets, ...changed }, options);
  await expect(attempt).rejects.toThrow(InputError);
  await expect(attempt).rejects.toThrow(message);
});

test("a loss that is no number ends the training", async () => {
  const values = sets.train.values.slice();
  values[40] = Number.NaN;
  await expect(trainReadout({ ...sets, train: { ...sets.train, values } }, options)).rejects.toThrow(/epoch 1: the loss is NaN/);
});
