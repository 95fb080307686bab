/** Rate networks against closed forms and float64 integrators written again here. */
import { describe, expect, test } from "vitest";
import { couplingMatrix } from "../../src/rate/couplings.ts";
import { RateNetwork } from "../../src/rate/network.ts";
import type { RateMethod, RateSpec } from "../../src/rate/spec.ts";
import { FIRST, far, J, oracle, product, ran, scattered, sparse, UNITS } from "./small.ts";

const cpu = { adapter: "cpu" } as const;

describe("a linear network is an exponential", () => {
  /** exp(t (J - 1)) x by its series. */
  const exact = (t: number): number[] => {
    let term: number[] = [...FIRST];
    const sum = [...FIRST];
    for (let k = 1; k < 60; k++) {
      const driven = product(J, term);
      term = term.map((value, i) => (t / k) * (driven[i] - value));
      term.forEach((value, i) => {
        sum[i] += value;
      });
    }
    return sum;
  };
  const spec = (method: RateMethod, dt: number): RateSpec => ({
    ...{ units: UNITS, phi: "identity", coupling: { kind: "dense", values: J }, method, dt, initial: FIRST },
  });

  test.each([
    ["euler", 1],
    ["heun", 2],
    ["rk4", 4],
  ] as const)("%s converges with order %i", async (method, order) => {
    const errors = await Promise.all([0.1, 0.05].map(async (dt) => far(await oracle(spec(method, dt), Math.round(2 / dt)), exact(2))));
    expect(Math.abs(Math.log2(errors[0] / errors[1]) - order)).toBeLessThan(0.25);
  });

  test("float32 on cpu", async () => {
    expect(far(await ran(spec("rk4", 0.05), 40), exact(2))).toBeLessThan(5e-6);
  });

  test("tau stretches time", async () => {
    const slow = await ran({ ...spec("rk4", 0.5), tau: 10 }, 40);
    expect(far(slow, exact(2))).toBeLessThan(5e-6);
  });
});

test("a fixed point of tanh: x = g J tanh x + b, and it is read as rates", async () => {
  const input = scattered(UNITS, 0.4, 2);
  const network = await RateNetwork.create(
    { units: UNITS, phi: "tanh", coupling: { kind: "dense", values: J }, gain: 0.3, dt: 0.1, method: "rk4", input, initial: 0 },
    cpu,
  );
  await network.run(40);
  const x = await network.read();
  const expected = product(
    J.map((value) => 0.3 * value),
    Array.from(x, Math.tanh),
  ).map((value, i) => value + input[i]);
  expect(far(x, expected)).toBeLessThan(2e-6);
  expect(far(await network.read("rates"), Array.from(x, Math.tanh))).toBeLessThan(1e-6);
  network.destroy();
});

test.each(["tanh", "relu", "sigmoid"] as const)(
  "%s, Heun, a table of inputs for each of two networks: float64 written again here",
  async (phi) => {
    const f = { tanh: Math.tanh, relu: (x: number) => Math.max(0, x), sigmoid: (x: number) => 1 / (1 + Math.exp(-x)) }[phi];
    const values = scattered(3 * 2 * UNITS, 0.7, 1);
    const spec: RateSpec = {
      ...{ units: UNITS, phi, coupling: { kind: "dense", values: J }, dt: 0.1, method: "heun", batch: 2, gain: [1, 0.5] },
      ...{ input: { values, hold: 0.2, each: true }, initial: [...FIRST, ...scattered(UNITS, 1, 3)] },
    };
    const expected = [0, 1].flatMap((n) => {
      let x = n === 0 ? FIRST : scattered(UNITS, 1, 3);
      for (let step = 0; step < 20; step++) {
        const row = (Math.floor(step / 2) % 3) * 2 + n;
        const slope = (y: number[]) => {
          const driven = product(J, y.map(f));
          return y.map((value, i) => -value + [1, 0.5][n] * driven[i] + values[row * UNITS + i]);
        };
        const k1 = slope(x);
        const k2 = slope(x.map((value, i) => value + 0.1 * k1[i]));
        x = x.map((value, i) => value + 0.05 * (k1[i] + k2[i]));
      }
      return x;
    });
    expect(far(await oracle(spec, 20), expected)).toBeLessThan(1e-6);
    expect(far(await ran(spec, 20), expected)).toBeLessThan(1e-5);
  },
);

test("a map; Euler's method with dt = tau is the other map", async () => {
  const spec: RateSpec = { units: UNITS, phi: "tanh", coupling: { kind: "dense", values: J }, method: "map", input: 0.1, initial: FIRST };
  let x: number[] = FIRST;
  for (let step = 0; step < 12; step++) x = product(J, x).map((value) => Math.tanh(value + 0.1));
  expect(far(await ran(spec, 12), x)).toBeLessThan(1e-5);
  x = FIRST;
  for (let step = 0; step < 12; step++) x = product(J, x.map(Math.tanh)).map((value) => value + 0.1);
  expect(far(await ran({ ...spec, method: "euler", dt: 1 }, 12), x)).toBeLessThan(1e-5);
});

