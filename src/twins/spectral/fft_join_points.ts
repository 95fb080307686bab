import { turnsOf } from "../lib/fft.ts";
import type { Floats } from "../lib/floats.ts";
import type { FftPointsShape } from "./fft_split_points.ts";

/** Twin of shaders/spectral/fft_join_points.wgsl. */
export function fft_join_points({ lines, half, bins }: FftPointsShape, input: Floats, _rotations: Floats, output: Floats): void {
  const turns = turnsOf(2 * half);
  for (let line = 0; line < lines; line++) {
    const at = 2 * line * bins;
    const out = 2 * line * half;
    const first = input[at];
    const last = half < bins ? input[at + 2 * half] : 0;
    output[out] = first + last;
    output[out + 1] = first - last;
    for (let k = 1; k < half; k++) {
      const up = at + 2 * k;
      const down = at + 2 * (half - k);
      const upThere = k < bins;
      const downThere = half - k < bins;
      const ure = upThere ? input[up] : 0;
      const uim = upThere ? input[up + 1] : 0;
      const dre = downThere ? input[down] : 0;
      const dim = downThere ? input[down + 1] : 0;
      const re = ure - dre;
      const im = uim + dim;
      const c = turns[2 * k];
      const s = turns[2 * k + 1];
      // i (up - conjugate of down) times the conjugate of the turn
      output[out + 2 * k] = ure + dre - (im * c - re * s);
      output[out + 2 * k + 1] = uim - dim + (re * c + im * s);
    }
  }
}
