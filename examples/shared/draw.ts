import { keyOf, mulhi, philox4x32, streamOf } from "../../src/twins/lib/philox.ts";

/** High byte of the stream numbers used here; the engine's own are 1 to 5. */
const EXAMPLES = 0x40;

/**
 * `size` numbers, uniform between 0 and 1, neither included: for values of an example that no distribution of a network file describes
 * (several from one draw, spike times). Number `i` of a stream hangs on the seed alone, as in the engine.
 */
export function uniforms(seed: number, stream: number, size: number): Float64Array {
  const [k0, k1] = keyOf(seed);
  const out = new Int32Array(4);
  const values = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    philox4x32(k0, k1, i, 0, streamOf(EXAMPLES, stream), 0, out);
    values[i] = ((out[0]! >>> 0) + 0.5) / 2 ** 32;
  }
  return values;
}

/**
 * Words of one stream, in order: `word()` gives 32 random bits, `below(n)` an integer of 0 to n - 1 (n below 2^31). For examples that
 * draw millions of numbers.
 */
export class Words {
  private readonly key: readonly [number, number];
  private readonly block = new Int32Array(4);
  private readonly stream: number;
  private next = 0;

  constructor(seed: number, stream: number) {
    this.key = keyOf(seed);
    this.stream = streamOf(EXAMPLES, stream);
  }

  word(): number {
    const at = this.next++ & 3;
    // The counter's second word tells these from the numbers of `uniforms`.
    if (at === 0) philox4x32(this.key[0], this.key[1], this.next >>> 2, 1, this.stream, 0, this.block);
    return this.block[at]! >>> 0;
  }

  below(n: number): number {
    return mulhi(this.word() | 0, n) >>> 0;
  }
}

/** Puts values in random order (Fisher and Yates). */
export function shuffle(values: Uint32Array | Int32Array, words: Words): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = words.below(i + 1);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
}

/** 0 to n - 1 in random order. */
export function shuffled(n: number, words: Words): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  shuffle(order, words);
  return order;
}

/**
 * The seed of network `n` of a study that makes several, those of neighbouring seeds `apart` from each other. Behind the largest seed, 2^53 - 1, comes 0.
 */
export function seedOf(seed: number, n: number, apart = 1): number {
  return Number((BigInt(seed) * BigInt(apart) + BigInt(n)) % 2n ** 53n);
}
