/** Training an operator: it learns, gives the same bits, continues, stops; other sizes; what is said of a loss that is not finite. */
import { describe, expect, it, test } from "vitest";
import { CancelledError, DivergedError } from "../../src/errors.ts";
import { trainEpochs } from "../../src/learn/epochs.ts";
import type { TrainingState } from "../../src/learn/trainer.ts";
import { denormalised, examplesOf, fitNormalisation, normalised } from "../../src/operator/data.ts";
import { FNO } from "../../src/operator/fno.ts";
import { wholeFno } from "../../src/operator/spec.ts";
import { bestFieldEpoch, compileFieldTraining, type FieldEpochRecord, fieldTrainer } from "../../src/operator/training.ts";
import type { FieldTrainingSpec } from "../../src/operator/training-spec.ts";
import { programBytes } from "../../src/plan/program.ts";
import { smallData, smallSpec, smooth } from "./small.ts";

type Result = { readonly state: TrainingState; readonly losses: readonly number[]; readonly errors: readonly number[] };

/** Trains for some epochs, from a state if one is given. */
async function train(spec: FieldTrainingSpec, epochs: number, from?: TrainingState, adapter: "cpu" | "software" = "cpu"): Promise<Result> {
  const trainer = await fieldTrainer(spec, smallData, adapter);
  try {
    if (from) trainer.load(from);
    const losses: number[] = [];
    for (let n = 0; n < epochs; n++) losses.push((await trainer.train()).loss);
    const errors: number[] = [];
    for (const name of Object.keys(smallData.tests)) errors.push((await trainer.evaluate(name)).relative_l2);
    return { state: await trainer.state(), losses, errors };
  } finally {
    trainer.destroy();
  }
}

const norm = (values: ArrayLike<number>) => Math.sqrt(Array.from(values, (value) => value * value).reduce((a, b) => a + b, 0));
const apart = (a: Float32Array, b: Float32Array) => norm(a.map((value, i) => value - b[i])) / norm(a);

test("it learns, and answers at a finer size as at the one it learnt at", async () => {
  const { losses, errors } = await train(smallSpec, 60);
  expect(losses[59]).toBeLessThan(losses[0] / 4);
  const [same, fine] = errors;
  expect(same).toBeLessThan(0.1);
  expect(Math.abs(fine / same - 1)).toBeLessThan(0.2);
});

test.each([["relative_l2"], ["mse"]] as const)("a pass says what the answers are: %s", async (loss) => {
  const spec: FieldTrainingSpec = { ...smallSpec, loss: { loss } };
  const trainer = await fieldTrainer(spec, smallData, "cpu");
  const learnt = await trainer.train();
  expect(learnt.examples).toBe(23);
  expect(learnt.losses.length).toBe(4);
  expect(learnt.loss).toBeCloseTo((6 * (learnt.losses[0] + learnt.losses[1] + learnt.losses[2]) + 5 * learnt.losses[3]) / 23, 6);
  const { parameters } = await trainer.state();
  for (const [name, set] of Object.entries(smallData.tests)) {
    const pass = await trainer.evaluate(name);
    // As many at once as no batch of the training.
    const fno = await FNO.create(spec.model, parameters, { sizes: set.sizes, batch: 4, normalisation: spec.normalisation, adapter: "cpu" });
    const answers = await fno.forward(set.inputs);
    fno.destroy();
    const count = examplesOf(set);
    const field = answers.length / count;
    let [relative, squares] = [0, 0];
    for (let k = 0; k < count; k++) {
      const [got, wanted] = [answers, set.targets].map((all) => all.subarray(k * field, (k + 1) * field));
      const error = norm(got.map((value, i) => value - wanted[i]));
      relative += error / norm(wanted) / count;
      squares += error ** 2 / field / count;
    }
    expect(pass.examples).toBe(count);
    expect(pass.relative_l2 / relative).toBeCloseTo(1, 5);
    expect(pass.loss / (loss === "mse" ? squares : relative)).toBeCloseTo(1, 5);
  }
  trainer.destroy();
});

