/** Pruned transforms of real data: some bins of the last axis, from 0 on. */
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import type { Buffers, Stage } from "../../src/plan/program.ts";
import { executeProgram } from "../../src/plan/program-target.ts";
import { irfft, rfft } from "../../src/spectral/fft.ts";
import type { RealFftSpec } from "../../src/spectral/fft-spec.ts";

const product = (list: readonly number[]) => list.reduce((a, b) => a * b, 1);
const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i) + Math.cos(0.31 * i * i));

type Make = (label: string, spec: RealFftSpec, buffers: Buffers, io: { input: string; output: string }) => Stage[];

async function ran(adapter: "cpu" | "software", make: Make, spec: RealFftSpec, input: Float32Array, length: number) {
  const poison = new Float32Array(length).fill(Number.NaN);
  const buffers: Buffers = {
    input: { type: "f32", length: input.length, data: input.slice() },
    output: { type: "f32", length, data: poison },
  };
  const work = make("fft", spec, buffers, { input: "input", output: "output" });
  const executor = await executeProgram({ buffers, sequences: { work } }, adapter);
  try {
    await executor.run("work");
    return await executor.read("output", "f32");
  } finally {
    executor.destroy();
  }
}

/** [rows, last, inner] of some bins out of all of them, or of all of them with zeros. */
function cut(all: Float32Array, rows: number, bins: number, kept: number, inner: number): Float32Array {
  return Float32Array.from({ length: rows * kept * inner * 2 }, (_, i) => {
    const [row, rest] = [Math.floor(i / (2 * kept * inner)), i % (2 * kept * inner)];
    return all[row * 2 * bins * inner + rest]!;
  });
}

function padded(some: Float32Array, rows: number, bins: number, kept: number, inner: number): Float32Array {
  const all = new Float32Array(rows * bins * inner * 2);
  for (let row = 0; row < rows; row++) all.set(some.subarray(row * 2 * kept * inner, (row + 1) * 2 * kept * inner), row * 2 * bins * inner);
  return all;
}

const CASES: readonly { sizes: number[]; batch: number; inner: number; bins: number }[] = [
  { sizes: [16], batch: 3, inner: 1, bins: 1 },
  { sizes: [18], batch: 2, inner: 1, bins: 6 },
  { sizes: [18], batch: 1, inner: 1, bins: 9 },
  { sizes: [15], batch: 3, inner: 1, bins: 4 },
  { sizes: [16], batch: 2, inner: 4, bins: 5 },
  { sizes: [15], batch: 1, inner: 3, bins: 7 },
  { sizes: [6, 20], batch: 2, inner: 2, bins: 3 },
  { sizes: [3, 5, 9], batch: 1, inner: 2, bins: 2 },
];

test.each(CASES.flatMap((one) => (["cpu", "software"] as const).map((adapter) => ({ ...one, adapter }))))(
  "$adapter: $bins bins of $sizes points, $batch x, $inner side by side",
  { timeout: 30_000 },
  async ({ adapter, bins: kept, ...spec }) => {
    const { sizes, batch, inner } = spec;
    const values = wave(batch * product(sizes) * inner);
    const bins = Math.floor(sizes[sizes.length - 1]! / 2) + 1;
    const rows = batch * product(sizes.slice(0, -1));
    const all = await ran(adapter, rfft, spec, values, rows * bins * inner * 2);
    const some = await ran(adapter, rfft, { ...spec, bins: kept }, values, rows * kept * inner * 2);
    const wanted = cut(all, rows, bins, kept, inner);
    some.forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!)).toBeLessThan(2e-5);
    });
    const back = await ran(adapter, irfft, { ...spec, bins: kept }, some, values.length);
    const whole = await ran(adapter, irfft, spec, padded(some, rows, bins, kept, inner), values.length);
    back.forEach((value, i) => {
      expect(Math.abs(value - whole[i]!)).toBeLessThan(2e-6);
    });
  },
);

test("more bins than there are, or none, are refused", () => {
  for (const bins of [10, 0, 1.5, Number.NaN])
    for (const make of [rfft, irfft]) expect(() => make("t", { sizes: [16], bins }, {}, { input: "a", output: "b" })).toThrow(InputError);
  expect(() => rfft("t", { sizes: [16], bins: 10 }, {}, { input: "a", output: "b" })).toThrow(/t\.bins.*10.*16 real points have 9/s);
});
