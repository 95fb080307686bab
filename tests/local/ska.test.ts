/** Structured knowledge accumulation against its formulas in float64. */
import { expect, test } from "vitest";
import { InputError, StateDivergedError } from "../../src/errors.ts";
import { Dice as Draws } from "../../src/learn/dice.ts";
import { Ska, type SkaSpec } from "../../src/local/ska.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import { Dice } from "../../src/verify/dice.ts";

/** Every sum written out. @returns the entropy of each layer in each step, in bits an example */
function reference({ widths, inputs, rate, steps, seed, deviation = 0.01 }: SkaSpec): number[][] {
  const examples = inputs.length / widths[0]!;
  const layers = widths.slice(1).map((units, l) => ({
    ...{ wide: widths[l]!, units, w: Array.from(new Draws(seed, streamOf(Stream.couplings, l)).normals(widths[l]! * units, deviation)) },
    ...{ b: new Array<number>(units).fill(0), D: [] as number[] },
  }));
  const history = layers.map(() => [] as number[]);
  for (let k = 0; k < steps; k++) {
    let x = Array.from(inputs);
    for (const [l, layer] of layers.entries()) {
      const { wide, units, w, b } = layer;
      const z = Array.from({ length: examples * units }, (_, i) => {
        let sum = b[i % units]!;
        for (let j = 0; j < wide; j++) sum += x[Math.floor(i / units) * wide + j]! * w[j * units + (i % units)]!;
        return sum;
      });
      const D = z.map((value) => 1 / (1 + Math.exp(-value)));
      const shift = D.map((value, i) => (k === 0 ? 0 : value - layer.D[i]!));
      history[l]!.push(-z.reduce((sum, value, i) => sum + value * shift[i]!, 0) / Math.LN2 / examples);
      for (let i = 0; i < z.length; i++) {
        const gradient = -(z[i]! * D[i]! * (1 - D[i]!) + shift[i]!) / Math.LN2;
        for (let j = 0; j < wide; j++) w[j * units + (i % units)]! -= (rate * x[Math.floor(i / units) * wide + j]! * gradient) / examples;
        b[i % units]! -= (rate * gradient) / examples;
      }
      [layer.D, x] = [D, D];
    }
  }
  return history;
}

const spec: SkaSpec = { widths: [7, 6, 3], inputs: new Dice(4, "ska").list(5 * 7, 0, 1), rate: 0.2, steps: 20, seed: 3, deviation: 0.3 };

test.each(["cpu", "software"] as const)("two layers, step by step, on %s", { timeout: 60_000 }, async (adapter) => {
  const layers = await Ska.create(spec, { adapter });
  await layers.run(7);
  await layers.run(13);
  const found = await layers.entropies();
  for (const [l, expected] of reference(spec).entries()) {
    expect(found[l]!.length).toBe(20);
    expect(found[l]![0]).toBeCloseTo(0, 12);
    expect(Math.abs(expected[19]!)).toBeGreaterThan(1e-4);
    for (const [k, value] of expected.entries()) expect(found[l]![k]! - value).toBeCloseTo(0, 6);
  }
  layers.destroy();
});

test("what is wrong is said in one line", async () => {
  for (const [change, message] of [
    [{ widths: [7] }, "widths: [7]: must be the size of an example, then units of each layer"],
    [{ widths: [7, 0] }, "widths[1]: 0: must be an integer of 1 or more"],
    [{ widths: [6, 2] }, "must be examples of 6 numbers each"],
    [{ steps: 0 }, "steps: 0: must be an integer of 1 or more"],
    [{ rate: -1 }, "rate: -1: must be a finite number above 0"],
    [{ seed: 0.5 }, "seed: 0.5: must be an integer of 0 or more"],
    [{ deviation: Number.NaN }, "deviation: NaN: must be a finite number of 0 or more"],
    [{ inputs: [Number.NaN] }, "inputs[0]: NaN: must be a finite number"],
  ] as const) {
    const error = await Ska.create({ ...spec, ...change }, { adapter: "cpu" }).catch((caught) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(message);
  }
  const layers = await Ska.create({ ...spec, rate: 1e38, inputs: spec.inputs.map((x) => 1e10 * x) }, { adapter: "cpu" });
  await expect(layers.run(21)).rejects.toThrow("steps: 21: must be an integer of 0 to 20: the spec has 20");
  await expect(layers.run(20)).rejects.toThrow(StateDivergedError);
});
