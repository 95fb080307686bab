/** The study of parity, small: it learns, and its figures are of what it has learnt. */
import { expect, test } from "vitest";
import { carryOut, cfcXor } from "../../examples/cfc-xor/index.ts";
import { VARIANTS } from "../../examples/cfc-xor/parameters.ts";
import { measuredText } from "../../src/view/findings.ts";
import { cpuBench, ON_CPU } from "./study.ts";

test("a small cell tells short streams from the time between their events", async () => {
  const cell = { cell: "CfC", inputs: 1, units: 24, backbone_units: 32, backbone_activation: "relu", time_scale: 32 } as const;
  const settings = { cell, train: 6000, test: 1000, epochs: 12, seed: 1 };
  const bench = cpuBench();
  const { findings, figures, notes } = await carryOut(settings, "default", 0.3, bench);
  const [accuracy, , loss] = findings;
  // Half is what one gets who guesses; twelve short epochs teach streams of a few bits.
  expect(accuracy!.measured).toBeGreaterThan(54);
  expect(loss!.measured).toBeLessThan(0.67);
  expect(findings.every(({ holds }) => holds === undefined)).toBe(true);
  expect(measuredText(accuracy!)).toMatch(/^\d\d(\.\d+)?$/);
  expect(figures.map(({ title }) => title)).toEqual(["Accuracy over the epochs", "Accuracy by length", "States over a stream"]);
  for (const { svg } of figures) expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(notes[0]).toContain("6,000 bit-streams");
  expect(bench.simulations).toEqual(ON_CPU);
}, 120_000);

test.each(VARIANTS)(
  "variant %s runs, and is judged at full size only where the issue has a bar",
  async (variant) => {
    const { findings } = await cfcXor.run({ seed: 1, variant, scale: 0.005 }, cpuBench());
    expect(findings[0]!.name).toContain(variant);
    expect(findings[0]!.holds).toBeUndefined();
  },
  60_000,
);
