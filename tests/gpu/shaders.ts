import type { ShaderSource } from "../../src/gpu/source.ts";

/** A shader written in a test. */
export function shader(path: string, text: string): ShaderSource {
  const origins = text.split("\n").map((_, i) => ({ file: `tests/${path}`, line: i + 1 }));
  return { path, text, origins };
}

/** Sequence of 32-bit words for random input (xorshift32). */
export function words(n: number, seed: number): Uint32Array {
  let x = seed >>> 0 || 1;
  return Uint32Array.from({ length: n }, () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  });
}