test("two runs give equal bits, another seed others", async () => {
  const [a, b, c] = [await train(smallSpec, 3), await train(smallSpec, 3), await train({ ...smallSpec, seed: 4 }, 3)];
  expect(b).toEqual(a);
  expect(c.state.parameters).not.toEqual(a.state.parameters);
});

test("continuing from a state is not having stopped", async () => {
  const optimiser = { optimiser: "Adam", lr: 0.01, weight_decay: 1e-4, clip: 1 } as const;
  const spec: FieldTrainingSpec = { ...smallSpec, optimiser, schedule: { schedule: "step", epochs: 2, gamma: 0.5 } };
  const whole = await train(spec, 5);
  const { state, losses } = await train(spec, 2);
  expect(losses).toEqual(whole.losses.slice(0, 2));
  const continued = await train(spec, 3, state);
  expect(continued).toEqual({ ...whole, losses: whole.losses.slice(2) });
});

test("in parts a training is the same up to rounding, and a part's size is what memory has room for", async () => {
  const [whole, parted] = [await train(smallSpec, 3), await train({ ...smallSpec, parts: 3 }, 3)];
  expect(apart(whole.state.parameters, parted.state.parameters)).toBeLessThan(1e-5);
  expect(apart(whole.state.parameters, parted.state.parameters)).toBeGreaterThan(0);
  const bytes = (parts: number) => programBytes(compileFieldTraining({ ...smallSpec, parts }, smallData).program);
  for (const parts of [1, 2, 3, 6]) expect(compileFieldTraining({ ...smallSpec, memory: bytes(parts) }, smallData).parts).toBe(parts);
  expect(() => compileFieldTraining({ ...smallSpec, memory: bytes(6) - 1 }, smallData)).toThrow(
    "bytes are needed even with one example at a time",
  );
});

test("epochs: a record each, with every test set, told of as they go", async () => {
  const trainer = await fieldTrainer({ ...smallSpec, schedule: { schedule: "step", epochs: 1, gamma: 0.5 } }, smallData, "cpu");
  const shares: number[] = [];
  const history = await trainEpochs(trainer, { epochs: 2, onProgress: ({ epoch, share }) => shares.push(epoch - 1 + share) });
  expect(shares.at(-1)).toBe(2);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(history.map(({ epoch, lr }) => [epoch, lr])).toEqual([
    [1, 0.01],
    [2, 0.005],
  ]);
  const last = history[1];
  expect(Object.keys(last.tests)).toEqual(["same", "fine", "coarse"]);
  const { loss, relative_l2 } = await trainer.evaluate("coarse");
  expect(last.tests.coarse).toEqual({ loss, relative_l2 });
  expect(last.train_relative_l2 / last.train_loss).toBeCloseTo(1, 6);
  trainer.destroy();
});

test("the best epoch has the lowest error on the first test set, the first of equals", () => {
  const record = (epoch: number, first: number) =>
    ({ epoch, tests: { "a first": { relative_l2: first }, second: { relative_l2: -first } } }) as unknown as FieldEpochRecord;
  expect(bestFieldEpoch([])).toBeUndefined();
  expect(bestFieldEpoch([record(1, 0.3), record(2, 0.1), record(3, 0.1), record(4, 0.2)])?.epoch).toBe(2);
});

test("cancelled, it stands within an epoch, and a state takes it on from there", async () => {
  const whole = await train(smallSpec, 2);
  const trainer = await fieldTrainer(smallSpec, smallData, "cpu");
  await trainer.train();
  const state = await trainer.state();
  const stop = new AbortController();
  await expect(trainer.train(undefined, () => stop.abort(), stop.signal)).rejects.toThrow(CancelledError);
  await expect(trainer.evaluate("fine", undefined, stop.signal)).rejects.toThrow(
    "cancelled in epoch 1 over the test set fine, after batch 0 of 2",
  );
  trainer.load(state);
  await trainer.train();
  expect(await trainer.state()).toEqual(whole.state);
  trainer.destroy();
});

