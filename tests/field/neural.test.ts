import { describe, expect, test } from "vitest";
import { FieldSimulation } from "../../src/field/simulation.ts";
import type { AmariSpec, FieldKernel, WilsonCowanSpec } from "../../src/field/spec.ts";

/** Mexican hat of the bumps: W(a), the integral from 0 to a, rises to its largest value at the zero of w and falls again. */
const HAT = { kind: "difference_of_gaussians", excitation: 2, excitation_width: 1, inhibition: 1, inhibition_width: 2 } as const;
const THRESHOLD = 0.5;

const hat = (x: number) =>
  HAT.excitation * Math.exp(-(x ** 2) / (2 * HAT.excitation_width ** 2)) -
  HAT.inhibition * Math.exp(-(x ** 2) / (2 * HAT.inhibition_width ** 2));

/** W(a): the integral of the hat from 0 to a, by Simpson's rule. */
function integral(a: number): number {
  const parts = 400;
  let sum = hat(0) + hat(a);
  for (let k = 1; k < parts; k++) sum += (k % 2 === 0 ? 2 : 4) * hat((a * k) / parts);
  return (sum * a) / parts / 3;
}

/** A width with W(a) = threshold between two where the difference has other signs. */
function width(low: number, high: number): number {
  const above = (a: number) => integral(a) > THRESHOLD;
  const rising = above(high);
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2;
    if (above(middle) === rising) high = middle;
    else low = middle;
  }
  return low;
}

const SIZE = 500;
const LENGTH = 20;
const SPACING = LENGTH / SIZE;

/** Bumps of given widths side by side in a batch: at first u is what their own firing makes of it. */
function bumps(widths: readonly number[], over: Partial<AmariSpec> = {}): AmariSpec {
  return {
    ...{
      model: "amari",
      sizes: [SIZE],
      length: LENGTH,
      dt: 0.1,
      tau: 1,
      batch: widths.length,
      kernel: HAT,
      rate: { kind: "heaviside", threshold: THRESHOLD },
    },
    initial: { u: widths.flatMap((a) => Array.from({ length: SIZE }, (_, p) => bump((p - SIZE / 2) * SPACING, a))) },
    ...over,
  };
}

/** Amari's stationary u of a bump of width a around 0: W(x + a / 2) - W(x - a / 2). */
const bump = (x: number, a: number) => integral(x + a / 2) - integral(x - a / 2);

/** Distance between the crossings of the threshold, between points by straight lines. */
function widthOf(u: Float32Array): number {
  const crossings: number[] = [];
  for (let p = 1; p < u.length; p++) {
    const [a, b] = [u[p - 1] - THRESHOLD, u[p] - THRESHOLD];
    if (a > 0 !== b > 0) crossings.push((p - 1 + a / (a - b)) * SPACING);
  }
  return crossings.length === 0 ? 0 : crossings[crossings.length - 1] - crossings[0];
}

describe("bumps of Amari's field", () => {
  const [narrow, wide] = [width(0.01, 1.3), width(1.4, 4)];
  const starts = [wide, 0.8 * wide, 1.3 * wide, 0.8 * narrow, 1.3 * narrow];

  test("a wide bump has the width of W(a) = threshold; narrow ones die or grow to it", async () => {
    const field = await FieldSimulation.create(bumps(starts), { adapter: "cpu" });
    await field.run(60);
    const u = await field.read();
    const found = starts.map((_, b) => widthOf(u.subarray(b * SIZE, (b + 1) * SIZE)));
    // The integral is a sum over the points inside: right to a point.
    for (const n of [0, 1, 2, 4]) expect(Math.abs(found[n] - wide), `bump ${n}`).toBeLessThan(1.01 * SPACING);
    expect(found[3]).toBe(0);
    field.destroy();
  });
});

/** The kernel at every place of a torus, as seen from the first. */
function torus(kernel: FieldKernel, sizes: readonly number[], spacing: number): Float64Array {
  const value = (x: number) => {
    if (kernel.kind === "exponential") return kernel.strength * Math.exp(-x / kernel.width);
    const { excitation, excitation_width, inhibition, inhibition_width } = kernel;
    return excitation * Math.exp(-((x / excitation_width) ** 2) / 2) - inhibition * Math.exp(-((x / inhibition_width) ** 2) / 2);
  };
  const [rows, columns] = sizes.length === 2 ? sizes : [1, sizes[0]];
  return Float64Array.from({ length: rows * columns }, (_, p) => {
    const [y, x] = [Math.floor(p / columns), p % columns];
    return value(spacing * Math.hypot(Math.min(y, rows - y), Math.min(x, columns - x)));
  });
}

/** Direct sum of a kernel with values on a torus. */
function direct(kernel: Float64Array, values: ArrayLike<number>, sizes: readonly number[], cell: number): Float64Array {
  const [rows, columns] = sizes.length === 2 ? sizes : [1, sizes[0]];
  return Float64Array.from({ length: rows * columns }, (_, p) => {
    let sum = 0;
    for (let q = 0; q < rows * columns; q++) {
      const dy = (Math.floor(p / columns) - Math.floor(q / columns) + rows) % rows;
      sum += kernel[dy * columns + (((p % columns) - (q % columns) + columns) % columns)] * values[q];
    }
    return cell * sum;
  });
}

