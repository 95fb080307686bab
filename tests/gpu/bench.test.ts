import { afterAll, beforeAll, describe, expect, test } from "vitest";
import addSource from "../../shaders/bench/atomic_add.wgsl";
import copySource from "../../shaders/bench/copy.wgsl";
import { openDevice } from "../../src/gpu/adapter.ts";
import type { Device } from "../../src/gpu/device.ts";
import { atomic_add } from "../../src/twins/bench/atomic_add.ts";
import { copy } from "../../src/twins/bench/copy.ts";
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
});
