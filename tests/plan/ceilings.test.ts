/** What adapters can do at best, as measured. */
import { expect, test, vi } from "vitest";
import { openDevice } from "../../src/gpu/adapter.ts";
import { measureCeilings, slotsOf } from "../../src/plan/ceilings.ts";

test("ceilings of the CPU and of the device are positive, and adds over a small footprint are no slower than over a large one", async () => {
  const device = await openDevice("software");
  const small = await measureCeilings(undefined, 2 ** 14);
  const large = await measureCeilings(undefined, 2 ** 28);
  for (const one of [small, large, await measureCeilings(device, 2 ** 20)])
    for (const value of Object.values(one)) expect(value).toBeGreaterThan(0);
  device.destroy();
  // Any machine of this century: these are no times, only their units.
  for (const { copyGBs, atomicMs, fmaGops } of [small, large]) {
    for (const [value, least, most] of [
      [copyGBs, 0.1, 1e4],
      [atomicMs, 0.1, 1e6],
      [fmaGops, 0.01, 1e6],
    ] as const) {
      expect(value).toBeGreaterThan(least);
      expect(value).toBeLessThan(most);
    }
  }
  // No more than 256 MiB, however large a ring is.
  expect([slotsOf(2 ** 20), slotsOf(2 ** 34), slotsOf(0)]).toEqual([2 ** 18, 2 ** 26, 1]);
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
