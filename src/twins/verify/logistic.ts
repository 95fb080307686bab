import { logisticQ32 } from "../lib/logistic.ts";

/** Twin of shaders/verify/logistic.wgsl. */
export function logistic({ count }: { readonly count: number }, table: Uint32Array, values: Float32Array, rare: Uint32Array): void {
  for (let i = 0; i < count; i++) rare[i] = logisticQ32(table, values[i]);
}
