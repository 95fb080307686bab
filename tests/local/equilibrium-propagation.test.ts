/** Equilibrium propagation: rest is rest, the two phases give the gradient, images are learnt, bad input is named. */
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { differences, estimate, examplesOf, smallSpec } from "../../examples/equilibrium-propagation/gradient.ts";
import { SMOOTH } from "../../examples/equilibrium-propagation/parameters.ts";
import { CancelledError, InputError } from "../../src/errors.ts";
import type { DataSet } from "../../src/learn/data.ts";
import { equilibriumProgram, parametersOf } from "../../src/local/equilibrium-program.ts";
import { EquilibriumPropagation } from "../../src/local/equilibrium-propagation.ts";
import type { EquilibriumPropagationSpec } from "../../src/local/equilibrium-spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { Dice } from "../../src/verify/dice.ts";

const spec: EquilibriumPropagationSpec = {
  layers: [7, 6, 5, 3],
  batch: 4,
  beta: 0.1,
  nudging: "symmetric",
  free: 400,
  nudged: 400,
  seed: 3,
};

/** One pixel of a class's own is bright, the others dim and random. */
function stripes(count: number, seed: number): DataSet["train"] {
  const dice = new Dice(seed, "stripes");
  const labels = Uint8Array.from({ length: count }, () => dice.whole(0, 2));
  const pixels = Uint8Array.from({ length: 9 * count }, (_, i) =>
    i % 9 < 6 && i % 3 === labels[Math.floor(i / 9)] ? 255 : dice.whole(0, 60),
  );
  return { shape: [9], pixels, labels, classes: 3 };
}

test("the free phase ends where no state can lower the energy", async () => {
  const dice = new Dice(1, "rest");
  const program = new CpuProgram(equilibriumProgram(spec), "f64");
  const inputs = Float32Array.from(dice.list(4 * 7, 0, 1));
  const weights = [7 * 6, 6 * 5, 5 * 3].map((count) => Float32Array.from(dice.list(count, -0.5, 0.5)));
  const biases = [6, 5, 3].map((count) => Float32Array.from(dice.list(count, -0.2, 0.8)));
  program.write("input", inputs);
  weights.forEach((values, k) => {
    program.write(parametersOf(k + 1), Float32Array.of(...values, ...biases[k]!));
  });
  await program.run("relax");
  const layers = [inputs, ...[1, 2, 3].map((layer) => program.view(`states ${layer}`))];
  let inside = 0;
  for (let b = 0; b < 4; b++) {
    for (let l = 1; l < 4; l++) {
      for (let i = 0; i < spec.layers[l]!; i++) {
        let slope = layers[l]![b * spec.layers[l]! + i]! - biases[l - 1]![i]!;
        for (let j = 0; j < spec.layers[l - 1]!; j++)
          slope -= layers[l - 1]![b * spec.layers[l - 1]! + j]! * weights[l - 1]![j * spec.layers[l]! + i]!;
        for (let j = 0; j < (spec.layers[l + 1] ?? 0); j++)
          slope -= layers[l + 1]![b * spec.layers[l + 1]! + j]! * weights[l]![i * spec.layers[l + 1]! + j]!;
        const s = layers[l]![b * spec.layers[l]! + i]!;
        if (s > 0 && s < 1) {
          inside++;
          expect(Math.abs(slope)).toBeLessThan(1e-9);
        } else expect(s === 0 ? slope : -slope).toBeGreaterThan(0);
      }
    }
  }
  expect(inside).toBeGreaterThan(20);
});

test("both phases give the gradient: one-sided up to beta, with +-beta up to its square", { timeout: 60_000 }, async () => {
  const bench = new Workbench({ adapter: "cpu" });
  const examples = examplesOf(7, SMOOTH);
  const reference = await differences(examples, bench);
  const of = async (beta: number, nudging: "one-sided" | "symmetric") => estimate(smallSpec(beta, nudging), examples, reference, bench);
  for (const beta of [0.1, 0.01]) expect((await of(beta, "symmetric")).cosine).toBeGreaterThan(0.9999);
  const miss = async (beta: number, nudging: "one-sided" | "symmetric") => Math.abs((await of(beta, nudging)).norm - 1);
  expect((await miss(0.04, "one-sided")) / (await miss(0.02, "one-sided"))).toBeCloseTo(2, 0);
  expect((await miss(0.04, "symmetric")) / (await miss(0.02, "symmetric"))).toBeCloseTo(4, 0);
});

test.each(["one-sided", "random-sign", "symmetric"] as const)("software says what the cpu says, %s", async (nudging) => {
  const dice = new Dice(2, "software");
  const [inputs, targets] = [Float32Array.from(dice.list(28, 0, 1)), Float32Array.from(dice.list(12, 0, 1))];
  const small = { ...spec, nudging, free: 12, nudged: 3 };
  const seen = [];
  for (const adapter of ["cpu", "software"] as const) {
    const network = await EquilibriumPropagation.create(small, { adapter });
    seen.push({ states: await network.relax(inputs), ...(await network.gradients(inputs, targets)) });
    network.destroy();
  }
  const [cpu, software] = seen as [(typeof seen)[0], (typeof seen)[0]];
  expect(software.cost).toBeCloseTo(cpu.cost, 5);
  cpu.states.forEach((states, l) => {
    states.forEach((s, i) => {
      expect(software.states[l]![i]).toBeCloseTo(s, 5);
    });
  });
  cpu.layers.forEach(({ weight, bias }, l) => {
    weight.forEach((value, i) => {
      expect(software.layers[l]!.weight[i]).toBeCloseTo(value, 4);
    });
    bias.forEach((value, i) => {
      expect(software.layers[l]!.bias[i]).toBeCloseTo(value, 4);
    });
  });
});

