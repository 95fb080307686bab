import { keyOf, philox4x32, Stream, streamOf } from "../../src/twins/lib/philox.ts";

/** Bits that are 1 with a chance, sequence after sequence. @param set which of a study's sets */
export function bernoulli(sequences: number, length: number, chance: number, seed: number, set: number): Uint8Array {
  const bits = new Uint8Array(sequences * length);
  const words = new Int32Array(4);
  const [key0, key1] = keyOf(seed);
  const stream = streamOf(Stream.sequences, set);
  for (let s = 0; s < sequences; s++) {
    for (let t = 0; t < length; t++) {
      if ((t & 3) === 0) philox4x32(key0, key1, t >> 2, s, stream, 0, words);
      bits[s * length + t] = Number(words[t & 3]! >>> 0 < chance * 2 ** 32);
    }
  }
  return bits;
}

/** The same sequences, each in another order (Fisher and Yates). */
export function shuffled(symbols: Uint8Array, length: number, seed: number, set: number): Uint8Array {
  const out = symbols.slice();
  const words = new Int32Array(4);
  const [key0, key1] = keyOf(seed);
  const stream = streamOf(Stream.sequences, set);
  for (let s = 0; s * length < symbols.length; s++) {
    for (let t = length - 1; t > 0; t--) {
      philox4x32(key0, key1, t, s, stream, 0, words);
      const [a, b] = [s * length + t, s * length + Math.floor(((words[0]! >>> 0) * (t + 1)) / 2 ** 32)];
      [out[a], out[b]] = [out[b]!, out[a]!];
    }
  }
  return out;
}

/** Entropy of a bit that is 1 with a chance, in bits. */
export function entropy(chance: number): number {
  const of = (p: number) => (p === 0 ? 0 : -p * Math.log2(p));
  return of(chance) + of(1 - chance);
}
