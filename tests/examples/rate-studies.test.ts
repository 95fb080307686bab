/** Small versions of the studies of rate networks: numbers that a wrong product, slope or theory would move. */
import { expect, test } from "vitest";
import { dimensionOf, exponentsOf } from "../../examples/chaotic-rnn/measure.ts";
import { measure } from "../../examples/linear-equivalence/measure.ts";
import { matchOf, response, spectraOf, transferOf } from "../../examples/linear-equivalence/theory.ts";
import { cpuBench } from "./study.ts";

test("chaotic-rnn, 200 units: quiet below the transition, chaos above it", async () => {
  const { exponents } = await exponentsOf({ units: 200, couplings: [0.7, 1.8, 2.6], time: 150, transient: 60 }, 1, cpuBench());
  const [quiet, wild, wilder] = exponents.map(([value]) => value!);
  // Largest real part of 0.7 J less one: that of a circle of radius 0.7, give or take a few percent at this size.
  expect(Math.abs(quiet! - -0.3)).toBeLessThan(0.06);
  expect(wild).toBeGreaterThan(0.02);
  expect(wilder).toBeGreaterThan(wild!);
  expect(wilder).toBeLessThan(0.4);
});

test("dimension after Kaplan and Yorke", () => {
  expect(dimensionOf([0.9056, 0, -14.5723])).toBeCloseTo(2.06215, 4);
  expect(dimensionOf([-1, -2])).toBe(0);
  expect(dimensionOf([1, 0.5])).toBeUndefined();
});

test("linear-equivalence, 150 units: traces, and slopes off the diagonal", async () => {
  const { lines, slope, segments } = await measure({ units: 150, time: 6000, bins: [2, 10, 16] }, 1, cpuBench(), () => {});
  expect(segments).toBe(96);
  expect(Math.abs(slope - 0.33)).toBeLessThan(0.02);
  for (const { trace, slope: off, correlation } of lines.slice(1)) {
    expect(Math.abs(trace - 1)).toBeLessThan(0.06);
    expect(Math.abs(off - 1)).toBeLessThan(0.3);
    expect(correlation).toBeGreaterThan(0.5);
  }
  // Far below the frequencies that are judged the theory fails at this size.
  expect(lines[0]!.trace).toBeLessThan(0.7);
});

test("theory: an inverse is one, spectra are Hermitian, S of small steps is <phi'> / (1 + i omega)", () => {
  const units = 5;
  const J = Float32Array.from({ length: 25 }, (_, i) => Math.sin(3.7 * i + 1));
  const S = transferOf(0.4, 0.9, 1e-7);
  expect(S.re).toBeCloseTo(0.4 / (1 + 0.81), 5);
  expect(S.im).toBeCloseTo((-0.4 * 0.9) / (1 + 0.81), 5);
  const R = response({ re: 0.3, im: -0.8 }, J, units);
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) {
      let [re, im] = [0, 0];
      for (let k = 0; k < units; k++) {
        const [a, b] = [(i === k ? 1 : 0) - 0.3 * J[i * units + k]!, 0.8 * J[i * units + k]!];
        const [c, d] = [R.re[k * units + j]!, R.im[k * units + j]!];
        re += a * c - b * d;
        im += a * d + b * c;
      }
      expect(re).toBeCloseTo(i === j ? 1 : 0, 9);
      expect(im).toBeCloseTo(0, 9);
    }
  }
  const C = spectraOf(R, units, 2);
  for (let k = 0; k < units; k++)
    expect(C.re[0]! - 2 * R.re.slice(0, units).reduce((sum, x, n) => sum + x * x + R.im[n]! ** 2, 0)).toBeCloseTo(0, 9);
  expect(C.im[3 * units + 1]).toBeCloseTo(-C.im[units + 3]!, 12);
  const twice = { re: C.re.map((x) => 2 * x), im: C.im.map((x) => 2 * x) };
  expect(matchOf(twice, C, units)).toMatchObject({
    trace: expect.closeTo(0.5, 9),
    slope: expect.closeTo(2, 9),
    correlation: expect.closeTo(1, 9),
  });
});
