import { afterEach, beforeEach, expect, test } from "vitest";
import { DeviceError, DeviceLostError } from "../../src/errors.ts";
import { openDevice } from "../../src/gpu/adapter.ts";
import type { Device } from "../../src/gpu/device.ts";
import { shader } from "./shaders.ts";

let device: Device;
beforeEach(async () => {
  device = await openDevice("software");
});
afterEach(() => device.destroy());

test("an error nobody scoped rejects the awaited call under way, once", async () => {
  const buffer = await device.buffer("b", "u32", 4);
  device.raw.createBuffer({ label: "bad", size: 16, usage: 0 });
  await expect(device.idle()).rejects.toThrow(DeviceError);
  expect([...(await buffer.read())]).toEqual([0, 0, 0, 0]);
});

test("an error that arrives between calls rejects the next one", async () => {
  const commands = device.commands("none");
  device.raw.createBuffer({ label: "bad", size: 16, usage: 0 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(commands.submit()).rejects.toThrow(DeviceError);
  await commands.submit();
});

test("using a destroyed buffer is an error of the submit", async () => {
  const kernel = await device.kernel(
    shader("o.wgsl", "@group(0) @binding(0) var<storage, read_write> o: array<u32>;\n@compute @workgroup_size(1) fn main() { o[0] = 1u; }"),
  );
  const o = await device.buffer("victim", "u32", 4);
  const bound = kernel.bind({ o });
  o.destroy();
  await expect(device.commands("use").dispatch(bound, 1).submit()).rejects.toThrow(/victim.*destroyed|destroyed.*victim/);
});

test("loss rejects what is pending and everything after", async () => {
  const buffer = await device.buffer("b", "u32", 1 << 20);
  const pending = buffer.read();
  const also = device.idle();
  device.destroy();
  await expect(pending).rejects.toThrow(DeviceLostError);
  await expect(also).rejects.toThrow(DeviceLostError);
  expect(device.lost).toBe(true);
  await expect(device.buffer("later", "u32", 1)).rejects.toThrow(DeviceLostError);
  await expect(device.commands("later").submit()).rejects.toThrow(DeviceLostError);
  await expect(buffer.read()).rejects.toThrow(DeviceLostError);
});

test("a loss the platform reports is the same error", async () => {
  const waiting = device.idle();
  device.raw.destroy();
  await waiting.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(device.idle()).rejects.toThrow(DeviceLostError);
});
