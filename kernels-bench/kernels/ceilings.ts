import type { Benchmark } from "../bench.ts";
import { mapped } from "../measure.ts";

export const copy: Benchmark = {
  name: "copy",
  title: "bytes read and written a second by a copy: the ceiling of update",
  measure: async ({ ceilings }) => [{ name: "copy", ...mapped(await ceilings.copy(), (b) => b / 1e9), unit: "GB/s", better: "more" }],
};

export const atomicAdd: Benchmark = {
  name: "atomic_add",
  title: "random 32-bit adds a second, atomic on a device: the ceiling of propagate",
  sizes: { of: "slots", usual: () => [2 ** 16, 2 ** 20, 2 ** 24], large: [2 ** 26] },
  measure: async ({ ceilings }, slots) => [
    { name: "atomic_add", size: slots, ...mapped(await ceilings.adds(slots), (a) => a / 1e6), unit: "M/s", better: "more" },
  ],
};

export const fma: Benchmark = {
  name: "fma",
  title: "multiplications and additions a second, fused where the adapter can",
  measure: async ({ ceilings }) => [{ name: "fma", ...mapped(await ceilings.fma(), (o) => o / 1e9), unit: "Gop/s", better: "more" }],
};
