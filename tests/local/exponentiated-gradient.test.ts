/** Exponentiated gradient against its formula in float64, under noise and on a regression. */
import { expect, test } from "vitest";
import { InputError, StateDivergedError } from "../../src/errors.ts";
import { GRADIENT_SET, LinearWeights, type LinearWeightsSpec } from "../../src/local/exponentiated-gradient.ts";
import { normalQ26 } from "../../src/twins/lib/normal.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../../src/twins/lib/philox.ts";
import { Dice } from "../../src/verify/dice.ts";

const RULES = ["exponentiated-gradient", "gradient-descent"] as const;

function moved(rule: LinearWeightsSpec["rule"], w: number, change: number): number {
  return rule === "gradient-descent" ? w - change : w * Math.exp(-Math.sign(w) * change);
}

test.each(RULES.flatMap((rule) => (["cpu", "software"] as const).map((adapter) => [rule, adapter] as const)))(
  "%s under noise, on %s",
  async (rule, adapter) => {
    const weights = new Dice(1, "noise").list(131, -1, 1);
    const [rate, deviation, seed, steps] = [0.1, 0.7, 2 ** 40 + 5, 30];
    const learner = await LinearWeights.create({ rule, rate, weights, drive: { kind: "noise", deviation, seed } }, { adapter });
    await learner.run(10);
    await learner.run(20);
    const found = await learner.weights();
    const words = new Int32Array(4);
    const [key0, key1] = keyOf(seed);
    weights.forEach((first, i) => {
      let w = first;
      for (let step = 0; step < steps; step++) {
        philox4x32(key0, key1, i >> 2, step, streamOf(Stream.patterns, GRADIENT_SET), 0, words);
        w = moved(rule, w, (rate * deviation * normalQ26(words[i & 3]!)) / 2 ** 26);
      }
      expect(found[i]! / w).toBeCloseTo(1, 4);
    });
    learner.destroy();
  },
);

test.each(RULES.flatMap((rule) => (["cpu", "software"] as const).map((adapter) => [rule, adapter] as const)))(
  "%s on a regression, on %s",
  async (rule, adapter) => {
    const dice = new Dice(2, "regression");
    const [examples, wide, outputs, rate] = [11, 5, 3, 0.3];
    const [inputs, targets] = [dice.list(examples * wide, -1, 1), dice.list(examples * outputs, -1, 1)];
    let weights = dice.list(wide * outputs, -1, 1);
    const learner = await LinearWeights.create(
      { rule, rate, weights, drive: { kind: "regression", examples, inputs, targets } },
      { adapter },
    );
    await learner.run(25);
    for (let step = 0; step < 25; step++) {
      const errors = targets.map((target, i) => {
        let sum = -target;
        for (let j = 0; j < wide; j++) sum += inputs[Math.floor(i / outputs) * wide + j]! * weights[j * outputs + (i % outputs)]!;
        return sum;
      });
      weights = weights.map((w, k) => {
        let gradient = 0;
        for (let e = 0; e < examples; e++) gradient += inputs[e * wide + Math.floor(k / outputs)]! * errors[e * outputs + (k % outputs)]!;
        return moved(rule, w, (rate * gradient) / examples);
      });
    }
    const found = await learner.weights();
    weights.forEach((w, k) => expect(found[k]! - w).toBeCloseTo(0, 5));
    learner.destroy();
  },
);

test("what is wrong is said in one line", async () => {
  const drive = { kind: "regression", examples: 2, inputs: [1, 2, 3, 4], targets: [1, 2] } as const;
  const spec: LinearWeightsSpec = { rule: "exponentiated-gradient", rate: 0.1, weights: [1, -1], drive };
  for (const [change, message] of [
    [{ rule: "spam" as "gradient-descent" }, 'rule: "spam": must be one of: exponentiated-gradient, gradient-descent'],
    [{ rate: 0 }, "rate: 0: must be a finite number above 0"],
    [{ weights: [1, 0] }, "weights[1]: 0: must not be 0: exponentiated gradient keeps signs, and 0 has none"],
    [{ weights: [1, 2, 3] }, "weights: array of 3: must be 2 x outputs, one row an input"],
    [{ weights: [] }, "weights: []: must be one or more"],
    [{ drive: { ...drive, examples: 3 } }, "must be 3 examples of as many numbers each"],
    [{ drive: { ...drive, targets: [1] } }, "drive.targets: array of 1: must have 2 elements, 2 x 1"],
    [{ drive: { ...drive, examples: 0 } }, "drive.examples: 0: must be an integer of 1 or more"],
    [{ drive: { kind: "noise", deviation: 0, seed: 1 } }, "drive.deviation: 0: must be a finite number above 0"],
    [{ drive: { kind: "noise", deviation: 1, seed: -1 } }, "drive.seed: -1: must be an integer of 0 or more"],
    [{ drive: {} as LinearWeightsSpec["drive"] }, 'drive: {}: must be of kind "noise" or "regression"'],
  ] as const) {
    const error = await LinearWeights.create({ ...spec, ...change }, { adapter: "cpu" }).catch((caught) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(message);
  }
  const learner = await LinearWeights.create({ ...spec, rule: "gradient-descent", rate: 1e30 }, { adapter: "cpu" });
  await expect(learner.run(-1)).rejects.toThrow("steps: -1: must be an integer of 0 or more");
  await expect(learner.run(4)).rejects.toThrow(StateDivergedError);
});
