/** Trainer: it learns, gives the same bits, continues, stops; what it says of bad input and of a loss that is not finite. */
import { describe, expect, it, test } from "vitest";
import { CancelledError, DivergedError, InputError } from "../../src/errors.ts";
import { compileTraining } from "../../src/learn/compile.ts";
import { Trainer, type TrainingState } from "../../src/learn/trainer.ts";
import type { TrainingSpec } from "../../src/learn/training-spec.ts";
import { programBytes } from "../../src/plan/program.ts";
import { smallData, smallSpec } from "./small.ts";

type Result = { readonly state: TrainingState; readonly losses: readonly number[]; readonly accuracy: number };

/** Trains for some epochs, from a state if one is given. */
async function train(spec: TrainingSpec, epochs: number, from?: TrainingState, adapter: "cpu" | "software" = "cpu"): Promise<Result> {
  const trainer = await Trainer.create(spec, smallData, adapter);
  try {
    if (from) trainer.load(from);
    const losses: number[] = [];
    for (let n = 0; n < epochs; n++) losses.push((await trainer.train()).loss);
    return { state: await trainer.state(), losses, accuracy: (await trainer.evaluate(false)).accuracy };
  } finally {
    trainer.destroy();
  }
}

const norm = (values: ArrayLike<number>) => Math.sqrt(Array.from(values, (value) => value * value).reduce((a, b) => a + b, 0));
/** Distance of two states' parameters over their length. */
const apart = (a: Result, b: Result) =>
  norm(a.state.parameters.map((value, i) => value - b.state.parameters[i])) / norm(a.state.parameters);

test("it learns; what a pass says is what the examples are", async () => {
  const trainer = await Trainer.create({ ...smallSpec, optimiser: { optimiser: "Adam", lr: 0.05 } }, smallData, "cpu");
  const told: number[] = [];
  const first = await trainer.train(undefined, (done, of) => {
    expect(of).toBe(5);
    told.push(done);
  });
  expect(told.at(-1)).toBe(5);
  expect(first.examples).toBe(53);
  expect(first.losses.length).toBe(5);
  expect(first.loss).toBeCloseTo(
    (12 * (first.losses[0] + first.losses[1] + first.losses[2] + first.losses[3]) + 5 * first.losses[4]) / 53,
    6,
  );
  for (let epoch = 1; epoch < 25; epoch++) await trainer.train();
  const soft = await trainer.evaluate(false);
  expect(soft.accuracy).toBeGreaterThan(0.9);
  expect(soft.examples).toBe(29);
  expect(soft.loss).toBeLessThan(first.loss / 2);
  const hard = await trainer.evaluate(true);
  expect(hard.rates).not.toEqual(soft.rates);
  for (const rate of [...soft.rates, ...hard.rates]) expect(rate > 0 && rate < 1).toBe(true);
  trainer.destroy();
});

test("two runs give equal bits, another seed others", async () => {
  const [a, b, c] = [await train(smallSpec, 3), await train(smallSpec, 3), await train({ ...smallSpec, seed: 4 }, 3)];
  expect(b).toEqual(a);
  expect(c.state.parameters).not.toEqual(a.state.parameters);
});

test("steps are counted through all epochs, and the schedule has the rate of each", async () => {
  const [lr, epochs] = [0.02, 4];
  const schedule = { schedule: "cosine", epochs } as const;
  const trainer = await Trainer.create({ ...smallSpec, optimiser: { optimiser: "Adam", lr }, schedule }, smallData, "cpu");
  for (let epoch = 0; epoch < 3; epoch++) {
    await trainer.train();
    const rates = await trainer.executor.read("rates", "f32");
    const rate = (lr / 2) * (1 + Math.cos((Math.PI * epoch) / epochs));
    for (let batch = 0; batch < 5; batch++) {
      const step = 5 * epoch + batch + 1;
      expect(rates[2 * batch] / (rate / (1 - 0.9 ** step))).toBeCloseTo(1, 5);
      expect(rates[2 * batch + 1] / (1 / Math.sqrt(1 - 0.999 ** step))).toBeCloseTo(1, 5);
    }
  }
  trainer.destroy();
});

test.each([
  ["Adam", { optimiser: "Adam", lr: 0.01 }],
  ["RAdam", { optimiser: "RAdam", lr: 0.01 }],
  ["SGD", { optimiser: "SGD", lr: 0.1, momentum: 0.9, clip: 1, weight_decay: 0.01 }],
  ["RMSprop", { optimiser: "RMSprop" }],
  ["Adadelta", { optimiser: "Adadelta" }],
] as const)("%s: continuing from a state is not having stopped", async (_, optimiser) => {
  const spec: TrainingSpec = { ...smallSpec, optimiser, schedule: { schedule: "cosine", epochs: 6, lr_min: 0.001 } };
  const whole = await train(spec, 5);
  const { state, losses } = await train(spec, 2);
  expect(losses).toEqual(whole.losses.slice(0, 2));
  const continued = await train(spec, 3, state);
  expect(continued.state).toEqual(whole.state);
  expect(continued.losses).toEqual(whole.losses.slice(2));
});