const KERNELS = {
  EE: { kind: "exponential", strength: 1.1, width: 1 },
  EI: { kind: "exponential", strength: 0.9, width: 1.4 },
  IE: { kind: "difference_of_gaussians", excitation: 0.8, excitation_width: 1.3, inhibition: 0.1, inhibition_width: 2 },
  II: { kind: "exponential", strength: 0.3, width: 0.8 },
} as const;
const [E, I] = [
  { tau: 1, gain: 1.3, threshold: 2 },
  { tau: 2, gain: 2, threshold: 3, refractory: 0.5 },
];
const STEPS = 40;
const DT = 0.05;

/** Wilson and Cowan's equations by Heun's method and direct sums, float64. */
function wilsonCowan(sizes: readonly number[], spacing: number, start: readonly Float64Array[], inputs: readonly Float64Array[]) {
  const cell = spacing ** sizes.length;
  const [ee, ei, ie, ii] = (["EE", "EI", "IE", "II"] as const).map((key) => torus(KERNELS[key], sizes, spacing));
  const response = (x: number, { gain, threshold }: typeof E) =>
    1 / (1 + Math.exp(-gain * (x - threshold))) - 1 / (1 + Math.exp(gain * threshold));
  const slopes = ([e, i]: readonly Float64Array[]) => {
    const drive = (plus: Float64Array, minus: Float64Array) => {
      const [a, b] = [direct(plus, e, sizes, cell), direct(minus, i, sizes, cell)];
      return a.map((value, p) => value - b[p]);
    };
    return [
      drive(ee, ie).map((x, p) => (-e[p] + (1 - e[p]) * response(x + inputs[0][p], E)) / E.tau),
      drive(ei, ii).map((x, p) => (-i[p] + (1 - 0.5 * i[p]) * response(x + inputs[1][p], I)) / I.tau),
    ];
  };
  let state = start.map((values) => values.slice());
  for (let n = 0; n < STEPS; n++) {
    const first = slopes(state);
    const second = slopes(state.map((values, c) => values.map((value, p) => value + DT * first[c][p])));
    state = state.map((values, c) => values.map((value, p) => value + (DT / 2) * (first[c][p] + second[c][p])));
  }
  return state;
}

describe("Wilson and Cowan's field against direct sums in float64", () => {
  test.each([
    ["cpu", [60]],
    ["cpu", [12, 9]],
    ["software", [12, 9]],
  ] as const)("on %s, sizes %j", async (adapter, sizes) => {
    const spacing = 0.4;
    const places = sizes.reduce<number>((a, b) => a * b, 1);
    const pattern = (a: number, b: number) => Float64Array.from({ length: places }, (_, p) => a * (1 + Math.sin(b * p + a)));
    const [start, inputs] = [
      [pattern(0.2, 0.7), pattern(0.1, 1.9)],
      [pattern(1.4, 0.3), pattern(0.9, 1.1)],
    ];
    const spec: WilsonCowanSpec = {
      ...{ model: "wilson-cowan", sizes, length: sizes.map((n) => n * spacing), dt: DT, excitatory: E, inhibitory: I, kernels: KERNELS },
      ...{ initial: { E: start[0], I: start[1] }, input: { E: inputs[0], I: inputs[1] } },
    };
    const wanted = wilsonCowan(sizes, spacing, start, inputs);
    const field = await FieldSimulation.create(spec, { adapter });
    await field.advance(STEPS);
    for (const [c, name] of ["E", "I"].entries()) {
      const found = await field.read(name);
      const worst = found.reduce((most, value, p) => Math.max(most, Math.abs(value - wanted[c][p])), 0);
      const moved = found.reduce((most, value, p) => Math.max(most, Math.abs(value - start[c][p])), 0);
      expect(moved, name).toBeGreaterThan(0.05);
      expect(worst, name).toBeLessThan(1e-6);
    }
    field.destroy();
  });
});

test("Amari's field with a sigmoid, a rest and an input, on a sheet: direct sums in float64", async () => {
  const [sizes, spacing, tau, rest] = [[9, 10], 0.4, 1.7, -0.2];
  const rate = { kind: "sigmoid", threshold: 0.3, gain: 4 } as const;
  const start = Float64Array.from({ length: 90 }, (_, p) => Math.sin(1.3 * p));
  const input = Float64Array.from({ length: 90 }, (_, p) => 0.4 * Math.cos(0.7 * p));
  const kernel = torus(KERNELS.IE, sizes, spacing);
  const slopes = (u: Float64Array) => {
    const drive = direct(
      kernel,
      u.map((value) => 1 / (1 + Math.exp(-rate.gain * (value - rate.threshold)))),
      sizes,
      spacing ** 2,
    );
    return u.map((value, p) => (-value + rest + drive[p] + input[p]) / tau);
  };
  let wanted = start.slice();
  for (let n = 0; n < STEPS; n++) {
    const first = slopes(wanted);
    const second = slopes(wanted.map((value, p) => value + DT * first[p]));
    wanted = wanted.map((value, p) => value + (DT / 2) * (first[p] + second[p]));
  }
  const spec: AmariSpec = {
    ...{ model: "amari", sizes, length: sizes.map((n) => n * spacing), dt: DT, tau, rest, rate, kernel: KERNELS.IE },
    ...{ initial: { u: start }, input: { u: input } },
  };
  const field = await FieldSimulation.create(spec, { adapter: "cpu" });
  await field.advance(STEPS);
  const found = await field.read();
  for (const [p, value] of found.entries()) expect(value).toBeCloseTo(wanted[p], 5);
  field.destroy();
});
