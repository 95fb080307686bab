import { turnsOf } from "../lib/fft.ts";
import type { Floats } from "../lib/floats.ts";

/** Spectra of real lines and of their even and odd points; see shaders/spectral/fft_split_points.wgsl and fft_join_points.wgsl. */
export interface FftPointsShape {
  readonly lines: number;
  /** Half of a real line's points. */
  readonly half: number;
  /** Bins of each spectrum: half + 1, or fewer. */
  readonly bins: number;
}

/** Twin of shaders/spectral/fft_split_points.wgsl. */
export function fft_split_points({ lines, half, bins }: FftPointsShape, input: Floats, _rotations: Floats, output: Floats): void {
  const turns = turnsOf(2 * half);
  for (let line = 0; line < lines; line++) {
    const at = 2 * line * half;
    const out = 2 * line * bins;
    for (let k = 0; k < bins; k++) {
      const up = at + 2 * (k === half ? 0 : k);
      const down = at + 2 * (k === 0 ? 0 : half - k);
      // -i (up - conjugate of down)
      const re = input[up + 1] + input[down + 1];
      const im = input[down] - input[up];
      const c = turns[2 * k];
      const s = turns[2 * k + 1];
      output[out + 2 * k] = 0.5 * (input[up] + input[down] + re * c - im * s);
      output[out + 2 * k + 1] = 0.5 * (input[up + 1] - input[down + 1] + re * s + im * c);
    }
  }
}
