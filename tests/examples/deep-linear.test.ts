/** Deep linear networks beside their exact curves. */
import { expect, test } from "vitest";
import { deepLinear, findingsOf, halfTimes } from "../../examples/deep-linear/index.ts";
import { follow, orthonormal } from "../../examples/deep-linear/measure.ts";
import { exact, integrated } from "../../examples/deep-linear/theory.ts";
import { Dice } from "../../src/learn/dice.ts";
import { cpuBench, expectWhole, ON_CPU } from "./study.ts";

const bench = cpuBench();
const small = { until: 4, points: 20, dt: 0.01 } as const;

test("two and three layers are on their curves; others are not", { timeout: 60_000 }, async () => {
  const shallow = await follow({ ...small, layers: 2, start: { aligned: 1e-3 } }, 4, bench);
  const deep = await follow({ ...small, layers: 3, start: { aligned: 0.05 } }, 4, bench);
  for (const { name, measured, holds } of findingsOf(shallow, deep)) expect(holds, `${name}: ${measured}`).toBe(true);
  expect(findingsOf(deep, shallow).map(({ holds }) => holds)).toEqual([false, true, false]);
  const off = { ...shallow, outside: 2e-4, strengths: shallow.strengths.map((curve) => curve.map((u) => u * (1 + 1e-4))) };
  expect(findingsOf(off, deep).map(({ holds }) => holds)).toEqual([false, false, true]);
  const random = halfTimes(await follow({ ...small, layers: 2, start: { random: 0.02 } }, 4, bench));
  expect([...random].sort((a, b) => a - b)).toEqual(random);
});

test("theory: the curve of two layers solves its equation; columns are orthonormal", () => {
  expect(exact(3, 0.01, 0)).toBeCloseTo(0.01, 12);
  expect(exact(3, 0.01, 50)).toBeCloseTo(3, 12);
  const times = [0.1, 0.7, 1.3];
  const curve = integrated(3, 0.01, 2, times);
  times.forEach((time, k) => expect(curve[k]!).toBeCloseTo(exact(3, 0.01, time), 6));
  const columns = orthonormal(7, 4, new Dice(1, 0));
  for (const [i, a] of columns.entries())
    for (const [j, b] of columns.entries()) expect(a.reduce((sum, x, k) => sum + x * b[k]!, 0)).toBeCloseTo(i === j ? 1 : 0, 12);
});

test("the study, whole: every expectation holds", { timeout: 60_000 }, async () => {
  const whole = cpuBench();
  expectWhole(await deepLinear.run({ seed: 1 }, whole), 3, 3);
  expect(whole.simulations).toEqual(ON_CPU);
});
