import { expect, test } from "vitest";
import { fieldAndSpikes } from "../../examples/field-and-spikes/index.ts";
import { measure, widthOf } from "../../examples/field-and-spikes/measure.ts";
import { kernel, spikesToField, threshold } from "../../examples/field-and-spikes/parameters.ts";
import { bumpWidth, integral, profile, rateOver, widest } from "../../examples/field-and-spikes/theory.ts";
import { run } from "./run.ts";

test("the theory: the kernel's integral by the trapezoid rule, and a profile that crosses the threshold at its edges", () => {
  const w = (x: number) => kernel.excitation * Math.exp(-(x ** 2) / 2) - kernel.inhibition * Math.exp(-(x ** 2) / 8);
  const x = widest();
  let sum = 0;
  for (let k = 0; k < 10_000; k++) sum += (x / 10_000) * w(((k + 0.5) * x) / 10_000);
  expect(integral(x)).toBeCloseTo(sum, 8);
  expect(Math.abs(w(x))).toBeLessThan(1e-12);
  // No interval's integral reaches the threshold.
  expect(integral(x)).toBeLessThan(threshold);
  const width = bumpWidth();
  expect(integral(width) + spikesToField * rateOver(threshold)).toBeCloseTo(threshold, 9);
  expect(profile(width / 2, width)).toBeCloseTo(threshold, 6);
  expect(profile(width / 2 - 0.1, width)).toBeGreaterThan(threshold);
  expect(profile(width / 2 + 0.1, width)).toBeLessThan(threshold);
});

test("width of a part above the threshold, between grid points", () => {
  const u = new Float64Array(256);
  u.fill(1, 10, 13);
  u[13] = threshold;
  // Two whole spacings of 1/8 mm, one up to where it is equal, and from 0 to 1 all but the share below 0.3.
  expect(widthOf(u)).toBeCloseTo((3 + (1 - threshold)) / 8, 9);
});

test("800 ms: a bump of the theory's width, rates on the f-I curve", async () => {
  const options = { seed: 2 };
  const simulation = await run(fieldAndSpikes, options, 0, 800);
  const { width, middle, rates } = measure(simulation);
  expect(Math.abs(width / bumpWidth() - 1)).toBeLessThan(0.03);
  expect(Math.abs(middle - 12)).toBeLessThan(1);
  expect(Math.abs(Math.max(...rates) / rateOver(profile(0, bumpWidth())) - 1)).toBeLessThan(0.02);
  const findings = await fieldAndSpikes.findings!(simulation, options);
  expect(findings.map(({ holds }) => holds)).toEqual([true, true, true, undefined]);
  const figures = await fieldAndSpikes.figures!(simulation, options);
  for (const { svg } of figures) expect(svg).not.toContain("NaN");
});

test("a run that ends before the bump has its shape says so", async () => {
  const options = { seed: 2 };
  const simulation = await run(fieldAndSpikes, options, 0, 20);
  expect(await fieldAndSpikes.findings!(simulation, options)).toMatchObject([{ measured: Number.NaN }]);
  expect((await fieldAndSpikes.figures!(simulation, options)).length).toBe(1);
});

test("the field alone, and the neurons without it, keep none", async () => {
  const options = { seed: 2, variant: "field-alone" };
  const simulation = await run(fieldAndSpikes, options, 0, 400);
  expect(await fieldAndSpikes.findings!(simulation, options)).toMatchObject([{ measured: 0, holds: true }]);
  const last = await simulation.readField("u");
  expect(Math.max(...last.map(Math.abs))).toBeLessThan(0.01);
  // 1 pA below what makes them fire: the last spikes are those that the hump set off.
  const { step } = simulation.spikes();
  expect(step.length).toBeGreaterThan(0);
  expect(step[step.length - 1]! * simulation.dt).toBeLessThan(250);
});
