import { turnsOf } from "../lib/fft.ts";
import type { Floats } from "../lib/floats.ts";
import type { FftPointsShape } from "./fft_split_points.ts";

/** Twin of shaders/spectral/fft_join_points.wgsl. */
export function fftJoinPoints({ lines, half }: FftPointsShape, input: Floats, _rotations: Floats, output: Floats): void {
  const turns = turnsOf(2 * half);
  for (let line = 0; line < lines; line++) {
    const at = 2 * line * (half + 1);
    const out = 2 * line * half;
    const first = input[at];
    const last = input[at + 2 * half];
    output[out] = first + last;
    output[out + 1] = first - last;
    for (let k = 1; k < half; k++) {
      const up = at + 2 * k;
      const down = at + 2 * (half - k);
      const re = input[up] - input[down];
      const im = input[up + 1] + input[down + 1];
      const c = turns[2 * k];
      const s = turns[2 * k + 1];
      // i (up - conjugate of down) times the conjugate of the turn
      output[out + 2 * k] = input[up] + input[down] - (im * c - re * s);
      output[out + 2 * k + 1] = input[up + 1] - input[down + 1] + (re * c + im * s);
    }
  }
}
