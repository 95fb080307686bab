import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";
import { type RandomWords, randomWords } from "../lib/random-words.ts";

export interface EncodeBernoulliShape extends BatchPart {
  readonly steps: number;
  readonly features: number;
  /** The seed's words, and the stream of random numbers. */
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
}

/** Room for the words of an example's pixels: kept for the next one of as many. */
let room: { readonly quads: number; readonly drawn: RandomWords } | undefined;

/** Twin of shaders/dense/encode_bernoulli.wgsl: outputs (steps x batch x features) of zeros and ones. */
export function encode_bernoulli(
  shape: EncodeBernoulliShape,
  clock: Uint32Array,
  order: Uint32Array,
  pixels: Uint32Array,
  levels: Floats,
  outputs: Floats,
): void {
  const { steps, batch, features, key0, key1, stream } = shape;
  const quads = Math.ceil(features / 4);
  if (room?.quads !== quads) room = { quads, drawn: randomWords(quads) };
  const { drawn } = room;
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  // A word's upper 24 bits, as a share of one, are below a level where they are below this as an integer.
  const limits = Float64Array.from(levels, (level) => level * 2 ** 24);
  for (let t = 0; t < steps; t++) {
    const step = clock[Clock.epoch] * steps + t;
    for (let b = 0; b < batch; b++) {
      const place = placeOf(clock, shape, b);
      const at = (t * batch + b) * features;
      if (place >= clock[Clock.examples]) {
        outputs.fill(0, at, at + features);
        continue;
      }
      const example = order[place];
      drawn.items(key0, key1, 0, example, stream, step, quads);
      spikesOf(drawn.words, bytes, example * features, limits, outputs, at, features);
    }
  }
}

/** The spikes of one example in one step. */
function spikesOf(
  words: Int32Array,
  bytes: Uint8Array,
  pixel: number,
  limits: Float64Array,
  outputs: Floats,
  at: number,
  features: number,
): void {
  for (let f = 0; f < features; f++) outputs[at + f] = words[f] >>> 8 < limits[bytes[pixel + f]] ? 1 : 0;
}
