/** Curves of entropy, small; how they are compared. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findingsOf, ska } from "../../examples/ska/index.ts";
import { type Curve, curveOf, deviation, spots } from "../../examples/ska/measure.ts";
import { InputError } from "../../src/errors.ts";
import { cpuBench } from "./study.ts";

const bench = cpuBench();
const of = (units: readonly number[], rates: readonly number[]) => {
  const inputs = spots(20, 3);
  return Promise.all(rates.map((rate) => curveOf({ inputs, units, rate, span: 0.3 }, 3, bench)));
};

test("curves collapse as the rate falls, to first order; coarse ones do not", { timeout: 60_000 }, async () => {
  const [published, ...curves] = await of([8, 4], [0.02, 0.002, 0.001, 0.0005]);
  const findings = findingsOf([8, 4], curves, published!);
  expect(findings.map(({ holds }) => holds)).toEqual([true, undefined, true, undefined]);
  for (const layer of [0, 1]) {
    const [coarse, fine] = [deviation(curves.slice(0, 2), layer), deviation(curves.slice(1), layer)];
    expect(coarse / fine).toBeGreaterThan(1.6);
    expect(coarse / fine).toBeLessThan(2.4);
    // Knowledge grows: entropy falls, from 0 on.
    const curve = curves[2]!.layers[layer]!;
    expect(curve.length).toBe(601);
    expect(curve[0]).toBeCloseTo(0, 12);
    expect(curve[600]!).toBeLessThan(curve[300]!);
  }
  expect(findingsOf([8, 4], [published!, curves[2]!], published!).some(({ holds }) => holds === false)).toBe(true);
});

test("deviation: the largest distance at common points over the largest entropy", () => {
  const curve = (rate: number, values: readonly number[]): Curve => ({ rate, layers: [values] });
  const coarse = curve(0.2, [0, -1, -3]);
  expect(deviation([coarse, curve(0.1, [0, 9, -1, 9, -4])], 0)).toBeCloseTo(1 / 4, 12);
  expect(deviation([coarse, curve(0.1, [0, 0, -1, 0, -3])], 0)).toBe(0);
});

test("spots: between 0 and 1, about as bright as digits, others for another seed", () => {
  const images = spots(30, 1);
  expect(images.length).toBe(30 * 784);
  expect(images.every((value) => value >= 0 && value <= 1)).toBe(true);
  const mean = images.reduce((sum, value) => sum + value, 0) / images.length;
  expect(mean).toBeGreaterThan(0.1);
  expect(mean).toBeLessThan(0.25);
  expect(spots(30, 2)).not.toEqual(images);
});

test("a folder without images is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "galvani-ska-"));
  try {
    await expect(ska.run({ seed: 1, data: folder }, bench)).rejects.toThrow(InputError);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
