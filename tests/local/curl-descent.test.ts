/** Curl descent against its definition, and its criterion against the whole linear operator. */
import { expect, test } from "vitest";
import { productOf } from "../../examples/curl-descent/solutions.ts";
import { CancelledError, InputError } from "../../src/errors.ts";
import { CurlDescent, type CurlDescentSpec, type CurlNetwork, curlDescentProgram } from "../../src/local/curl-descent.ts";
import { curlStability, symmetricEigenvalues } from "../../src/local/curl-stability.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { Dice } from "../../src/verify/dice.ts";

const sizes = { inputs: 3, hidden: 5, outputs: 2 } as const;

function random(dice: Dice, flips: boolean): CurlNetwork {
  const sign = () => (flips && dice.whole(0, 2) === 0 ? -1 : 1);
  return {
    ...{ W1: dice.list(15, -1, 1), W2: dice.list(10, -1, 1), teacher: dice.list(6, -1, 1) },
    ...{ signs1: Array.from({ length: 5 }, sign), signs2: Array.from({ length: 5 }, sign) },
  };
}

const dice = new Dice(9, "curl");
const networks = Array.from({ length: 4 }, (_, k) => random(dice, k > 0));
const spec: CurlDescentSpec = { ...sizes, networks, rate: 0.05, limit: 1e3 };

/** The rule as it is written, element by element. */
function steps({ W1, W2, teacher, signs1, signs2 }: CurlNetwork, count: number) {
  let [first, second] = [Array.from(W1), Array.from(W2)];
  const error = () => productOf(sizes, second, first).map((value, at) => value - teacher[at]!);
  for (let n = 0; n < count; n++) {
    const E = error();
    const [a, b] = [first, second];
    const sum = (length: number, of: (k: number) => number) => Array.from({ length }, (_, k) => of(k)).reduce((x, y) => x + y, 0);
    first = a.map((w, at) => {
      const [h, i] = [Math.floor(at / 3), at % 3];
      return w - 0.05 * signs1[h]! * sum(2, (o) => b[o * 5 + h]! * E[o * 3 + i]!);
    });
    second = b.map((w, at) => {
      const [o, h] = [Math.floor(at / 5), at % 5];
      return w - 0.05 * signs2[h]! * sum(3, (i) => E[o * 3 + i]! * a[h * 3 + i]!);
    });
  }
  return { W1: first, W2: second, residual: Math.hypot(...error()) };
}

test("steps are those of the definition, in float64 and on both adapters", async () => {
  const program = new CpuProgram(curlDescentProgram(spec), "f64");
  await program.run("step", 6);
  await program.run("look");
  const seen: { W1: Float32Array; W2: Float32Array; residuals: Float32Array }[] = [];
  for (const adapter of ["cpu", "software"] as const) {
    const learning = await CurlDescent.create(spec, { adapter });
    await learning.run(6);
    seen.push({ ...(await learning.weights()), residuals: await learning.residuals() });
    learning.destroy();
  }
  networks.forEach((network, n) => {
    const expected = steps(network, 6);
    // What the program is given is float32.
    expected.W1.forEach((w, at) => {
      expect(program.view("W1")[n * 15 + at]).toBeCloseTo(w, 6);
      for (const { W1 } of seen) expect(W1[n * 15 + at]).toBeCloseTo(w, 4);
    });
    expected.W2.forEach((w, at) => {
      expect(program.view("W2")[n * 10 + at]).toBeCloseTo(w, 6);
      for (const { W2 } of seen) expect(W2[n * 10 + at]).toBeCloseTo(w, 4);
    });
    expect(program.view("residuals")[n]).toBeCloseTo(expected.residual, 6);
    for (const { residuals } of seen) expect(residuals[n]).toBeCloseTo(expected.residual, 4);
  });
});

test("residuals are known from the first step on, and runs go on where they ended", async () => {
  const learning = await CurlDescent.create(spec, { adapter: "cpu" });
  expect((await learning.residuals())[1]).toBeCloseTo(steps(networks[1]!, 0).residual, 5);
  await learning.run(70);
  await learning.run(30);
  const parts = await learning.weights();
  const whole = await CurlDescent.create(spec, { adapter: "cpu" });
  await whole.run(100);
  expect(await whole.weights()).toEqual(parts);
});

