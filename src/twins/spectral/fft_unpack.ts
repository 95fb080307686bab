import type { Floats } from "../lib/floats.ts";
import type { FftPackShape } from "./fft_pack.ts";

/** Twin of shaders/spectral/fft_unpack.wgsl. */
export function fft_unpack({ lines, points, inner }: FftPackShape, input: Floats, output: Floats): void {
  for (let line = 0; line < lines; line++) {
    let at = line % 2 === 0 ? line * points : (line - 1) * points + 1;
    let out = Math.floor(line / inner) * points * inner + (line % inner);
    for (let j = 0; j < points; j++, at += 2, out += inner) output[out] = input[at];
  }
}
