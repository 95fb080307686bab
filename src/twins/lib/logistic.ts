/** Twin of shaders/lib/logistic.wgsl: probabilities as integers, the same on every adapter. */

/** Entries for each unit of x, and where the table ends. */
const EACH = 256;
const END = 23;
const LAST = Math.fround(22.99999);

/** 2^32 / (1 + exp(k / 256)), rounded. */
export const logisticTable: Uint32Array = Uint32Array.from({ length: EACH * END + 1 }, (_, k) =>
  Math.round(2 ** 32 / (1 + Math.exp(k / EACH))),
);

/** 1 / (1 + exp(|x|)) in units of 2^-32, within 1e-6. @param x a float32 number */
export function logisticQ32(table: Uint32Array, x: number): number {
  const at = Math.floor(Math.min(Math.abs(x), LAST) * 2 ** 18);
  const k = at >> 10;
  const here = table[k];
  return here - Math.floor(((here - table[k + 1]) * (at & 1023)) / 1024);
}
