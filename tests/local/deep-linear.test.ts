/** Deep linear networks against closed forms, and against float64 loops. */
import { expect, test } from "vitest";
import { InputError, StateDivergedError } from "../../src/errors.ts";
import { DeepLinear, type DeepLinearSpec } from "../../src/local/deep-linear.ts";
import { Dice } from "../../src/verify/dice.ts";

/** left (rows x depth) times right (depth x columns). */
function product(left: ArrayLike<number>, right: ArrayLike<number>, depth: number): number[] {
  const [rows, columns] = [left.length / depth, right.length / depth];
  return Array.from({ length: rows * columns }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += left[Math.floor(i / columns) * depth + k]! * right[k * columns + (i % columns)]!;
    return sum;
  });
}

const turned = (matrix: ArrayLike<number>, rows: number) =>
  Array.from({ length: matrix.length }, (_, i) => matrix[(i % rows) * (matrix.length / rows) + Math.floor(i / rows)]!);

/** Slopes of W_1, W_2 and W_3 as the paper has them. */
function slopes([one, two, three]: readonly number[][], target: readonly number[], [a, b, c, d]: readonly number[]): number[][] {
  const whole = product(three!, product(two!, one!, b!), c!);
  const error = target.map((value, i) => value - whole[i]!);
  return [
    product(turned(product(three!, two!, c!), d!), error, d!),
    product(turned(three!, d!), product(error, turned(one!, b!), a!), d!),
    product(error, turned(product(two!, one!, b!), c!), a!),
  ];
}

test.each(["cpu", "software"] as const)("three layers follow the gradient of their error, on %s", { timeout: 60_000 }, async (adapter) => {
  const dice = new Dice(1, "deep");
  const widths = [3, 5, 4, 2];
  const weights = [15, 20, 8].map((length) => dice.list(length, -0.8, 0.8));
  const target = dice.list(6, -1, 1);
  const [tau, dt] = [2, 0.05];
  const network = await DeepLinear.create({ widths, target, weights, tau, dt }, { adapter });
  await network.run(40);
  expect(network.time).toBeCloseTo(2, 12);
  // The midpoint rule in float64.
  let now = weights;
  const moved = (along: readonly number[][], by: number) => now.map((matrix, l) => matrix.map((w, i) => w + (by / tau) * along[l]![i]!));
  for (let n = 0; n < 1000; n++) now = moved(slopes(moved(slopes(now, target, widths), 1e-3), target, widths), 2e-3);
  const found = await network.weights();
  for (const [l, matrix] of now.entries()) for (const [i, w] of matrix.entries()) expect(found[l]![i]! - w).toBeCloseTo(0, 5);
  const whole = product(now[2]!, product(now[1]!, now[0]!, 5), 4);
  const got = await network.product();
  for (const [i, w] of whole.entries()) expect(got[i]! - w).toBeCloseTo(0, 5);
  network.destroy();
});

test("one number through two layers: the exact curve", async () => {
  const [s, u0] = [3, 1e-3];
  const side = Math.sqrt(u0);
  const network = await DeepLinear.create({ widths: [1, 1, 1], target: [s], weights: [[side], [side]], dt: 0.01 }, { adapter: "cpu" });
  for (let k = 0; k < 10; k++) {
    await network.run(25);
    const grown = Math.exp(2 * s * network.time);
    expect((await network.product())[0]!).toBeCloseTo((s * grown) / (grown - 1 + s / u0), 4);
  }
});

test("what is wrong is said in one line", async () => {
  const spec: DeepLinearSpec = { widths: [2, 3, 1], target: [1, 2], weights: [new Float32Array(6), new Float32Array(3)], dt: 0.1 };
  for (const [change, message] of [
    [{ widths: [2, 3] }, "widths: [2,3]: must be 3 numbers or more, from inputs to outputs"],
    [{ widths: [2, 0, 1] }, "widths[1]: 0: must be an integer of 1 or more"],
    [{ dt: 0 }, "dt: 0: must be a finite number above 0"],
    [{ tau: -1 }, "tau: -1: must be a finite number above 0"],
    [{ target: [1] }, "target: array of 1: must have 2 elements, 1 x 2"],
    [{ weights: [new Float32Array(6)] }, "must be 2 matrices, one a layer"],
    [{ weights: [new Float32Array(6), new Float32Array(4)] }, "weights[1]: array of 4: must have 3 elements, 1 x 3"],
  ] as const) {
    const error = await DeepLinear.create({ ...spec, ...change }, { adapter: "cpu" }).catch((caught) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(message);
  }
  const network = await DeepLinear.create(
    { ...spec, weights: [new Float32Array(6).fill(1e3), new Float32Array(3).fill(1e3)] },
    { adapter: "cpu" },
  );
  await expect(network.run(0.5)).rejects.toThrow("steps: 0.5: must be an integer of 0 or more");
  await expect(network.run(50)).rejects.toThrow(StateDivergedError);
  await expect(network.run(1, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
});
