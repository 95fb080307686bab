import { matchWithin } from "../../wasm/memory/match-segments.ts";
import { countOneBits } from "../lib/bits.ts";

export interface MatchSegmentsShape {
  readonly inputs: number;
  /** A multiple of 32; those that fill it up have no cells. */
  readonly segments: number;
  /** Words of an input or a segment. */
  readonly words: number;
  /** 1 at least. */
  readonly threshold: number;
}

/** Twin of shaders/memory/match_segments.wgsl: segments (segments / 32 x words x 32), inputs (inputs x words), hits (inputs x segments / 32). */
export function match_segments(shape: MatchSegmentsShape, masks: Uint32Array, rows: Uint32Array, hits: Uint32Array): void {
  const { inputs, segments, words, threshold } = shape;
  if (matchWithin(shape, masks, rows, hits)) return;
  for (let i = 0; i < inputs; i++) {
    for (let from = 0; from < segments; from += 32) {
      let fired = 0;
      for (let j = 0; j < 32; j++) {
        let shared = 0;
        for (let w = 0; w < words; w++) shared += countOneBits(masks[from * words + 32 * w + j] & rows[i * words + w]);
        if (shared >= threshold) fired |= 1 << j;
      }
      hits[(i * segments + from) / 32] = fired;
    }
  }
}
