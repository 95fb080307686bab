/** What adapters can do at best, as measured. */
import { expect, test, vi } from "vitest";
import { openDevice } from "../../src/gpu/adapter.ts";
import { measureCeilings } from "../../src/plan/ceilings.ts";

test("ceilings of the CPU and of the device are positive, and adds over a small footprint are no slower than over a large one", async () => {
  const device = await openDevice("software");
  const small = await measureCeilings(undefined, 2 ** 14);
  const large = await measureCeilings(undefined, 2 ** 28);
  for (const one of [small, large, await measureCeilings(device, 2 ** 20)])
    for (const value of Object.values(one)) expect(value).toBeGreaterThan(0);
  device.destroy();
  expect(small.footprintBytes).toBe(2 ** 14);
  // Far apart on any machine with caches: a third leaves room for noise.
  expect(small.atomicMs).toBeGreaterThan(1.33 * large.atomicMs);
});

test("where WebAssembly may not be used the arithmetic ceiling is TypeScript's, and lower", async () => {
  const compiled = await measureCeilings(undefined, 2 ** 14);
  vi.spyOn(WebAssembly, "Module").mockImplementation(function refuse() {
    throw new WebAssembly.CompileError("not here");
  });
  const plain = await measureCeilings(undefined, 2 ** 14);
  vi.restoreAllMocks();
  expect(plain.fmaGops).toBeGreaterThan(0);
  // Four lanes, and no rounding of float64 to float32.
  expect(compiled.fmaGops).toBeGreaterThan(2 * plain.fmaGops);
});
