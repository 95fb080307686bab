/** Mamba's token flow, small, and its theory. */
import { expect, test } from "vitest";
import { findingsOf, mambaTokens } from "../../examples/mamba-tokens/index.ts";
import { courses, firstValues } from "../../examples/mamba-tokens/measure.ts";
import { limit, logSlope, timeBetween } from "../../examples/mamba-tokens/theory.ts";
import { cpuBench, expectWhole, ON_CPU } from "./study.ts";

test("four tokens of three systems: every expectation holds", { timeout: 60_000 }, async () => {
  const findings = findingsOf(await courses({ tokens: 4, systems: 3 }, 5, cpuBench()));
  expect(findings.length).toBe(7);
  for (const { name, measured, holds } of findings) expect(holds, `${name}: ${measured}`).toBe(true);
});

test("findings tell a course that is not what it should be", { timeout: 60_000 }, async () => {
  const found = await courses({ tokens: 2, systems: 2 }, 1, cpuBench());
  const scaled = (by: (time: number) => number) => ({
    ...found.shrink,
    values: found.shrink.values.map((at, k) => at.map((x) => x * by(found.shrink.times[k]!))),
  });
  const holds = (change: object) => findingsOf({ ...found, ...change }).map((finding) => finding.holds);
  expect(holds({ shrink: scaled((time) => time ** 0.03) }).slice(0, 2)).toEqual([false, false]);
  expect(holds({ shrink: scaled(() => 1.02) })[2]).toBe(false);
  expect(holds({ grow: { ...found.grow, values: found.grow.values.map((at) => at.map((x) => 1.001 * x)) } })[4]).toBe(false);
  expect(holds({ alone: { ...found.alone, blown: found.alone.blown.slice(1) } })[5]).toBe(false);
  expect(holds({ together: { ...found.together, blown: [] } })[6]).toBe(false);
});

test("first values: sizes and signs, another draw for another seed", () => {
  const size = { tokens: 50, systems: 40 };
  const values = firstValues(size, false, 1);
  expect(values.every((x) => Math.abs(x) >= 0.5 && Math.abs(x) <= 2)).toBe(true);
  expect(values.filter((x) => x > 0).length / 2000).toBeCloseTo(0.5, 1);
  expect(firstValues(size, true, 1).every((x) => x > 0)).toBe(true);
  expect(firstValues(size, false, 2)).not.toEqual(values);
});

test("theory: where D is log 2, squares have a closed form; slopes", () => {
  // s = 0: 1/x^2 = 1/x0^2 - 2 mu log 2 t.
  expect(timeBetween(1, 2, 1, 0)).toBeCloseTo((1 - 1 / 4) / (2 * Math.LN2), 9);
  expect(timeBetween(1, Number.POSITIVE_INFINITY, 1, 0)).toBeCloseTo(1 / (2 * Math.LN2), 9);
  expect(limit(0, -1, -1)).toBeCloseTo(0.7213475, 6);
  expect(limit(3, -1, -1)).toBeCloseTo(0.7213475 / 2, 6);
  expect(logSlope([1, 10], [5, -0.05])).toBeCloseTo(-2, 12);
});

test("the study, whole: every expectation holds", { timeout: 60_000 }, async () => {
  const bench = cpuBench();
  expectWhole(await mambaTokens.run({ seed: 1 }, bench), 7, 3);
  expect(bench.simulations).toEqual(ON_CPU);
});
