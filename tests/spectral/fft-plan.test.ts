/** Transforms of arrays: there and back, complex and real; what is refused. */
import { expect, test } from "vitest";
import { FftPlan, InputError } from "../../src/index.ts";
import { complexOf, dftAxes, error, halfOf, numbers } from "./dft.ts";
import { ADAPTERS } from "./transforms.ts";

const CLOSE = 2e-6;

test.each(ADAPTERS)("complex and real transforms of two axes, several times, on %s", { timeout: 60_000 }, async (adapter) => {
  const spec = { sizes: [6, 15], batch: 2, inner: 3, norm: "ortho" } as const;
  const there = 1 / Math.sqrt(6 * 15);
  const complex = await FftPlan.create(spec, adapter);
  for (const seed of [1, 2]) {
    const data = numbers(2 * 2 * 6 * 15 * 3, seed);
    const spectrum = await complex.forward(data);
    const expected = dftAxes(data, spec.sizes, 3).map((x) => x * there);
    expect(error(spectrum, expected)).toBeLessThan(CLOSE);
    expect(spectrum).toHaveLength(data.length);
    expect(error(await complex.inverse(spectrum), data)).toBeLessThan(CLOSE);
  }
  complex.destroy();
  const real = await FftPlan.create({ ...spec, kind: "real" }, adapter);
  const data = numbers(2 * 6 * 15 * 3, 3);
  const half = await real.forward(data);
  const expected = halfOf(dftAxes(complexOf(data), spec.sizes, 3), 15, 3).map((x) => x * there);
  expect(error(half, expected)).toBeLessThan(CLOSE);
  expect(half).toHaveLength(expected.length);
  expect(error(await real.inverse(half), data)).toBeLessThan(CLOSE);
  real.destroy();
});

test("a second transform before the first is done is refused, not mixed with it", async () => {
  const plan = await FftPlan.create({ sizes: [4] }, "cpu");
  const first = plan.forward(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0));
  await expect(plan.forward(new Float32Array(8))).rejects.toThrow("the transform is busy: await the call before");
  expect([...(await first)]).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
  expect([...(await plan.forward(new Float32Array(8)))]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  plan.destroy();
});

test("arrays of another length and shapes that are none are refused", async () => {
  const plan = await FftPlan.create({ sizes: [9], kind: "real" }, "cpu");
  await expect(plan.forward(new Float32Array(8))).rejects.toThrow("fft.forward: array of 8: this shape has 9 numbers there");
  await expect(plan.inverse(new Float32Array(9))).rejects.toThrow("fft.inverse: array of 9: this shape has 10 numbers there");
  plan.destroy();
  await expect(FftPlan.create({ sizes: [0] }, "cpu")).rejects.toThrow(InputError);
  await expect(FftPlan.create({ sizes: [0] }, "cpu")).rejects.toThrow("fft.sizes[0]: 0: must be an integer of 1 or more");
  await expect(FftPlan.create({ sizes: [8], kind: "imaginary" as "real" }, "cpu")).rejects.toThrow(
    'fft.kind: "imaginary": give "complex" or "real"',
  );
});
