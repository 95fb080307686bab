/** The study of curl descent in small: the criterion's sign is the outcome; flips slow learning down. */
import { expect, test } from "vitest";
import { outcomeFindings } from "../../examples/curl-descent/index.ts";
import { curves } from "../../examples/curl-descent/learning.ts";
import { outcomes } from "../../examples/curl-descent/solutions.ts";
import { cpuBench } from "./study.ts";

const quiet = () => {};

test("the sign predicts what becomes of an error, and its size how fast", { timeout: 60_000 }, async () => {
  const seen = await outcomes(40, 3000, 5, cpuBench(), quiet);
  expect(outcomeFindings(seen)[0]?.holds).toBe(true);
  const stable = seen.filter(({ decays }) => decays).length;
  expect(stable).toBeGreaterThan(8);
  expect(stable).toBeLessThan(32);
  for (const { flips, criterion } of seen) if (flips === 0) expect(criterion).toBeGreaterThan(0);
  // Linear theory has the rate of the fastest error; others are still mixed in.
  const grown = seen.filter(({ criterion, decays }) => criterion < -0.3 && !decays);
  expect(grown.length).toBeGreaterThan(5);
  const ratios = grown.map(({ criterion, growth }) => growth / -criterion).sort((a, b) => a - b);
  expect(ratios[Math.floor(ratios.length / 2)]).toBeGreaterThan(0.8);
  expect(Math.max(...ratios)).toBeLessThan(1.2);
});

test("a criterion that is wrong half the time fails the study", () => {
  const seen = [0, 1].map((k) => ({ criterion: 1, growth: -1, decays: k === 0, flips: 0 }));
  expect(outcomeFindings(seen)[0]).toMatchObject({ measured: 50, holds: false });
});

test("with more hidden neurons than it needs a network learns with half its rules flipped; with as many it does not", {
  timeout: 60_000,
}, async () => {
  const square = await curves({ inputs: 12, hidden: 12, outputs: 12 }, 3000, 2, cpuBench(), quiet);
  const wide = await curves({ inputs: 8, hidden: 24, outputs: 8 }, 3000, 2, cpuBench(), quiet);
  for (const learnt of [square, wide]) {
    expect(learnt.map(({ share }) => share)).toEqual([0, 0.1, 0.25, 0.5]);
    for (const { residuals, steps } of learnt) expect(residuals.length).toBe(steps.length);
  }
  for (const { residuals } of wide) expect(residuals.at(-1)!).toBeLessThan(1e-6);
  const left = square.map(({ residuals }) => residuals.at(-1)!);
  expect(left[0]).toBeLessThan(1e-3);
  expect(left[3]).toBeGreaterThan(0.02);
});
