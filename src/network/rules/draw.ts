import { type DrawSpec, LARGEST } from "../../twins/lib/draw.ts";
import { normalMax } from "../../twins/lib/normal.ts";
import type { Values } from "../description.ts";

/** Parts of a step that delays are drawn in. */
const DELAY_UNIT = 65536;

/** How delays (ms) are drawn, in parts of a step of `dt` ms. */
export function delaySpec(delays: Values, dt: number): DrawSpec {
  return drawSpec(delays, DELAY_UNIT / dt);
}

/** How values are drawn in integers of `unit` parts. */
export function drawSpec(values: Values, unit: number): DrawSpec {
  const free = { a: 0, b: 0, min: -LARGEST, max: LARGEST, array: new Int32Array(0) };
  if (typeof values === "number") return { ...free, kind: "constant", a: Math.round(values * unit) };
  if (values instanceof Float64Array) return { ...free, kind: "array", array: Int32Array.from(values, (v) => Math.round(v * unit)) };
  if ("uniform" in values) {
    const a = Math.round(values.uniform.low * unit);
    return { ...free, kind: "uniform", a, b: Math.round(values.uniform.high * unit) - a + 1 };
  }
  const lognormal = "lognormal" in values;
  const d = lognormal ? values.lognormal : values.normal;
  return {
    ...free,
    kind: lognormal ? "lognormal" : "normal",
    a: Math.round(lognormal ? (d.mean * Math.LOG2E + Math.log2(unit)) * 2 ** 26 : d.mean * unit),
    b: Math.round(lognormal ? d.std * Math.LOG2E * 2 ** 26 : d.std * unit),
    ...(d.min !== undefined && { min: Math.max(-LARGEST, Math.round(d.min * unit)) }),
    ...(d.max !== undefined ? { max: Math.min(LARGEST, Math.round(d.max * unit)) } : lognormal && { max: LARGEST - 1 }),
  };
}

/** Mean size, root mean square and largest size of values, for choosing a fixed-point scale. */
export function sizeOf(values: Values): { readonly mean: number; readonly rms: number; readonly largest: number } {
  if (typeof values === "number") return { mean: Math.abs(values), rms: Math.abs(values), largest: Math.abs(values) };
  if (values instanceof Float64Array) {
    let sum = 0;
    let squares = 0;
    let largest = 0;
    for (const v of values) {
      sum += Math.abs(v);
      squares += v * v;
      largest = Math.max(largest, Math.abs(v));
    }
    const n = Math.max(1, values.length);
    return { mean: sum / n, rms: Math.sqrt(squares / n), largest };
  }
  if ("uniform" in values) {
    const { low, high } = values.uniform;
    const largest = Math.max(Math.abs(low), Math.abs(high));
    return { mean: low * high >= 0 ? Math.abs(low + high) / 2 : largest / 2, rms: largest, largest };
  }
  if ("normal" in values) {
    const { mean, std, min, max } = values.normal;
    const reach = Math.max(
      Math.abs(Math.max(mean - normalMax * std, min ?? -Infinity)),
      Math.abs(Math.min(mean + normalMax * std, max ?? Infinity)),
    );
    return within(Math.max(Math.abs(mean), 0.8 * std), Math.hypot(mean, std), reach);
  }
  const { mean, std, max } = values.lognormal;
  const largest = Math.min(max ?? Infinity, Math.exp(mean + normalMax * std));
  return within(Math.exp(mean + (std * std) / 2), Math.exp(mean + std * std), largest);
}

/** Bounds keep mean and root mean square below the largest size. */
function within(mean: number, rms: number, largest: number): { readonly mean: number; readonly rms: number; readonly largest: number } {
  return { mean: Math.min(mean, largest), rms: Math.min(rms, largest), largest };
}
