import type { Floats } from "../lib/floats.ts";

/** Boxes of a space; see shaders/analysis/histogram.wgsl. */
export interface HistogramShape {
  readonly points: number;
  readonly dims: number;
  /** Along each axis. */
  readonly bins: number;
  /** First number of the first point. */
  readonly at: number;
  /** Numbers from one point to the next. */
  readonly stride: number;
  /** Bins to the power of dims. */
  readonly boxes: number;
}

/** Twin of shaders/analysis/histogram.wgsl. Rounded as float32 is: every point falls into the kernel's box. */
export function histogram(shape: HistogramShape, trajectory: Floats, edges: Floats, counts: Uint32Array): void {
  const { points, dims, bins, at, stride, boxes } = shape;
  for (let point = 0; point < points; point++) {
    let box = 0;
    for (let d = 0; d < dims; d++) {
      const x = trajectory[at + point * stride + d];
      if (!(x >= edges[3 * d] && x <= edges[3 * d + 1])) {
        box = boxes;
        break;
      }
      const place = Math.fround(Math.fround(x - edges[3 * d]) * edges[3 * d + 2]);
      box = box * bins + Math.min(Math.floor(place), bins - 1);
    }
    counts[box]++;
  }
}
