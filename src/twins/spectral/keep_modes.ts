import type { Floats } from "../lib/floats.ts";

/** Sizes of spectra and of what is kept of them; see shaders/spectral/keep_modes.wgsl. */
export interface KeepModesShape {
  readonly batch: number;
  /** Bins of an example's spectrum, and of them along the last axis. */
  readonly places: number;
  readonly bins: number;
  /** That the last axis is transformed of, or to. */
  readonly points: number;
  readonly modes: number;
  readonly channels: number;
  /** Factor of bins that stand for two. */
  readonly interior: number;
}

/** Twin of shaders/spectral/keep_modes.wgsl: kept modes (batch x 2 x modes x channels) of spectra (batch x places x channels x 2). */
export function keep_modes(shape: KeepModesShape, kept: Uint32Array, input: Floats, output: Floats): void {
  const { batch, places, bins, points, modes, channels, interior } = shape;
  const part = modes * channels;
  for (let b = 0; b < batch; b++) {
    for (let m = 0; m < modes; m++) {
      const k = kept[m] % bins;
      const factor = k === 0 || 2 * k === points ? 1 : interior;
      const from = 2 * (b * places + kept[m]) * channels;
      const to = 2 * b * part + m * channels;
      for (let c = 0; c < channels; c++) {
        output[to + c] = factor * input[from + 2 * c];
        output[to + part + c] = factor * input[from + 2 * c + 1];
      }
    }
  }
}
