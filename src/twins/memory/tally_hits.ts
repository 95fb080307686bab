import { countOneBits } from "../lib/bits.ts";

export interface TallyHitsShape {
  readonly inputs: number;
  /** Words of an input's hits. */
  readonly words: number;
}

/** Twin of shaders/memory/tally_hits.wgsl: hits (inputs x words), clock (1), histogram (32 words + 1). */
export function tally_hits({ inputs, words }: TallyHitsShape, hits: Uint32Array, clock: Uint32Array, histogram: Uint32Array): void {
  for (let i = 0; i < inputs; i++) {
    let fired = 0;
    for (let w = 0; w < words; w++) fired += countOneBits(hits[i * words + w]);
    histogram[fired]++;
  }
  clock[0] += inputs;
}
