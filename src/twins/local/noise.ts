import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";
import { normalQ26 } from "../lib/normal.ts";
import { type RandomWords, randomWords } from "../lib/random-words.ts";

export interface NoiseShape {
  readonly count: number;
  readonly deviation: number;
  /** The seed's words, and the stream of random numbers. */
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
}

/** Room for the random words: kept for the next step of as many. */
let room: { readonly quads: number; readonly drawn: RandomWords } | undefined;

/** Twin of shaders/local/noise.wgsl. */
export function noise(
  { count, deviation, key0, key1, stream }: NoiseShape,
  clock: Uint32Array,
  _tables: Uint32Array,
  gradients: Floats,
): void {
  const quads = Math.ceil(count / 4);
  if (room?.quads !== quads) room = { quads, drawn: randomWords(quads) };
  const { drawn } = room;
  drawn.items(key0, key1, 0, clock[Clock.cursor], stream, 0, quads);
  const scale = deviation * 2 ** -26;
  for (let i = 0; i < count; i++) gradients[i] = scale * normalQ26(drawn.words[i]);
}
