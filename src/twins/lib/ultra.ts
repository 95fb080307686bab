/** Twin of shaders/lib/ultra.wgsl: bounds of the logarithms, as float32 has them. */
export const LOG_EPS_MIN = Math.fround(Math.log(0.1));
export const LOG_EPS_MAX = Math.fround(Math.log(20));
export const LOG_BETA_MIN = Math.fround(Math.log(0.1));
export const LOG_BETA_MAX = Math.fround(Math.log(50));

/** A positive number kept by its logarithm, within bounds. `free` is 1 inside of them; outside, 0: there is no gradient. */
export function bounded(raw: number, low: number, high: number): { readonly value: number; readonly free: number } {
  return { value: Math.exp(Math.min(high, Math.max(low, raw))), free: raw >= low && raw <= high ? 1 : 0 };
}
