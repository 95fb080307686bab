import { normalQ26 } from "../lib/normal.ts";
import { philox4x32 } from "../lib/philox.ts";
import { poissonCount } from "../lib/poisson.ts";

/** Twin of shaders/verify/random.wgsl; `key` is the low and the high word of the seed. */
export function random(n: number, key: readonly [number, number], counters: Uint32Array, means: Uint32Array, results: Uint32Array): void {
  const words = new Int32Array(4);
  for (let i = 0; i < n; i++) {
    philox4x32(key[0], key[1], counters[4 * i], counters[4 * i + 1], counters[4 * i + 2], counters[4 * i + 3], words);
    results.set(words, 6 * i);
    results[6 * i + 4] = normalQ26(words[0]);
    results[6 * i + 5] = poissonCount(words[1], means[2 * i], means[2 * i + 1]);
  }
}
