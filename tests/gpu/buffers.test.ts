import { afterAll, beforeAll, expect, test } from "vitest";
import { DeviceError } from "../../src/errors.ts";
import { openDevice } from "../../src/gpu/adapter.ts";
import type { Device } from "../../src/gpu/device.ts";
import { Profiler, timeKernel } from "../../src/gpu/profiler.ts";
import { shader, words } from "./shaders.ts";

let device: Device;
beforeAll(async () => {
  device = await openDevice("software");
});
afterAll(() => device.destroy());

const COUNT = shader(
  "count.wgsl",
  "@group(0) @binding(0) var<storage, read_write> o: array<u32>;\n@compute @workgroup_size(1) fn main() { o[0] += 1u; }",
);

test("a buffer starts zeroed and gives back any range of what was written", async () => {
  const data = words(1001, 3);
  const buffer = await device.buffer("b", "u32", 1005);
  buffer.write(data, 3);
  expect(await buffer.read(3, 1001)).toEqual(data);
  expect([...(await buffer.read(0, 4))]).toEqual([0, 0, 0, data[0]]);
  expect(await buffer.read(5, 0)).toHaveLength(0);
  buffer.write(data.subarray(10, 13), 1002);
  expect(await buffer.read(1002)).toEqual(data.subarray(10, 13));
  buffer.fill(0xffffffff);
  expect((await buffer.read()).every((w) => w === 0xffffffff)).toBe(true);
});

test("wrong ranges and types are errors with the label", async () => {
  const buffer = await device.buffer("weights", "f32", 10);
  expect(() => buffer.write(new Float32Array(4), 7)).toThrow('buffer "weights": elements 7 to 11 of 10');
  expect(() => buffer.write(new Int32Array(4) as unknown as Float32Array)).toThrow('buffer "weights" holds f32, not Int32Array');
  await expect(buffer.read(8, 3)).rejects.toThrow(DeviceError);
  await expect(device.buffer("huge", "u32", 2 ** 40)).rejects.toThrow(`buffer "huge": ${2 ** 42} bytes`);
  await expect(device.buffer("half", "u32", 1.5)).rejects.toThrow("not a whole number");
});

test("empty buffers exist and bind", async () => {
  const o = await device.buffer("empty", "u32", 0);
  await device
    .commands("c")
    .dispatch((await device.kernel(COUNT)).bind({ o }), 1)
    .submit();
  expect(await o.read()).toHaveLength(0);
});

test("copies and clears keep their order with dispatches, and a list can be submitted again", async () => {
  const o = await device.bufferOf("o", "u32", new Uint32Array([5, 6, 7, 8]));
  const before = await device.buffer("before", "u32", 4);
  const bound = (await device.kernel(COUNT)).bind({ o });
  const commands = device.commands("list").dispatch(bound, 1).copy(o, before).clear(o, 1, 2).dispatch(bound, 1);
  await Promise.all([commands.submit(), commands.submit()]);
  expect([...(await o.read())]).toEqual([9, 0, 0, 8]);
  expect([...(await before.read())]).toEqual([8, 0, 0, 8]);
});

test("staging gives results in order while the next submit runs, and refuses a third", async () => {
  const o = await device.buffer("o", "u32", 3);
  const staging = await device.staging("back", 8);
  const commands = device
    .commands("s")
    .dispatch((await device.kernel(COUNT)).bind({ o }), 1)
    .stage(o, staging, 0, 4, 1);
  commands.queue();
  commands.queue();
  expect(() => commands.queue()).toThrow('staging "back": both halves');
  expect([...new Uint32Array(await staging.take())]).toEqual([0, 1]);
  commands.queue();
  const both = await Promise.all([staging.take(), staging.take()]);
  expect(both.map((b) => new Uint32Array(b)[1])).toEqual([2, 3]);
  await expect(staging.take()).rejects.toThrow("nothing was submitted");
  expect(() => commands.stage(o, staging, 0, 0, 3)).toThrow("bytes 0 to 12 of 8");
});

test("passes are timed over several submits, up to the capacity", async () => {
  const profiler = await Profiler.create(device, 40);
  expect(device.features.timestamps).toBe(profiler !== undefined);
  if (!profiler) return;
  const kernel = await device.kernel(COUNT);
  const o = await device.buffer("o", "u32", 1);
  const [a, b] = [kernel.bind({ o }, "a"), kernel.bind({ o }, "b")];
  const commands = device.commands("p").dispatch(a, 50).dispatch(a, 50).dispatch(b, 1).dispatch(a, 1);
  for (let i = 0; i < 14; i++) await commands.submit(profiler);
  expect(profiler.untimed).toBe(2);
  const passes = await profiler.passes();
  const three = [
    ["a", 2],
    ["b", 1],
    ["a", 1],
  ];
  expect(passes.map(({ label, calls }) => [label, calls])).toEqual([...Array.from({ length: 13 }, () => three).flat(), three[0]]);
  for (const { ns } of passes) expect(ns).toBeGreaterThan(0);
  expect(await profiler.passes()).toEqual([]);
  profiler.destroy();
});

test("a kernel is repeated until that takes 5 ms, and the time is that of one dispatch", async () => {
  const o = await device.buffer("o", "u32", 1);
  const ns = await timeKernel(device, (await device.kernel(COUNT)).bind({ o }), 1);
  const [ran] = await o.read();
  expect(ran).toBeGreaterThan(5);
  expect(ns * ran).toBeGreaterThan(5e6);
  expect(ns).toBeLessThan(5e6);
});