test("it learns, to the same bits twice; a last batch that is not full counts as it is", { timeout: 30_000 }, async () => {
  const data = { train: stripes(205, 1), test: stripes(103, 2) };
  const learner = { ...spec, layers: [9, 12, 3], batch: 10, beta: 0.5, nudging: "random-sign", free: 20, nudged: 4 } as const;
  const learn = async () => {
    const network = await EquilibriumPropagation.create(learner, { adapter: "cpu", data });
    const before = await network.evaluate();
    const costs: number[] = [];
    for (let epoch = 0; epoch < 10; epoch++) costs.push((await network.train([0.1, 0.05])).cost);
    const after = await network.evaluate();
    return { before, costs, after, parameters: await network.parameters(), epoch: network.epoch };
  };
  const first = await learn();
  expect(first.before.accuracy).toBeLessThan(0.7);
  expect(first.after.accuracy).toBeGreaterThan(0.97);
  expect(first.costs[9]!).toBeLessThan(0.4 * first.costs[0]!);
  expect(first.epoch).toBe(10);
  expect(await learn()).toEqual(first);
});

test("random-sign nudges a batch by +beta, as one-sided does, or by -beta: now one, now the other", async () => {
  const data = { train: stripes(10, 1), test: stripes(10, 2) };
  const after = async (nudging: EquilibriumPropagationSpec["nudging"], seed: number) => {
    const network = await EquilibriumPropagation.create(
      { layers: [9, 6, 3], batch: 10, beta: 0.3, nudging, free: 20, nudged: 4, seed },
      { adapter: "cpu", data },
    );
    await network.train([0.1, 0.05]);
    const { weight } = (await network.parameters())[0]!;
    network.destroy();
    return weight;
  };
  let plus = 0;
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const [either, one] = [await after("random-sign", seed), await after("one-sided", seed)];
    if (either.every((value, i) => value === one[i])) plus++;
    else for (const [i, value] of either.entries()) expect(Math.abs(value - one[i]!)).toBeLessThan(0.05);
  }
  expect(plus).toBeGreaterThan(0);
  expect(plus).toBeLessThan(8);
});

test("a cancelled epoch says so; calls take turns", async () => {
  const data = { train: stripes(60, 1), test: stripes(30, 2) };
  const network = await EquilibriumPropagation.create({ ...spec, layers: [9, 4, 3] }, { adapter: "cpu", data });
  await expect(network.train([0.1, 0.1], { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
  const first = network.evaluate();
  await expect(network.evaluate()).rejects.toThrow("busy");
  await first;
});

test.each<[Partial<EquilibriumPropagationSpec>, string]>([
  [{ layers: [7, 3] }, "layers: [7,3]: must be three sizes or more"],
  [{ layers: [7, 0, 3] }, "layers[1]: 0: a whole number, 1 or more"],
  [{ batch: 1.5 }, "batch: 1.5"],
  [{ beta: 0 }, "beta: 0: a finite number, above 0"],
  [{ nudging: "both" as "symmetric" }, 'nudging: "both": must be one of: one-sided, random-sign, symmetric'],
  [{ free: 0 }, "free: 0"],
  [{ nudged: -1 }, "nudged: -1"],
  [{ step: 1.5 }, "step: 1.5: must be a number above 0 and at most 1"],
  [{ seed: -1 }, "seed: -1"],
])("a spec with %j is refused", async (wrong, message) => {
  const attempt = EquilibriumPropagation.create({ ...spec, ...wrong }, { adapter: "cpu" });
  await expect(attempt).rejects.toThrow(InputError);
  await expect(attempt).rejects.toThrow(message);
});

test("bad data, inputs, rates and weights are named", async () => {
  const data = { train: stripes(20, 1), test: stripes(10, 2) };
  const layers = [9, 4, 3];
  const create = (changed: DataSet) => EquilibriumPropagation.create({ ...spec, layers }, { adapter: "cpu", data: changed });
  const train = (changed: Partial<DataSet["train"]>) => create({ ...data, train: { ...data.train, ...changed } });
  await expect(train({ pixels: new Uint8Array(3) })).rejects.toThrow("train.pixels: array of 3: 20 labels need 180 of them");
  await expect(train({ classes: 4 })).rejects.toThrow("train.classes: 4: the output layer has 3 units");
  await expect(train({ labels: new Uint8Array(20).fill(3) })).rejects.toThrow("train.labels[0]: 3: labels of 3 classes are 0 to 2");
  await expect(train({ labels: new Uint8Array(0) })).rejects.toThrow("train.labels: array of 0: a set needs examples");
  const network = await create(data);
  await expect(network.train([0.1])).rejects.toThrow("rates: [0.1]: must be 2 numbers");
  await expect(network.train([0.1, -1])).rejects.toThrow("rates[1]: -1");
  await expect(network.relax(new Float32Array(3))).rejects.toThrow("inputs: array of 3: must have 4 x 9 numbers");
  await expect(network.gradients(new Float32Array(36).fill(Number.NaN), new Float32Array(12))).rejects.toThrow("inputs[0]: NaN");
  expect(() => network.setParameters([])).toThrow("parameters: 0: must be 2 layers");
  const without = await EquilibriumPropagation.create(spec, { adapter: "cpu" });
  await expect(without.evaluate()).rejects.toThrow("data: undefined: evaluate needs a data set");
});
