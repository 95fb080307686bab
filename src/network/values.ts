import { normalQ26 } from "../twins/lib/normal.ts";
import { philox4x32 } from "../twins/lib/philox.ts";
import type { Values } from "./description.ts";

/**
 * One number for all, or one a neuron: distributions are drawn with the counter (neuron, 0, stream, attempt), word 0,
 * until inside their bounds (docs/random.md).
 */
export function realise(values: Values, size: number, key: readonly [number, number], stream: number): number | Float64Array {
  if (typeof values === "number" || values instanceof Float64Array) return values;
  const words = new Int32Array(4);
  const draw = sampler(values);
  const [min, max] = boundsOf(values);
  const drawn = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let attempt = 0; ; attempt++) {
      philox4x32(key[0], key[1], i, 0, stream, attempt, words);
      drawn[i] = draw(words[0]);
      if (drawn[i] >= min && drawn[i] <= max) break;
    }
  }
  return drawn;
}

function sampler(values: Exclude<Values, number | Float64Array>): (word: number) => number {
  if ("uniform" in values) {
    const { low, high } = values.uniform;
    return (word) => low + (high - low) * (((word >>> 0) + 0.5) / 2 ** 32);
  }
  if ("normal" in values) {
    const { mean, std } = values.normal;
    return (word) => mean + std * (normalQ26(word) / 2 ** 26);
  }
  const { mean, std } = values.lognormal;
  return (word) => Math.exp(mean + std * (normalQ26(word) / 2 ** 26));
}

function boundsOf(values: Exclude<Values, number | Float64Array>): readonly [number, number] {
  if ("uniform" in values) return [-Infinity, Infinity];
  const d = "normal" in values ? values.normal : values.lognormal;
  return [d.min ?? -Infinity, d.max ?? Infinity];
}