test("a network that reaches the limit is left as it is; the others go on", async () => {
  const runaway = { ...networks[0]!, signs1: new Float32Array(5).fill(-1), signs2: new Float32Array(5).fill(-1) };
  const learning = await CurlDescent.create({ ...spec, networks: [runaway, networks[0]!], limit: 10 }, { adapter: "cpu" });
  await learning.run(400);
  const [out, going] = await learning.residuals();
  const { W1 } = await learning.weights();
  expect(out).toBeGreaterThanOrEqual(10);
  expect(out).toBeLessThan(1e4);
  await learning.run(400);
  const later = await learning.residuals();
  expect(later[0]).toBe(out);
  expect(later[1]).toBeLessThan(going!);
  expect((await learning.weights()).W1.slice(0, 15)).toEqual(W1.slice(0, 15));
});

test("eigenvalues of a chain of springs", () => {
  for (const n of [1, 2, 13]) {
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const apart = Math.abs(Math.floor(at / n) - (at % n));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    symmetricEigenvalues(matrix, n).forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * (k + 1)) / (n + 1)), 12);
    });
  }
});

test("the criterion is the smallest rate of the linear operator on errors", () => {
  for (const network of networks) {
    const operator = new Float64Array(36);
    for (let at = 0; at < 6; at++) {
      const E = new Float64Array(6);
      E[at] = 1;
      const [W1, W2] = [Array.from(network.W1), Array.from(network.W2)];
      // What a unit of error moves the weights by, and that the product.
      const move1 = W1.map((_, k) => {
        const [h, i] = [Math.floor(k / 3), k % 3];
        return network.signs1[h]! * (W2[h]! * E[i]! + W2[5 + h]! * E[3 + i]!);
      });
      const move2 = W2.map((_, k) => {
        const [o, h] = [Math.floor(k / 5), k % 5];
        return network.signs2[h]! * (E[o * 3]! * W1[h * 3]! + E[o * 3 + 1]! * W1[h * 3 + 1]! + E[o * 3 + 2]! * W1[h * 3 + 2]!);
      });
      const [left, right] = [productOf(sizes, W2, move1), productOf(sizes, move2, W1)];
      for (let k = 0; k < 6; k++) operator[k * 6 + at] = left[k]! + right[k]!;
    }
    expect(curlStability(sizes, network)).toBeCloseTo(symmetricEigenvalues(operator, 6)[0]!, 10);
  }
});

test("without flips every solution is stable; a criterion that would always be 0 is refused", () => {
  expect(curlStability(sizes, networks[0]!)).toBeGreaterThan(0);
  const thin = { W1: [1, 2, 3], W2: [1, 2], signs1: [1], signs2: [1] };
  expect(() => curlStability({ inputs: 3, hidden: 1, outputs: 2 }, thin)).toThrow("hidden: 1: must be 2 or more");
});

test("a cancelled run says so", async () => {
  const learning = await CurlDescent.create(spec, { adapter: "cpu" });
  await expect(learning.run(3, { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
  await expect(learning.run(1.5)).rejects.toThrow("steps: 1.5: a whole number, 0 or more");
});

const [network] = networks as [CurlNetwork];

test.each<[string, Partial<CurlDescentSpec>]>([
  ["inputs: 0: a whole number, 1 or more", { inputs: 0 }],
  ["hidden: 1.5", { hidden: 1.5 }],
  ["rate: 0: a finite number, above 0", { rate: 0 }],
  ["limit: Infinity: must be a number above 0 and below 3e38", { limit: Number.POSITIVE_INFINITY }],
  ["networks: []: there must be one or more", { networks: [] }],
  ["networks[0].W1: 2: must be 15 numbers", { networks: [{ ...network, W1: [1, 2] }] }],
  ["networks[0].teacher[5]: NaN: must be a finite number", { networks: [{ ...network, teacher: [1, 2, 3, 4, 5, Number.NaN] }] }],
  ["networks[0].signs2[1]: 0.5: must be 1 or -1", { networks: [{ ...network, signs2: [1, 0.5, 1, 1, 1] }] }],
])("%s", async (message, changed) => {
  const attempt = CurlDescent.create({ ...spec, ...changed }, { adapter: "cpu" });
  await expect(attempt).rejects.toThrow(InputError);
  await expect(attempt).rejects.toThrow(message);
});