test("in parts a training is the same up to rounding, and a part's size is what memory has room for", async () => {
  const whole = await train(smallSpec, 3);
  const parted = await train({ ...smallSpec, parts: 4 }, 3);
  expect(apart(whole, parted)).toBeGreaterThan(0);
  expect(apart(whole, parted)).toBeLessThan(1e-5);

  const bytes = (parts: number) => programBytes(compileTraining({ ...smallSpec, parts }, smallData).program);
  expect(bytes(4)).toBeLessThan(bytes(3));
  for (const parts of [1, 2, 3, 4, 6, 12]) expect(compileTraining({ ...smallSpec, memory: bytes(parts) }, smallData).parts).toBe(parts);
  expect(compileTraining({ ...smallSpec, memory: bytes(3) - 1 }, smallData).parts).toBe(4);
  const least = bytes(12);
  expect(() => compileTraining({ ...smallSpec, memory: least - 1 }, smallData)).toThrow(
    new InputError("memory", least - 1, `${least} bytes are needed even with one example at a time; give as many, or take fewer examples`),
  );
});

test("the penalty makes spikes rarer and is told apart from the loss", async () => {
  const passes = [];
  for (const sparsity of [0, 2]) {
    const trainer = await Trainer.create({ ...smallSpec, sparsity }, smallData, "cpu");
    for (let epoch = 0; epoch < 10; epoch++) await trainer.train();
    passes.push(await trainer.evaluate(false));
    trainer.destroy();
  }
  const [without, with2] = passes;
  expect(without.penalty).toBe(0);
  expect(with2.penalty).toBeCloseTo(2 * ((with2.rates[0] + with2.rates[1]) / 2), 6);
  expect(with2.rates[0]).toBeLessThan(without.rates[0] - 0.02);
  expect(with2.rates[1]).toBeLessThan(without.rates[1] - 0.02);
});

test("cancelled, it stands within an epoch, and a state takes it on from there", async () => {
  const whole = await train(smallSpec, 3);
  const trainer = await Trainer.create(smallSpec, smallData, "cpu");
  await trainer.train();
  const state = await trainer.state();
  const stop = new AbortController();
  const under = trainer.train(undefined, () => stop.abort(), stop.signal);
  await expect(under).rejects.toThrow(CancelledError);
  await expect(trainer.train(undefined, undefined, stop.signal)).rejects.toThrow("cancelled in epoch 2, after batch 0 of 5");
  await expect(trainer.evaluate(true, undefined, stop.signal)).rejects.toThrow(
    "cancelled in epoch 1 over the test set, after batch 0 of 3",
  );
  trainer.load(state);
  await trainer.train();
  await trainer.train();
  expect(await trainer.state()).toEqual(whole.state);
  trainer.destroy();
});

describe("a training that diverges", () => {
  const diverging = (lr: number): TrainingSpec => ({ ...smallSpec, optimiser: { optimiser: "SGD", lr } });

  it("stops before the parameters change, and says at which batch and where", async () => {
    const trainer = await Trainer.create(diverging(1e38), smallData, "cpu");
    const error = await trainer.train().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DivergedError);
    expect((error as DivergedError).exitCode).toBe(1);
    expect((error as DivergedError).message).toMatch(
      /^epoch 1, batch [2-5]: (the output of layer \d \(Linear\)|the loss|parameter \d\.\w+) is not finite any more; lower the learning rate, or clip the gradients$/,
    );
    trainer.destroy();
  });

  it("names the first layer whose output is not finite", async () => {
    const trainer = await Trainer.create(smallSpec, smallData, "cpu");
    const { parameters } = trainer.training.recording;
    const state = await trainer.state();
    const broken = state.parameters.slice();
    const at = parameters.find(({ name }) => name === "2.weight")?.at as number;
    // Finite, but their products with what comes in are not.
    broken.fill(3e38, at, at + 35);
    trainer.load({ ...state, parameters: broken });
    await expect(trainer.train()).rejects.toThrow("epoch 1, batch 1: the output of layer 2 (Linear) is not finite");
    expect((await trainer.state()).parameters).toEqual(broken);
    await expect(trainer.evaluate(false)).rejects.toThrow("over the test set is not finite");
    trainer.destroy();
  });

  it.each([
    ["0.weight", 3],
    ["1.log_eps", 1],
    ["4.bias", 2],
  ])("names a parameter that is not finite: %s", async (name, k) => {
    const trainer = await Trainer.create({ ...smallSpec, parts: 3 }, smallData, "cpu");
    const owner = name.endsWith("log_eps") ? "1.raw" : name;
    const at = trainer.training.recording.parameters.find((parameter) => parameter.name === owner)?.at as number;
    const state = await trainer.state();
    const broken = state.parameters.slice();
    broken[at + k] = Number.NaN;
    trainer.load({ ...state, parameters: broken });
    await expect(trainer.train()).rejects.toThrow(`epoch 1, batch 1: parameter ${name} is not finite`);
    trainer.load(state);
    expect((await trainer.train()).loss).toBeGreaterThan(0);
    trainer.destroy();
  });
});

test("software trains as the cpu does, and gives the same bits twice", async () => {
  const optimiser = { optimiser: "SGD", lr: 0.1, momentum: 0.9, clip: 0.5 } as const;
  const spec: TrainingSpec = { ...smallSpec, sparsity: 0.1, parts: 2, optimiser };
  const software = await train(spec, 1, undefined, "software");
  expect(apart(await train(spec, 1), software)).toBeLessThan(1e-5);
  expect(await train(spec, 1, undefined, "software")).toEqual(software);
}, 120_000);
