import type { Floats } from "../lib/floats.ts";

/** Segments of a series; see shaders/analysis/segment.wgsl. */
export interface SegmentShape {
  /** Of a segment. */
  readonly samples: number;
  readonly channels: number;
  readonly segments: number;
  /** Samples from one segment to the next. */
  readonly hop: number;
  /** 1: less the mean of the segment. */
  readonly centred: number;
  /** 1: over the standard deviation of the segment, that of the sample; no change where it is 0. */
  readonly standardised: number;
}

/** Twin of shaders/analysis/segment.wgsl. */
export function segment(shape: SegmentShape, input: Floats, window: Floats, output: Floats): void {
  const { samples, channels, segments, hop, centred, standardised } = shape;
  const [means, squares] = [new Float64Array(channels), new Float64Array(channels)];
  const scales = new Float64Array(channels);
  for (let s = 0; s < segments; s++) {
    const from = s * hop * channels;
    const to = s * samples * channels;
    means.fill(0);
    squares.fill(0);
    scales.fill(1);
    if (centred !== 0) {
      for (let t = 0; t < samples; t++) for (let c = 0; c < channels; c++) means[c] += input[from + t * channels + c];
      for (let c = 0; c < channels; c++) means[c] /= samples;
    }
    if (standardised !== 0) {
      for (let t = 0; t < samples; t++) {
        for (let c = 0; c < channels; c++) squares[c] += (input[from + t * channels + c] - means[c]) ** 2;
      }
      for (let c = 0; c < channels; c++) if (squares[c] > 0) scales[c] = Math.sqrt(samples / squares[c]);
    }
    for (let t = 0; t < samples; t++) {
      const factor = window[t];
      const at = t * channels;
      for (let c = 0; c < channels; c++) output[to + at + c] = scales[c] * (input[from + at + c] - means[c]) * factor;
    }
  }
}
