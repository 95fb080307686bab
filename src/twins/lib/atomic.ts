/** WGSL's atomicMin: the word at `at` becomes `value` where that is smaller, whatever other threads write meanwhile. */
export function atomicMin(words: Uint32Array, at: number, value: number): void {
  for (let seen = Atomics.load(words, at); seen > value; ) {
    const found = Atomics.compareExchange(words, at, seen, value);
    if (found === seen) break;
    seen = found;
  }
}
