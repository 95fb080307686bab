/** The studies of memories, small: what they measure is what theory and exact chances say. */
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { denseHopfield } from "../../examples/dense-hopfield/index.ts";
import { recalled as recalledDense } from "../../examples/dense-hopfield/recall.ts";
import { multitaskingHopfield } from "../../examples/multitasking-hopfield/index.ts";
import { hierarchical, parallel, recalled } from "../../examples/multitasking-hopfield/recall.ts";
import { sdrDendrites } from "../../examples/sdr-dendrites/index.ts";
import { robustness, table, trialsOf } from "../../examples/sdr-dendrites/trials.ts";
import { InputError } from "../../src/errors.ts";

const bench = new Workbench({ adapter: "cpu" });

test("multitasking: overlaps fall by steps at d 0.4, are alike at d 0.9", async () => {
  const steps = await recalled(0.4, { units: 10_000, networks: 1, replicas: 2, sweeps: 15 }, 1, bench);
  steps.sorted.forEach((overlap, k) => {
    expect(Math.abs(overlap - hierarchical(0.4, k))).toBeLessThan(0.03);
  });
  const alike = await recalled(0.9, { units: 100_000, networks: 1, replicas: 1, sweeps: 15 }, 1, bench);
  for (const overlap of alike.sorted) expect(Math.abs(overlap / parallel(0.9) - 1)).toBeLessThan(0.12);
  // Steps would have 0.1 and 0.081.
  expect(alike.sorted[0]! / alike.sorted[2]!).toBeLessThan(1.15);
  expect(alike.ran).toEqual({ adapter: "cpu (1 thread)", adapterKind: "cpu" });
});

test("dense: four together recall 1,000 patterns, pairs not 20", async () => {
  const sizes = { networks: 3, replicas: 10 };
  expect((await recalledDense(4, 1000, sizes, 1, bench)).mean).toBeGreaterThan(0.99);
  expect((await recalledDense(2, 5, sizes, 1, bench)).mean).toBeGreaterThan(0.97);
  expect((await recalledDense(2, 20, sizes, 1, bench)).mean).toBeLessThan(0.9);
  expect((await recalledDense(2, 50, sizes, 1, bench)).mean).toBeLessThan(0.55);
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

test.each([multitaskingHopfield, denseHopfield, sdrDendrites])(
  "$name refuses what it does not take, and ends when it is cancelled",
  async (study) => {
    for (const options of [{ scale: 0.5 }, { variant: "spam" }, { data: "/nonexistent" }]) {
      await expect(study.run({ seed: 1, ...options }, new Workbench({ adapter: "cpu" }))).rejects.toThrow(InputError);
    }
    const reason = new Error("enough");
    await expect(study.run({ seed: 1 }, new Workbench({ adapter: "cpu", signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  },
);
