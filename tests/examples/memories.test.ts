/** The studies of memories, small: what they measure is what theory and exact chances say. */
import { expect, test } from "vitest";
import { recalled as recalledDense } from "../../examples/dense-hopfield/measure.ts";
import { recalled } from "../../examples/multitasking-hopfield/measure.ts";
import { hierarchical, parallel } from "../../examples/multitasking-hopfield/theory.ts";
import { robustness, table, trialsOf } from "../../examples/sdr-dendrites/measure.ts";
import { seedOf } from "../../examples/shared/draw.ts";
import { cpuBench, ON_CPU } from "./study.ts";

const bench = cpuBench();

test("multitasking: overlaps fall by steps at d 0.4, are alike at d 0.9", async () => {
  const steps = await recalled(0.4, { units: 10_000, networks: 1, replicas: 2, sweeps: 15 }, 1, bench);
  steps.sorted.forEach((overlap, k) => {
    expect(Math.abs(overlap - hierarchical(0.4, k))).toBeLessThan(0.03);
  });
  const alike = await recalled(0.9, { units: 100_000, networks: 1, replicas: 1, sweeps: 15 }, 1, bench);
  for (const overlap of alike.sorted) expect(Math.abs(overlap / parallel(0.9) - 1)).toBeLessThan(0.12);
  // Steps would have 0.1 and 0.081.
  expect(alike.sorted[0]! / alike.sorted[2]!).toBeLessThan(1.15);
  expect(bench.simulations).toEqual(ON_CPU);
});

test("dense: four together recall 1,000 patterns, pairs not 20", async () => {
  const sizes = { networks: 3, replicas: 10 };
  expect(await recalledDense(4, 1000, sizes, 1, bench)).toBeGreaterThan(0.99);
  expect(await recalledDense(2, 5, sizes, 1, bench)).toBeGreaterThan(0.97);
  expect(await recalledDense(2, 20, sizes, 1, bench)).toBeLessThan(0.9);
  expect(await recalledDense(2, 50, sizes, 1, bench)).toBeLessThan(0.55);
});

test("segments: the published table, trials, noise", async () => {
  const entries = table();
  expect(entries.length).toBe(16);
  for (const { beyond, same, name, cells } of entries) {
    expect(same, `${name}, n = ${cells}`).toBe(true);
    expect(beyond).toBeLessThan(1e-6);
  }
  const found = await trialsOf({ cells: 300, active: 64, trials: 2e6 }, 5, bench);
  expect(found.exact).toBeCloseTo(1.0946166e-3, 9);
  expect(Math.abs(found.share - found.exact)).toBeLessThan(3 * found.sigma);
  const noise = await robustness({ cells: 1000, active: 64, segments: 128, lost: [0, 28, 34, 64] }, 1, bench);
  expect(noise[0]).toMatchObject({ own: 1, others: 0 });
  for (const { own, exact } of noise) expect(Math.abs(own - exact)).toBeLessThan(3.5 * Math.sqrt((exact * (1 - exact)) / 128 + 128 ** -2));
  expect(noise[3]!.own).toBe(0);
});

test("networks of the largest seeds have seeds too; other networks of the same study have others", async () => {
  expect([seedOf(3, 1), seedOf(3, 1, 1000)]).toEqual([4, 3001]);
  expect(seedOf(Number.MAX_SAFE_INTEGER, 1)).toBe(0);
  const last = [0, 1].map((n) => seedOf(Number.MAX_SAFE_INTEGER, n, 1000));
  for (const seed of last) expect(Number.isSafeInteger(seed)).toBe(true);
  expect(last[1]).toBe(last[0]! + 1);
  const sizes = { units: 500, networks: 2, replicas: 1, sweeps: 2 };
  expect((await recalled(0.4, sizes, Number.MAX_SAFE_INTEGER, bench)).sorted.length).toBe(3);
});
