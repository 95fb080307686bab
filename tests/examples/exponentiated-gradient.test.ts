/** Exponentiated gradient beside gradient descent, small and whole. */
import { expect, test } from "vitest";
import { exponentiatedGradient, noiseFindings } from "../../examples/exponentiated-gradient/index.ts";
import { errorOf, flips, moments, newErrorOf, taskOf, underNoise } from "../../examples/exponentiated-gradient/measure.ts";
import { cpuBench, expectWhole, ON_CPU } from "./study.ts";

const bench = cpuBench();

test("under noise signs stay and sizes are log-normal; plain descent does neither", { timeout: 60_000 }, async () => {
  const eg = await underNoise("exponentiated-gradient", 8000, 3, bench);
  const gd = await underNoise("gradient-descent", 8000, 3, bench);
  expect(eg.first.filter((w) => w < 0).length).toBe(1600);
  for (const { name, measured, holds } of noiseFindings(eg, gd)) expect(holds, `${name}: ${measured}`).not.toBe(false);
  // The other way round nothing holds.
  expect(noiseFindings(gd, eg).map(({ holds }) => holds)).toEqual([false, false, false, undefined, false, false]);
});

test("moments, flips, errors", () => {
  expect(moments([1, 1, 1, 5])).toMatchObject({ mean: 2, deviation: Math.sqrt(3) });
  expect(moments([1, 1, 1, 5]).skew).toBeCloseTo((27 - 3) / 4 / 3 ** 1.5, 12);
  expect(flips({ first: Float32Array.of(1, -1, 2), weights: Float32Array.of(2, 1, -1) })).toBe(2);
  const task = taskOf(1);
  expect(errorOf(task, task.teacher)).toBe(0);
  expect(errorOf(task, new Float32Array(task.teacher.length))).toBeCloseTo(1, 6);
  expect(
    newErrorOf(
      task,
      task.teacher.map((w) => 2 * w),
    ),
  ).toBeCloseTo(1, 6);
  expect(flips({ first: task.first, weights: task.teacher })).toBe(0);
});

test("the study, whole: every expectation holds", { timeout: 120_000 }, async () => {
  const whole = cpuBench();
  expectWhole(await exponentiatedGradient.run({ seed: 1 }, whole), 9, 2);
  expect(whole.simulations).toEqual(ON_CPU);
});
