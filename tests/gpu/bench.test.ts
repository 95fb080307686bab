import { afterAll, beforeAll, describe, expect, test } from "vitest";
import addSource from "../../shaders/bench/atomic_add.wgsl";
import copySource from "../../shaders/bench/copy.wgsl";
import fmaSource from "../../shaders/bench/fma.wgsl";
import { openDevice } from "../../src/gpu/adapter.ts";
import type { Device } from "../../src/gpu/device.ts";
import { atomic_add } from "../../src/twins/bench/atomic_add.ts";
import { copy } from "../../src/twins/bench/copy.ts";
import { fma, ROUND_OPERATIONS } from "../../src/twins/bench/fma.ts";
import { words } from "./shaders.ts";

const POISON = 0xdeadbeef;
let device: Device;
beforeAll(async () => {
  device = await openDevice("software");
});
afterAll(() => device.destroy());

describe.each([1, 255, 256, 257, 4099, 70001])("%i elements", (n) => {
  test("copy.wgsl is its twin", async () => {
    const kernel = await device.kernel(copySource);
    const input = words(n, n);
    const expected = new Uint32Array(n + 3).fill(POISON);
    copy(n, input, expected);
    const size = await device.uniform("size", kernel.uniformSize("size"));
    size.write(kernel.pack("size", { n }));
    const source = await device.bufferOf("source", "u32", input);
    const output = await device.buffer("target", "u32", n + 3);
    output.fill(POISON);
    await device
      .commands("copy")
      .dispatch(kernel.bind({ size, source, target_words: output }), Math.ceil(n / 256))
      .submit();
    expect(await output.read()).toEqual(expected);
  });

  test("atomic_add.wgsl is its twin", async () => {
    const kernel = await device.kernel(addSource);
    const slots = Math.ceil(n / 3);
    const indices = words(n, n + 1).map((w) => w % slots);
    const weights = new Int32Array(words(n, n + 2).buffer);
    const expected = new Int32Array(slots + 1).fill(POISON | 0);
    atomic_add(n, indices, weights, expected);
    const size = await device.uniform("size", 4);
    size.write(kernel.pack("size", { n }));
    const sums = await device.buffer("sums", "i32", slots + 1);
    sums.fill(POISON);
    const bound = kernel.bind({
      size,
      indices: await device.bufferOf("indices", "u32", indices),
      weights: await device.bufferOf("weights", "i32", weights),
      sums,
    });
    await device
      .commands("add")
      .dispatch(bound, Math.ceil(n / 256))
      .submit();
    expect(await sums.read()).toEqual(expected);
  });

  test("fma.wgsl is its twin", async () => {
    const kernel = await device.kernel(fmaSource);
    const rounds = 3;
    // Factors of 1 and -1 and small whole terms: no sum is rounded, so that it does not matter whether the driver fuses.
    const factors = Float32Array.from(words(4 * n, n + 3), (w) => (w & 1) * 2 - 1);
    const terms = Float32Array.from(words(4 * n, n + 4), (w) => (w % 2001) - 1000);
    const values = new Float32Array(4 * (n + 2)).fill(-12345.5);
    values.set(Float32Array.from(words(4 * n, n + 5), (w) => w % 4001));
    const expected = values.slice();
    fma(n, rounds, factors, terms, expected);
    const size = await device.uniform("size", kernel.uniformSize("size"));
    size.write(kernel.pack("size", { n, rounds }));
    const held = await device.bufferOf("values", "f32", values);
    const bound = kernel.bind({
      size,
      factors: await device.bufferOf("factors", "f32", factors),
      terms: await device.bufferOf("terms", "f32", terms),
      values: held,
    });
    await device
      .commands("fma")
      .dispatch(bound, Math.ceil(n / 256))
      .submit();
    expect(await held.read()).toEqual(expected);
  });
});

test("the fma twin counts its operations: one value's chain by hand, and what is not whole is near float64", () => {
  expect(ROUND_OPERATIONS).toBe(64);
  const values = Float32Array.of(1, 0.3, -2, 0);
  fma(1, 1, Float32Array.of(2, 0.7, -0.5, 1), Float32Array.of(1, 0.1, 0.25, 3), values);
  // x = 2 x + 1 from 1, eight times: 2^9 - 1. x = x + 3 from 0: 24.
  expect([values[0], values[3]]).toEqual([511, 24]);
  expect(values[1]).toBeCloseTo(0.1 / 0.3 + 0.7 ** 8 * (0.3 - 0.1 / 0.3), 6);
  expect(values[2]).toBeCloseTo(0.25 / 1.5 + 0.5 ** 8 * (-2 - 0.25 / 1.5), 6);
});
