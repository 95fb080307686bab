import type { Floats } from "../lib/floats.ts";
import type { FftLinesShape } from "./fft_split_lines.ts";

/** Twin of shaders/spectral/fft_join_lines.wgsl. */
export function fft_join_lines({ lines, points, inner, across, bins }: FftLinesShape, input: Floats, output: Floats): void {
  for (let pair = 0; 2 * pair < lines; pair++) {
    const first = 2 * pair;
    const second = first + 1;
    const a = 2 * (Math.floor(first / inner) * bins * inner + (first % inner));
    const b = 2 * (Math.floor(second / inner) * bins * inner + (second % inner));
    const both = second < lines;
    const out = 2 * (Math.floor(pair / across) * points * across + (pair % across));
    for (let k = bins; k <= points - bins; k++) output[out + 2 * k * across] = output[out + 2 * k * across + 1] = 0;
    for (let k = 0; k < bins; k++) {
      const at = 2 * k * inner;
      const alone = k === 0 || 2 * k === points;
      const are = input[a + at];
      const aim = alone ? 0 : input[a + at + 1];
      const bre = both ? input[b + at] : 0;
      const bim = both && !alone ? input[b + at + 1] : 0;
      const up = out + 2 * k * across;
      output[up] = are - bim;
      output[up + 1] = aim + bre;
      if (alone) continue;
      const down = out + 2 * (points - k) * across;
      output[down] = are + bim;
      output[down + 1] = bre - aim;
    }
  }
}
