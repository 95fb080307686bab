import type { Floats } from "../lib/floats.ts";

/** Sizes of the gradient of scaled modes' weights; see shaders/spectral/mode_scale_gradient.wgsl. */
export interface ModeScaleGradientShape {
  readonly modes: number;
  readonly batch: number;
  readonly channels: number;
  /** First element of the weights' gradient. */
  readonly out_at: number;
}

/** Twin of shaders/spectral/mode_scale_gradient.wgsl: out += conjugate(input) grad of each mode and channel, summed over the batch. */
export function mode_scale_gradient(shape: ModeScaleGradientShape, places: Uint32Array, input: Floats, grad: Floats, out: Floats): void {
  const { modes, batch, channels, out_at } = shape;
  const part = modes * channels;
  for (let m = 0; m < modes; m++) {
    for (let c = 0; c < channels; c++) {
      let [re, im] = [0, 0];
      for (let b = 0; b < batch; b++) {
        const at = 2 * b * part + m * channels + c;
        re += input[at] * grad[at] + input[at + part] * grad[at + part];
        im += input[at] * grad[at + part] - input[at + part] * grad[at];
      }
      const to = out_at + 2 * places[m] * channels + c;
      out[to] += re;
      out[to + channels] += im;
    }
  }
}
