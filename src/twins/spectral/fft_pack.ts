import type { Floats } from "../lib/floats.ts";

/** Real lines in pairs; see shaders/spectral/fft_pack.wgsl and fft_unpack.wgsl. */
export interface FftPackShape {
  /** Real lines: outer * inner. */
  readonly lines: number;
  readonly points: number;
  readonly inner: number;
}

/** Twin of shaders/spectral/fft_pack.wgsl. */
export function fft_pack({ lines, points, inner }: FftPackShape, input: Floats, output: Floats): void {
  for (let line = 0; line < lines; line++) {
    let out = line % 2 === 0 ? line * points : (line - 1) * points + 1;
    let at = Math.floor(line / inner) * points * inner + (line % inner);
    for (let j = 0; j < points; j++, at += inner, out += 2) output[out] = input[at];
  }
  if (lines % 2 === 1) for (let j = 0; j < points; j++) output[(lines - 1) * points + 2 * j + 1] = 0;
}
