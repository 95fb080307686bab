import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";
import { philox4x32 } from "../lib/philox.ts";

export interface EncodeBernoulliShape extends BatchPart {
  readonly steps: number;
  readonly features: number;
  /** The seed's words, and the stream of random numbers. */
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
}

const words = new Int32Array(4);

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
      for (let feature = 0; feature < features; feature++) {
        if ((feature & 3) === 0) philox4x32(key0, key1, feature >> 2, example, stream, step, words);
        const pixel = example * features + feature;
        const value = (pixels[pixel >> 2] >>> (8 * (pixel & 3))) & 255;
        outputs[at + feature] = (words[feature & 3] >>> 8) * 2 ** -24 < levels[value] ? 1 : 0;
      }
    }
  }
}
