import type { Floats } from "../lib/floats.ts";

/** Sizes of modes that are scaled; see shaders/spectral/mode_scale.wgsl. */
export interface ModeScaleShape {
  readonly modes: number;
  readonly batch: number;
  readonly channels: number;
  /** 1: by the weights' conjugate. */
  readonly adjoint: number;
  /** First element of the weights. */
  readonly weights_at: number;
}

/** Twin of shaders/spectral/mode_scale.wgsl: output = input by the complex weight of its mode and channel. */
export function mode_scale(shape: ModeScaleShape, places: Uint32Array, input: Floats, weights: Floats, output: Floats): void {
  const { modes, batch, channels, adjoint, weights_at } = shape;
  const [part, sign] = [modes * channels, adjoint ? -1 : 1];
  for (let b = 0; b < batch; b++) {
    for (let m = 0; m < modes; m++) {
      const at = 2 * b * part + m * channels;
      const w = weights_at + 2 * places[m] * channels;
      for (let c = 0; c < channels; c++) {
        const [re, im, real, imaginary] = [input[at + c], input[at + part + c], weights[w + c], sign * weights[w + channels + c]];
        output[at + c] = re * real - im * imaginary;
        output[at + part + c] = re * imaginary + im * real;
      }
    }
  }
}
