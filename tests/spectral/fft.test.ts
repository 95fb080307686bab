/** Fourier transforms against the definition in float64, by the twins and by the kernels on the software adapter. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { fft, irfft, rfft } from "../../src/spectral/fft.ts";
import type { FftSpec, Norm } from "../../src/spectral/fft-spec.ts";
import { complexOf, dft, dftAxes, error, halfOf, numbers } from "./dft.ts";
import { ADAPTERS, Transforms } from "./transforms.ts";

/** Largest relative L2 error allowed. */
const CLOSE = 2e-6;
const KINDS = ["fft", "inverse", "rfft", "irfft"] as const;

const EVERY: readonly FftSpec[] = [...Array.from({ length: 512 }, (_, i) => i + 1), 1000, 1009, 2048, 4096].map((n) => ({
  sizes: [n],
  batch: n < 64 ? 1 + (n % 3) : 1,
}));
/** Several values side by side, lines that fill no tile. */
const BESIDE: readonly FftSpec[] = [
  ...[2, 5, 16, 22, 45].flatMap((n) =>
    [
      { batch: 3, inner: 2 },
      { batch: 2, inner: 3 },
      { batch: 37, inner: 4 },
      { batch: 1, inner: 70 },
      { batch: 301, inner: 1 },
    ].map((rest) => ({ sizes: [n], ...rest })),
  ),
  { sizes: [128], batch: 3, inner: 5 },
  { sizes: [509], batch: 1, inner: 3 },
  { sizes: [1000], batch: 2, inner: 3 },
  { sizes: [1000], inner: 6 },
  { sizes: [2048], batch: 3, inner: 2 },
  { sizes: [2187], batch: 3 },
];
const AXES: readonly FftSpec[] = [
  { sizes: [6, 10] },
  { sizes: [9, 15], batch: 2, inner: 3 },
  { sizes: [11, 8], batch: 3 },
  { sizes: [64, 96], inner: 2 },
  { sizes: [1, 7] },
  { sizes: [7, 1] },
  { sizes: [4, 6, 10], batch: 2 },
  { sizes: [3, 5, 7], inner: 2 },
  { sizes: [13, 1, 16], batch: 2, inner: 3 },
  { sizes: [8, 9, 11] },
];
const PROPERTIES: readonly FftSpec[] = [24, 210, 509, 3000].map((n) => ({ sizes: [n] }));
const NORMS: readonly Norm[] = ["forward", "backward", "ortho"];
const normed = (norm: Norm): readonly FftSpec[] => [
  { sizes: [12, 10], norm },
  { sizes: [2500], norm },
  { sizes: [37], norm, inner: 3 },
];
const IGNORED: readonly FftSpec[] = [
  { sizes: [10] },
  { sizes: [9] },
  { sizes: [10], inner: 2 },
  { sizes: [9], inner: 3 },
  { sizes: [8192] },
];

const sizeOf = ({ sizes, batch = 1, inner = 1 }: FftSpec) => sizes.reduce((a, b) => a * b, batch * inner);
const lastOf = ({ sizes }: FftSpec) => sizes[sizes.length - 1];

/** Holds all four transforms of a shape against the definition, times what its norm makes of the one there. */
async function checkAll(transforms: Transforms, spec: FftSpec, seed = 1, there = 1): Promise<void> {
  const { sizes, inner = 1 } = spec;
  const name = JSON.stringify(spec);
  const data = numbers(2 * sizeOf(spec), seed);
  const scaled = (values: Float64Array) => values.map((x) => x * there);
  const spectrum = await transforms.run(spec, "fft", data);
  expect(error(spectrum, scaled(dftAxes(data, sizes, inner))), `fft ${name}`).toBeLessThan(CLOSE);
  expect(error(await transforms.run(spec, "inverse", spectrum), data), `inverse ${name}`).toBeLessThan(CLOSE);
  const real = data.subarray(0, sizeOf(spec));
  const half = await transforms.run(spec, "rfft", real);
  expect(error(half, scaled(halfOf(dftAxes(complexOf(real), sizes, inner), lastOf(spec), inner))), `rfft ${name}`).toBeLessThan(CLOSE);
  expect(error(await transforms.run(spec, "irfft", half), real), `irfft ${name}`).toBeLessThan(CLOSE);
  // Of the smallest input too: neither transform has touched it.
  expect((await transforms.input()).subarray(0, half.length), `input ${name}`).toEqual(half);
}

