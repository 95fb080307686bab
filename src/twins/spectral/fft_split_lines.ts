import type { Floats } from "../lib/floats.ts";

/** Spectra of real lines and of their pairs; see shaders/spectral/fft_split_lines.wgsl and fft_join_lines.wgsl. */
export interface FftLinesShape {
  /** Real lines, and points of each. */
  readonly lines: number;
  readonly points: number;
  /** Real lines side by side, and complex ones. */
  readonly inner: number;
  readonly across: number;
  /** Bins of each spectrum: points / 2 + 1, or fewer. */
  readonly bins: number;
}

/** Twin of shaders/spectral/fft_split_lines.wgsl. */
export function fft_split_lines({ lines, points, inner, across, bins }: FftLinesShape, input: Floats, output: Floats): void {
  for (let line = 0; line < lines; line++) {
    const pair = line >> 1;
    const at = 2 * (Math.floor(pair / across) * points * across + (pair % across));
    let out = 2 * (Math.floor(line / inner) * bins * inner + (line % inner));
    for (let k = 0; k < bins; k++, out += 2 * inner) {
      const up = at + 2 * k * across;
      const down = at + 2 * (k === 0 ? 0 : points - k) * across;
      if (line % 2 === 0) {
        output[out] = 0.5 * (input[up] + input[down]);
        output[out + 1] = 0.5 * (input[up + 1] - input[down + 1]);
      } else {
        output[out] = 0.5 * (input[up + 1] + input[down + 1]);
        output[out + 1] = 0.5 * (input[down] - input[up]);
      }
    }
  }
}
