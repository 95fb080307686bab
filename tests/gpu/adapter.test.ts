import { afterAll, expect, test } from "vitest";
import { NoAdapterError } from "../../src/errors.ts";
import { hasHardware, openDevice } from "../../src/gpu/adapter.ts";
import type { Device } from "../../src/gpu/device.ts";

const open: Device[] = [];
afterAll(() => {
  for (const device of open) device.destroy();
});

test("a hardware probe first does not spoil the software adapter after it, nor the other way round", async () => {
  const env = process.env.VK_DRIVER_FILES;
  const hardware = await hasHardware();
  const device = await openDevice("software");
  open.push(device);
  expect(device.summary.kind).toBe("software");
  expect(device.summary.vendor).not.toBe("");
  expect(process.env.VK_DRIVER_FILES).toBe(env);
  expect(await hasHardware()).toBe(hardware);
  if (!hardware) await expect(openDevice("hardware")).rejects.toThrow(NoAdapterError);
  const second = await openDevice("software");
  open.push(second);
  expect(second.limits.maxStorageBuffersPerShaderStage).toBeGreaterThanOrEqual(8);
});

test("limits are the adapter's own, not the defaults", async () => {
  const device = await openDevice("software");
  open.push(device);
  expect(device.limits.maxStorageBufferBindingSize).toBeGreaterThan(128 << 20);
  expect(device.limits.maxComputeInvocationsPerWorkgroup).toBeGreaterThanOrEqual(256);
});
