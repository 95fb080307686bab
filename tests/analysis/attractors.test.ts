/** D_stsp and D_H against numpy 2.4 and scipy 1.17. */
import { expect, test } from "vitest";
import { type DivergenceOptions, stateSpaceDivergence } from "../../src/analysis/divergence.ts";
import { type SpectrumDistanceOptions, spectrumDistance } from "../../src/analysis/spectrum-distance.ts";

function series(a: number, b: number, size = 1): Float32Array {
  return Float32Array.from({ length: 1200 }, (_, i) => {
    const t = Math.floor(i / 2);
    const value = i % 2 === 0 ? Math.sin(a * t) + 0.4 * Math.sin(b * t * t) : 5 + 2 * Math.cos(0.9 * a * t + b * t * t);
    return size * Math.fround(value);
  });
}

const TRUTH = series(0.21, 0.0007);
const GENERATED = series(0.23, 0.0011);
const ADAPTERS = ["cpu", "software"] as const;

test.each(ADAPTERS)("D_stsp as numpy.histogramdd and the formula have it (%s)", async (adapter) => {
  const options = { dims: 2, adapter };
  expect(await stateSpaceDivergence(TRUTH, GENERATED, options)).toEqual({ divergence: expect.closeTo(5.490645380358795, 9), outside: 3 });
  const larger = series(0.23, 0.0011, 1.1);
  const coarse = await stateSpaceDivergence(TRUTH, larger, { ...options, bins: 12 });
  expect(coarse).toEqual({ divergence: expect.closeTo(1.3961510683550056, 9), outside: 180 });
  const smooth = await stateSpaceDivergence(TRUTH, larger, { ...options, bins: 12, alpha: 0.5 });
  expect(smooth.divergence).toBeCloseTo(0.4016922495596092, 9);
});

test("D_stsp of a trajectory and itself is 0; of one that is nowhere near, NaN; points that are not finite are outside", async () => {
  const options = { dims: 2, adapter: "cpu" } as const;
  expect(await stateSpaceDivergence(TRUTH, TRUTH, options)).toEqual({ divergence: 0, outside: 0 });
  const away = GENERATED.map(() => 100);
  expect(await stateSpaceDivergence(TRUTH, away, options)).toEqual({ divergence: Number.NaN, outside: 600 });
  const broken = TRUTH.slice();
  broken[0] = Number.NaN;
  broken[3] = Number.NEGATIVE_INFINITY;
  expect((await stateSpaceDivergence(TRUTH, broken, options)).outside).toBe(2);
});

test.each(ADAPTERS)("D_H as scipy's gaussian_filter1d and the formula have it (%s)", async (adapter) => {
  const wide = await spectrumDistance(TRUTH, GENERATED, { dims: 2, adapter });
  expect(wide.each).toEqual([expect.closeTo(0.09343712128163104, 6), expect.closeTo(0.2951269935521981, 6)]);
  expect(wide.distance).toBeCloseTo((0.09343712128163104 + 0.2951269935521981) / 2, 6);
  const narrow = await spectrumDistance(TRUTH, GENERATED, { dims: 2, sigma: 3, adapter });
  expect(narrow.each).toEqual([expect.closeTo(0.2510446690118618, 6), expect.closeTo(0.41767353406447816, 6)]);
  // The Gaussian reaches beyond the mirrored ends.
  const short = await spectrumDistance(TRUTH.slice(0, 302), GENERATED.slice(0, 302), { dims: 2, sigma: 40, adapter });
  expect(short.each).toEqual([expect.closeTo(0.000879059723524943, 7), expect.closeTo(0.0042799835158145545, 6)]);
});

test("D_H: 0 for what differs in size and place only, 1 for what stands still", async () => {
  const options = { dims: 2, adapter: "cpu" } as const;
  const moved = TRUTH.map((value, i) => (i % 2 === 0 ? 3 + 2 * value : value));
  expect((await spectrumDistance(TRUTH, moved, options)).distance).toBeLessThan(1e-5);
  const still = TRUTH.map((value, i) => (i % 2 === 0 ? 0.1 : value));
  expect((await spectrumDistance(TRUTH, still, options)).each).toEqual([1, expect.closeTo(0, 6)]);
});

test.each([
  [TRUTH, GENERATED, { dims: 0 }, "dims: 0: must be an integer of 1 or more"],
  [TRUTH, GENERATED, { bins: 1.5 }, "bins: 1.5: must be an integer of 1 or more"],
  [TRUTH, GENERATED, { bins: 2 ** 14 }, "bins: 16384: along 2 axes are 268435456 boxes; 134217728 at most"],
  [TRUTH, GENERATED, { alpha: 0 }, "alpha: 0: must be a finite number above 0"],
  [TRUTH, GENERATED, { dims: 7, bins: 2 }, "truth: array of 1200: must be rows of 7 numbers"],
  [TRUTH, GENERATED.subarray(1), {}, "generated: array of 1199: must be a Float32Array of rows of 2 numbers"],
  [TRUTH, new Float32Array(0), {}, "generated: array of 0: must be a Float32Array of rows of 2 numbers"],
  [TRUTH.map((value, i) => (i % 2 ? 4 : value)), GENERATED, {}, "truth: 4: is the only value along axis 1: nothing to divide into boxes"],
])("bad input: D_stsp %#", async (truth, generated, wrong, message) => {
  const options = { dims: 2, adapter: "cpu", ...wrong } as DivergenceOptions;
  await expect(stateSpaceDivergence(truth, generated, options)).rejects.toThrow(message);
});

test.each([
  [TRUTH, GENERATED.subarray(2), {}, "generated: array of 1198: has 599 steps, the truth 600; give as many"],
  [TRUTH, GENERATED, { sigma: -1 }, "sigma: -1: must be a finite number above 0"],
  [TRUTH, GENERATED, { sigma: 1e7 }, "sigma: 10000000: must be 1000000 or less"],
  [TRUTH.map((value, i) => (i % 2 ? 4 : value)), GENERATED, {}, "truth: 4: is the only value along axis 1: it has no spectrum"],
  [TRUTH, GENERATED.with(9, Number.NaN), {}, "generated[9]: NaN: must be finite"],
])("bad input: D_H %#", async (truth, generated, wrong, message) => {
  const options = { dims: 2, adapter: "cpu", ...wrong } as SpectrumDistanceOptions;
  await expect(spectrumDistance(truth, generated, options)).rejects.toThrow(message);
});