describe("a training that diverges", () => {
  it("stops before the parameters change, and says at which batch and where", async () => {
    const trainer = await fieldTrainer({ ...smallSpec, optimiser: { optimiser: "SGD", lr: 1e30 } }, smallData, "cpu");
    const error = await trainer.train().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DivergedError);
    expect((error as DivergedError).message).toMatch(
      /^epoch 1, batch [2-4]: (the output of layer (lifting|block \d|projection)|the loss|parameter [\w.]+) is not finite any more; /,
    );
    trainer.destroy();
  });

  it.each([
    ["fno_blocks.convs.1.weight.tensor", 3e38, "the output of layer block 1"],
    ["projection.fcs.1.bias", Number.NaN, "parameter projection.fcs.1.bias"],
  ])("names the first that is not finite: %s", async (name, value, what) => {
    const trainer = await fieldTrainer({ ...smallSpec, parts: 2 }, smallData, "cpu");
    const { at, length } = trainer.training.recording.parameters.find((parameter) => parameter.name === name) as never as {
      readonly at: number;
      readonly length: number;
    };
    const state = await trainer.state();
    const broken = state.parameters.slice().fill(value, at, at + length);
    trainer.load({ ...state, parameters: broken });
    await expect(trainer.train()).rejects.toThrow(`epoch 1, batch 1: ${what} is not finite`);
    expect((await trainer.state()).parameters).toEqual(broken);
    await expect(trainer.evaluate("fine")).rejects.toThrow("over the test set fine is not finite");
    trainer.load(state);
    expect((await trainer.train()).loss).toBeGreaterThan(0);
    trainer.destroy();
  });
});

test("software trains as the cpu does, and gives the same bits twice", async () => {
  const spec: FieldTrainingSpec = { ...smallSpec, parts: 2, optimiser: { optimiser: "SGD", lr: 0.01, momentum: 0.9, clip: 1 } };
  const software = await train(spec, 1, undefined, "software");
  const cpu = await train(spec, 1);
  expect(apart(cpu.state.parameters, software.state.parameters)).toBeLessThan(1e-5);
  cpu.errors.forEach((error, k) => {
    expect(software.errors[k] / error).toBeCloseTo(1, 4);
  });
  expect(await train(spec, 1, undefined, "software")).toEqual(software);
}, 120_000);

test("normalisation: a mean of 0 and a deviation of 1 a channel, and back; a constant channel is only moved", () => {
  const set = smooth(9, [4, 5], 2, 2, 7);
  const constant = set.inputs.map((value, i) => (i % 2 === 0 ? value : 5.3));
  const { inputs, outputs } = fitNormalisation({ ...set, inputs: constant });
  expect(inputs.std[1]).toBe(1);
  expect(inputs.mean[1]).toBeCloseTo(5.3, 5);
  const there = normalised(set.targets, outputs);
  for (const channel of [0, 1]) {
    const own = Array.from(there).filter((_, i) => i % 2 === channel);
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1);
    expect(Math.abs(mean)).toBeLessThan(1e-6);
    expect(variance).toBeCloseTo(1, 6);
  }
  expect(apart(set.targets, denormalised(there, outputs))).toBeLessThan(1e-6);
});

test("channels are whole: ratios cut off, halves of the channel MLP's to even, as Python does", () => {
  const channels = (hidden_channels: number, ratio: number, channel_mlp_expansion: number) => {
    const { lifting_channels, mlp_channels } = wholeFno({
      ...smallSpec.model,
      hidden_channels,
      lifting_channel_ratio: ratio,
      channel_mlp_expansion,
    });
    return [lifting_channels, mlp_channels];
  };
  expect(channels(5, 1.5, 0.5)).toEqual([7, 2]);
  expect(channels(7, 2, 0.5)).toEqual([14, 4]);
  expect(channels(3, 0.4, 0.9)).toEqual([1, 3]);
});
