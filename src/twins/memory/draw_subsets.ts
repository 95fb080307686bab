import { mulhi } from "../lib/philox.ts";
import { type RandomWords, randomWords } from "../lib/random-words.ts";

export interface DrawSubsetsShape {
  readonly count: number;
  readonly cells: number;
  readonly chosen: number;
  /** Words of a set. */
  readonly words: number;
  /** The seed's words, and the stream of random numbers. */
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
  readonly step: number;
}

/** Room for the random words of a set: kept for the next one of as many. */
let room: { readonly blocks: number; readonly drawn: RandomWords } | undefined;

/** Twin of shaders/memory/draw_subsets.wgsl: clock (1), subsets (count x words). */
export function draw_subsets(shape: DrawSubsetsShape, clock: Uint32Array, subsets: Uint32Array): void {
  const { count, cells, chosen, words, key0, key1, stream, step } = shape;
  const blocks = Math.ceil(chosen / 4);
  if (room?.blocks !== blocks) room = { blocks, drawn: randomWords(blocks) };
  const { drawn } = room;
  const random = drawn.words;
  subsets.fill(0, 0, count * words);
  for (let i = 0; i < count; i++) {
    const first = i * words;
    drawn.blocks(key0, key1, clock[0] + i, 0, stream, step, blocks);
    for (let n = 0; n < chosen; n++) {
      const last = cells - chosen + n;
      let cell = mulhi(random[n], last + 1);
      if ((subsets[first + (cell >> 5)] >>> (cell & 31)) & 1) cell = last;
      subsets[first + (cell >> 5)] |= 1 << (cell & 31);
    }
  }
}