interface Sampled {
  readonly data: Float32Array;
  readonly bins: readonly number[];
  readonly spectrum: Float64Array;
  /** Bins of the spectrum of the real parts. */
  readonly low: readonly number[];
  readonly half: Float64Array;
}

const samples = new Map<number, Sampled>();

/** A long line and 64 bins of its spectrum: 32 and their mirror images, from which follow 32 of the spectrum of its real parts. */
function sampled(n: number): Sampled {
  const known = samples.get(n);
  if (known) return known;
  const data = numbers(2 * n, n);
  const low = Array.from({ length: 32 }, (_, i) => [1, 2, Math.floor(n / 2) - 1][i] ?? 1 + ((i * 7919 * 131) % Math.floor(n / 2)));
  const bins = low.flatMap((k) => [k, n - k]);
  const spectrum = dft(data, bins);
  // (X[k] + conjugate of X[n - k]) / 2
  const half = Float64Array.from({ length: 64 }, (_, i) => {
    const at = 4 * (i >> 1) + (i % 2);
    return 0.5 * (spectrum[at] + (i % 2 === 0 ? 1 : -1) * spectrum[at + 2]);
  });
  const made = { data, bins, spectrum, low, half };
  samples.set(n, made);
  return made;
}

describe.each(ADAPTERS)("%s", (adapter) => {
  let transforms: Transforms;
  beforeAll(async () => {
    transforms = await Transforms.create(
      adapter,
      [...EVERY, ...BESIDE, ...AXES, ...PROPERTIES, ...NORMS.flatMap(normed), ...IGNORED],
      KINDS,
    );
  }, 120_000);
  afterAll(() => transforms.destroy());

  test("every length from 1 to 512, and some above: there and back, complex and real", { timeout: 180_000 }, async () => {
    for (const spec of EVERY) await checkAll(transforms, spec, spec.sizes[0]);
  });

  test("several values side by side, lines that fill no tile", { timeout: 60_000 }, async () => {
    for (const spec of BESIDE) await checkAll(transforms, spec);
  });

  test("two and three axes of unequal sides, odd, even, of one point and by Bluestein's way", { timeout: 60_000 }, async () => {
    for (const spec of AXES) await checkAll(transforms, spec);
  });

  test.each(NORMS)("norm %s", { timeout: 60_000 }, async (norm) => {
    for (const spec of normed(norm)) {
      const n = spec.sizes.reduce((a, b) => a * b);
      await checkAll(transforms, spec, 1, { forward: 1 / n, backward: 1, ortho: n ** -0.5 }[norm]);
    }
  });

  test("long lines: 65,536 and 1,048,576 points in several passes, 10,007 by Bluestein's way, on 64 bins", {
    timeout: 120_000,
  }, async () => {
    for (const n of [10_007, 65_536, 1_048_576]) {
      const spec = { sizes: [n] };
      const long = await Transforms.create(adapter, [spec], ["fft", "rfft"]);
      const { data, bins, spectrum, low, half } = sampled(n);
      const pick = (values: Float32Array, list: readonly number[]) => list.flatMap((k) => [values[2 * k], values[2 * k + 1]]);
      expect(error(pick(await long.run(spec, "fft", data), bins), spectrum), `fft ${n}`).toBeLessThan(CLOSE);
      const real = data.filter((_, i) => i % 2 === 0);
      expect(error(pick(await long.run(spec, "rfft", real), low), half), `rfft ${n}`).toBeLessThan(CLOSE);
      long.destroy();
    }
  });

  test("an impulse, plane waves, sums, Parseval", { timeout: 60_000 }, async () => {
    for (const spec of PROPERTIES) {
      const [n] = spec.sizes;
      const run = (data: ArrayLike<number>) => transforms.run(spec, "fft", data);
      const at = Math.floor(n / 3);
      const wave = (k: number, sign: number) =>
        Float64Array.from({ length: 2 * n }, (_, i) => {
          const angle = (sign * 2 * Math.PI * (((i >> 1) * k) % n)) / n;
          return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
        });
      const impulse = (j: number, height: number) => Float64Array.from({ length: 2 * n }, (_, i) => (i === 2 * j ? height : 0));
      expect(error(await run(impulse(at, 1)), wave(at, -1)), `impulse ${n}`).toBeLessThan(CLOSE);
      expect(error(await run(wave(at, 1)), impulse(at, n)), `plane wave ${n}`).toBeLessThan(CLOSE);
      const [a, b] = [numbers(2 * n, 3), numbers(2 * n, 4)];
      const [fa, fb] = [await run(a), await run(b)];
      const both = await run(a.map((x, i) => 2 * x - 0.5 * b[i]));
      expect(
        error(
          both,
          fa.map((x, i) => 2 * x - 0.5 * fb[i]),
        ),
        `sum ${n}`,
      ).toBeLessThan(CLOSE);
      const energy = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0);
      expect(energy(fa) / n / energy(a), `Parseval ${n}`).toBeCloseTo(1, 5);
    }
  });

  test("imaginary parts that no real line has are ignored", { timeout: 60_000 }, async () => {
    for (const spec of IGNORED) {
      const { sizes, inner } = { inner: 1, ...spec };
      const real = numbers(sizes[0] * inner);
      const half = await transforms.run(spec, "rfft", real);
      const last = Math.floor(sizes[0] / 2);
      for (let x = 0; x < inner; x++) {
        half[2 * x + 1] = 3;
        if (sizes[0] % 2 === 0) half[2 * (last * inner + x) + 1] = -4;
      }
      expect(error(await transforms.run(spec, "irfft", half), real), JSON.stringify(spec)).toBeLessThan(CLOSE);
    }
  });
});

