import { countOneBits } from "../lib/bits.ts";
import type { Floats } from "../lib/floats.ts";

export interface OverlapsShape {
  readonly replicas: number;
  readonly patterns: number;
  /** Words of a state. */
  readonly words: number;
}

/** Twin of shaders/memory/overlaps.wgsl: patterns (2 x patterns x words), states (replicas x words), overlaps (replicas x patterns). */
export function overlaps({ replicas, patterns, words }: OverlapsShape, planes: Uint32Array, states: Uint32Array, out: Floats): void {
  const ups = patterns * words;
  for (let r = 0; r < replicas; r++) {
    for (let p = 0; p < patterns; p++) {
      let same = 0;
      let all = 0;
      for (let w = 0; w < words; w++) {
        const mask = planes[p * words + w];
        all += countOneBits(mask);
        same += countOneBits(mask & ~(planes[ups + p * words + w] ^ states[r * words + w]));
      }
      out[r * patterns + p] = 2 * same - all;
    }
  }
}