describe("noise", () => {
  test("of Euler and Maruyama, no couplings: variance sigma^2 / (2 - dt), each unit and network its own", async () => {
    const units = 2001;
    const spec: RateSpec = {
      ...{ phi: "identity", dt: 0.2, noise: 0.7, seed: 11, batch: 2, initial: 0 },
      coupling: { kind: "rows", populations: [{ name: "all", size: units }], projections: [] },
    };
    const x = await ran(spec, 60);
    const expected = 0.7 ** 2 / (2 - 0.2);
    for (const part of [x.slice(0, units), x.slice(units)]) {
      const variance = part.reduce((sum, value) => sum + value * value, 0) / units;
      expect(Math.abs(variance / expected - 1)).toBeLessThan(0.1);
    }
    const shared = x.slice(0, units).reduce((sum, value, i) => sum + value * x[units + i], 0) / units / expected;
    expect(Math.abs(shared)).toBeLessThan(0.08);
  });

  test("of a map is added to the input", async () => {
    const spec: RateSpec = {
      ...{ phi: "relu", method: "map", noise: 0.5, input: 0.2, initial: 0 },
      coupling: { kind: "rows", populations: [{ name: "all", size: 4001 }], projections: [] },
    };
    const x = await ran(spec, 3);
    // Mean of max(0, 0.2 + 0.5 z).
    expect(Math.abs(x.reduce((a, b) => a + b, 0) / x.length - 0.3152)).toBeLessThan(0.02);
  });
});

test("first states that are drawn: normal, of each network their own, and other numbers than the couplings of the same seed", async () => {
  const units = 2000;
  const spec: RateSpec = { units, phi: "tanh", dt: 0.1, seed: 5, batch: 2, initial: { normal: 0.5 }, coupling: { kind: "normal", g: 1 } };
  const network = await RateNetwork.create(spec, cpu);
  const x = Float32Array.from(await network.read());
  network.destroy();
  const [first, second] = [x.subarray(0, units), x.subarray(units)];
  const along = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0) / units;
  for (const part of [first, second]) {
    expect(Math.abs(part.reduce((a, b) => a + b, 0) / units)).toBeLessThan(0.04);
    expect(Math.abs(along(part, part) / 0.25 - 1)).toBeLessThan(0.1);
  }
  expect(Math.abs(along(first, second))).toBeLessThan(0.02);
  // Rows have a variance of 1 / N.
  const matrix = await couplingMatrix(spec);
  for (const part of [first, second])
    for (const row of [0, 1, units - 1]) {
      const own = matrix.subarray(row * units, (row + 1) * units);
      expect(Math.abs(along(part, own) * Math.sqrt(units))).toBeLessThan(0.05);
    }
});

test("the same bits whatever the chunks, frames included; set goes back", async () => {
  const spec: RateSpec = { ...sparse, noise: 0.3 };
  const record = { every: 3, units: [0, 7, 79] };
  const [one, many] = [await RateNetwork.create(spec, { ...cpu, record }), await RateNetwork.create(spec, { ...cpu, record })];
  await one.run(4.5);
  for (const steps of [1, 2, 7, 0, 35]) await many.advance(steps);
  expect(await many.read()).toEqual(await one.read());
  const [a, b] = [await one.frames(), await many.frames()];
  expect(a.values.length).toBe(15);
  expect(a.times[14]).toBeCloseTo(4.5, 9);
  expect(b.values).toEqual(a.values);
  const x = await one.read();
  expect(Array.from(a.values[14])).toEqual([0, 1, 2].flatMap((n) => record.units.map((u) => x[80 * n + u])));
  await one.set(x);
  expect(await one.read()).toEqual(x);
  one.destroy();
  many.destroy();
});

test("another input", async () => {
  const spec: RateSpec = {
    units: 3,
    phi: "tanh",
    dt: 0.5,
    method: "rk4",
    initial: 0,
    coupling: { kind: "dense", values: new Float32Array(9) },
    input: 1,
  };
  const network = await RateNetwork.create(spec, cpu);
  await network.run(20);
  expect(far(await network.read(), [1, 1, 1])).toBeLessThan(1e-5);
  network.setInput([1, 2, -3]);
  await network.run(20);
  expect(far(await network.read(), [1, 2, -3])).toBeLessThan(1e-5);
  expect(() => network.setInput({ values: [1, 2, 3, 4, 5, 6], hold: 0.5 })).toThrow(
    "must have the form of the spec's: 1 rows of one value a unit",
  );
  network.destroy();
});

test.each([
  ["dense", { units: 37, phi: "tanh", dt: 0.1, coupling: { kind: "normal", g: 2, delay: 0.3 }, batch: 2, noise: 0.2 }],
  ["dense, many", { units: 21, phi: "sigmoid", dt: 0.1, method: "rk4", coupling: { kind: "normal", g: 2 }, batch: 11 }],
  ["sparse", { ...sparse, method: "heun" }],
] as const)("software as cpu: %s", async (_, spec) => {
  expect(far(await ran(spec as RateSpec, 5, "software"), await ran(spec as RateSpec, 5))).toBeLessThan(2e-5);
});
