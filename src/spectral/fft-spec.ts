/** Where the factor 1/N of N points in all is: on the transform, on the inverse, or its root on both. As in numpy and torch. */
export type Norm = "forward" | "backward" | "ortho";
export type Direction = "forward" | "inverse";

export interface FftSpec {
  /** Points along each axis, the slowest first; 1 to 3 axes of any length. */
  readonly sizes: readonly number[];
  /** Transforms one after the other; default 1. */
  readonly batch?: number;
  /** Values side by side at each point, channels; default 1. */
  readonly inner?: number;
  /** Default "backward". */
  readonly norm?: Norm;
}

export interface RealFftSpec extends FftSpec {
  /** Bins of the last axis that `rfft` gives and `irfft` takes, from 0 on: the others are left out, or are 0. Default: all, last / 2 + 1. */
  readonly bins?: number;
}

/** Names of two different buffers of the program; `input` is left as it is. */
export interface FftBuffers {
  readonly input: string;
  readonly output: string;
}
