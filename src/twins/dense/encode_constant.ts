import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface EncodeConstantShape extends BatchPart {
  readonly features: number;
}

/** Twin of shaders/dense/encode_constant.wgsl: outputs (batch x features). */
export function encode_constant(
  shape: EncodeConstantShape,
  clock: Uint32Array,
  order: Uint32Array,
  pixels: Uint32Array,
  levels: Floats,
  outputs: Floats,
): void {
  const { batch, features } = shape;
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    const at = b * features;
    if (place >= clock[Clock.examples]) {
      outputs.fill(0, at, at + features);
      continue;
    }
    const pixel = order[place] * features;
    for (let f = 0; f < features; f++) outputs[at + f] = levels[bytes[pixel + f]];
  }
}
