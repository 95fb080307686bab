import { exp2Q26, timesQ26, timesQ26Wide } from "../../twins/lib/fixed.ts";
import { normalMax, normalQ26 } from "../../twins/lib/normal.ts";
import { mulhi, philox4x32 } from "../../twins/lib/philox.ts";
import type { Values } from "../description.ts";

const LARGEST = 0x7fffffff;

/** Where a draw's random words come from: key, stream, and which word of a block. */
export interface DrawSource {
  readonly key: readonly [number, number];
  readonly stream: number;
  readonly word: number;
}

/**
 * A weight or a delay drawn in integers of `unit` parts, redrawn until inside its bounds: the first word comes from the caller,
 * those of later attempts from the same block with the attempt in the counter's last place (docs/random.md).
 */
export class Draw {
  private readonly kind: "constant" | "array" | "uniform" | "normal" | "lognormal";
  private readonly a: number = 0;
  private readonly b: number = 0;
  private readonly min: number = -LARGEST;
  private readonly max: number = LARGEST;
  private readonly array: Int32Array = new Int32Array(0);
  /** The largest deviate does not fit 31 bits. */
  private readonly wide: boolean;
  private readonly words = new Int32Array(4);

  constructor(
    values: Values,
    unit: number,
    private readonly source: DrawSource,
  ) {
    if (typeof values === "number") {
      this.kind = "constant";
      this.a = Math.round(values * unit);
    } else if (values instanceof Float64Array) {
      this.kind = "array";
      this.array = Int32Array.from(values, (v) => Math.round(v * unit));
    } else if ("uniform" in values) {
      this.kind = "uniform";
      this.a = Math.round(values.uniform.low * unit);
      this.b = Math.round(values.uniform.high * unit) - this.a + 1;
    } else {
      const lognormal = "lognormal" in values;
      const d = "lognormal" in values ? values.lognormal : values.normal;
      this.kind = lognormal ? "lognormal" : "normal";
      this.a = Math.round(lognormal ? (d.mean * Math.LOG2E + Math.log2(unit)) * 2 ** 26 : d.mean * unit);
      this.b = Math.round(lognormal ? d.std * Math.LOG2E * 2 ** 26 : d.std * unit);
      if (d.min !== undefined) this.min = Math.max(-LARGEST, Math.round(d.min * unit));
      if (d.max !== undefined) this.max = Math.min(LARGEST, Math.round(d.max * unit));
      else if (lognormal) this.max = LARGEST - 1;
    }
    this.wide = this.b * normalMax > LARGEST;
  }

  /** True if no random word is looked at. */
  get fixed(): boolean {
    return this.kind === "constant" || this.kind === "array";
  }

  /** The value of synapse `ordinal` (in the order of the array, where one was given), whose random block is (item, block). */
  at(word: number, item: number, block: number, ordinal: number): number {
    if (this.kind === "constant") return this.a;
    if (this.kind === "array") return this.array[ordinal];
    let value = this.once(word);
    for (let attempt = 1; value < this.min || value > this.max; attempt++) {
      philox4x32(this.source.key[0], this.source.key[1], item, block, this.source.stream, attempt, this.words);
      value = this.once(this.words[this.source.word]);
    }
    return value;
  }

  private once(word: number): number {
    if (this.kind === "uniform") return this.a + (mulhi(word, this.b) >>> 0);
    const z = normalQ26(word);
    const value = this.a + (this.wide ? timesQ26Wide(this.b, z) : timesQ26(this.b, z));
    return this.kind === "normal" ? value : exp2Q26(value);
  }
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
