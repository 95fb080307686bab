/** Lyapunov exponents of rate networks: real parts of eigenvalues where the network is linear, and marks of chaos. */
import { expect, test } from "vitest";
import { rateExponents } from "../../src/rate/lyapunov.ts";
import { RateNetwork } from "../../src/rate/network.ts";
import type { RateSpec } from "../../src/rate/spec.ts";

/** Eigenvalues of J: 1.4, 0.8 +- 2i, -0.5, 0.1; in a basis that is not orthogonal. */
const UNITS = 5;
const BLOCKS = [
  [1.4, 0, 0, 0, 0],
  [0, 0.8, 2, 0, 0],
  [0, -2, 0.8, 0, 0],
  [0, 0, 0, -0.5, 0],
  [0, 0, 0, 0, 0.1],
];
const REAL = [1.4, 0.8, 0.8, 0.1, -0.5];

/** S B S^-1 with S = 1 + a shift by one column, whose inverse is a finite series. */
function skewed(): number[] {
  const shift = (k: number) =>
    Array.from({ length: UNITS }, (_, i) => Array.from({ length: UNITS }, (_, j) => (j - i === k ? 0.5 ** k : 0)));
  const add = (a: number[][], b: number[][], sign: number) => a.map((row, i) => row.map((value, j) => value + sign * b[i][j]));
  const times = (a: number[][], b: number[][]) =>
    a.map((row) => row.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
  const S = add(shift(0), shift(1), 1);
  let inverse = shift(0);
  for (let k = 1; k < UNITS; k++) inverse = add(inverse, shift(k), (-1) ** k);
  return times(times(S, BLOCKS), inverse).flat();
}

const linear = (rest: Partial<RateSpec>): RateSpec => ({
  ...{ units: UNITS, phi: "identity", coupling: { kind: "dense", values: skewed() }, initial: 0, ...rest },
});

test.each([
  ["rk4", 0.05, 8e-4],
  ["heun", 0.02, 2e-3],
] as const)("a linear network by %s: real parts of the eigenvalues, less one", async (method, dt, most) => {
  const { exponents } = await rateExponents(linear({ method, dt }), { count: 5, every: 0.4, transient: 20, time: 100, adapter: "cpu" });
  REAL.forEach((value, j) => expect(Math.abs(exponents[0][j] - (value - 1))).toBeLessThan(most + (j === 0 ? 0 : 6e-3)));
});

test("Euler's own: log |1 + dt (lambda - 1)| / dt; gains scale J, tau scales time", async () => {
  const options = { count: 1, every: 0.5, transient: 60, time: 60, adapter: "cpu" } as const;
  const { exponents } = await rateExponents(linear({ method: "euler", dt: 0.1, batch: 2, gain: [1, 0.5], tau: 2 }), options);
  [1, 0.5].forEach((gain, n) => expect(Math.abs(exponents[n][0] - Math.log(1 + 0.05 * (1.4 * gain - 1)) / 0.1)).toBeLessThan(2e-4));
});

test("a map: log |lambda|", async () => {
  const { exponents } = await rateExponents(linear({ method: "map" }), { count: 3, every: 1, transient: 50, time: 400, adapter: "cpu" });
  const sizes = [Math.hypot(0.8, 2), Math.hypot(0.8, 2), 1.4].map(Math.log);
  sizes.forEach((value, j) => expect(Math.abs(exponents[0][j] - value)).toBeLessThan(5e-3));
});

test("tanh at the fixed point 0: the largest real part of g J", async () => {
  const spec: RateSpec = { ...linear({}), phi: "tanh", method: "rk4", dt: 0.1, gain: 0.5, initial: 0.3 };
  const { exponents } = await rateExponents(spec, { every: 0.5, transient: 60, time: 60, adapter: "cpu" });
  expect(Math.abs(exponents[0][0] - (0.7 - 1))).toBeLessThan(2e-3);
});

/** The largest exponent by a pair of trajectories that is set back to a small distance again and again. */
async function byPairs(spec: RateSpec, time: number, distance: number): Promise<number> {
  const pair = await RateNetwork.create({ ...spec, batch: 2 }, { adapter: "cpu" });
  const { units } = pair;
  await pair.run(50);
  let sum = 0;
  for (let round = -20; round < time; round++) {
    const x = await pair.read();
    const apart = Array.from({ length: units }, (_, u) => x[units + u] - x[u]);
    const length = Math.hypot(...apart);
    if (round > -20) sum += round > 0 ? Math.log(length / distance) : 0;
    await pair.set([...x.slice(0, units), ...apart.map((value, u) => x[u] + (distance * value) / length)]);
    await pair.run(1);
  }
  pair.destroy();
  return sum / (time - 1);
}

test("chaos: as pairs of trajectories have it; the same bits again", async () => {
  const spec: RateSpec = { units: 100, phi: "tanh", method: "rk4", dt: 0.1, seed: 2, coupling: { kind: "normal", g: 4 } };
  const options = { count: 2, every: 1, transient: 50, time: 600, adapter: "cpu" } as const;
  const { exponents, errors } = await rateExponents(spec, options);
  expect(Math.abs(exponents[0][0] - (await byPairs(spec, 600, 0.01)))).toBeLessThan(0.025);
  expect(exponents[0][0]).toBeGreaterThan(0.1);
  expect(exponents[0][1]).toBeLessThan(exponents[0][0]);
  expect(errors[0][0]).toBeLessThan(0.02);
  expect((await rateExponents(spec, options)).exponents).toEqual(exponents);
}, 60_000);

test("errors are how far runs of one network under other noise lie apart", async () => {
  const networks = 64;
  const spec: RateSpec = { units: 6, phi: "tanh", dt: 0.1, seed: 3, batch: networks, noise: 1.5, coupling: { kind: "normal", g: 3 } };
  const { exponents, errors } = await rateExponents(spec, { every: 1, transient: 20, time: 200, adapter: "cpu" });
  const first = exponents.map(([largest]) => largest);
  const mean = first.reduce((a, b) => a + b, 0) / networks;
  const apart = Math.sqrt(first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (networks - 1));
  const told = Math.sqrt(errors.reduce((sum, [error]) => sum + error ** 2, 0) / networks);
  expect(apart).toBeGreaterThan(0.005);
  expect(Math.abs(told / apart - 1)).toBeLessThan(0.3);
});

test("software as cpu", async () => {
  const options = { count: 2, every: 0.2, transient: 0.2, time: 2 } as const;
  const spec = linear({ method: "heun", dt: 0.1 });
  const [there, here] = [
    await rateExponents(spec, { ...options, adapter: "software" }),
    await rateExponents(spec, { ...options, adapter: "cpu" }),
  ];
  here.exponents[0].forEach((value, j) => expect(Math.abs(there.exponents[0][j] - value)).toBeLessThan(1e-4));
});

test("bad input", async () => {
  const options = { every: 0.5, transient: 0, time: 1, adapter: "cpu" } as const;
  const spec = linear({ method: "heun", dt: 0.1 });
  await expect(rateExponents(spec, { ...options, every: 0.25 })).rejects.toThrow("every: 0.25: must be a whole number of steps of 0.1");
  await expect(rateExponents(spec, { ...options, count: 0 })).rejects.toThrow("count: 0: must be an integer of 1 or more");
  await expect(rateExponents(spec, { ...options, count: 6 })).rejects.toThrow("a system of dimension 5 has 5 at most");
  await expect(rateExponents(linear({ dt: 0.1, coupling: { kind: "normal", g: 1, delay: 0.1 } }), options)).rejects.toThrow(
    "networks without delays",
  );
  await expect(rateExponents(linear({ dt: 1.9, gain: 50, initial: 1 }), { ...options, every: 1.9, time: 3000 })).rejects.toThrow(
    "is not finite any more",
  );
});
