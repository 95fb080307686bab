import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface EncodeLatencyShape extends BatchPart {
  readonly steps: number;
  readonly features: number;
}

/** Twin of shaders/dense/encode_latency.wgsl: outputs (steps x batch x features) of zeros and ones. */
export function encode_latency(
  shape: EncodeLatencyShape,
  clock: Uint32Array,
  order: Uint32Array,
  pixels: Uint32Array,
  levels: Floats,
  outputs: Floats,
): void {
  const { steps, batch, features } = shape;
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  outputs.fill(0, 0, steps * batch * features);
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    if (place >= clock[Clock.examples]) continue;
    const pixel = order[place] * features;
    for (let f = 0; f < features; f++) {
      const t = levels[bytes[pixel + f]];
      if (t >= 0) outputs[(t * batch + b) * features + f] = 1;
    }
  }
}