test.each([
  [{ sizes: [0] }, "wind.sizes[0]: 0: must be an integer of 1 or more"],
  [{ sizes: [8, Number.NaN] }, "wind.sizes[1]: NaN: must be an integer of 1 or more"],
  [{ sizes: [8, 2.5] }, "wind.sizes[1]: 2.5: must be an integer of 1 or more"],
  [{ sizes: [-4] }, "wind.sizes[0]: -4: must be an integer of 1 or more"],
  [{ sizes: [] }, "wind.sizes: []: give the points of 1 to 3 axes"],
  [{ sizes: [2, 2, 2, 2] }, "wind.sizes: [2,2,2,2]: give the points of 1 to 3 axes"],
  [{ sizes: [8], batch: 0 }, "wind.batch: 0: must be an integer of 1 or more"],
  [{ sizes: [8], inner: -1 }, "wind.inner: -1: must be an integer of 1 or more"],
  [{ sizes: [8], norm: "orthogonal" as Norm }, 'wind.norm: "orthogonal": give one of forward, backward, ortho'],
  [
    { sizes: [2 ** 20, 2 ** 20] },
    "wind.sizes: [1048576,1048576]: 1099511627776 points in all are more than 1073741824; use a smaller batch",
  ],
])("%j is refused", (spec, message) => {
  const io = { input: "a", output: "b" };
  for (const make of [() => fft("wind", spec, "forward", {}, io), () => rfft("wind", spec, {}, io), () => irfft("wind", spec, {}, io)]) {
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  }
});
