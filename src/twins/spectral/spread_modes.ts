import type { Floats } from "../lib/floats.ts";
import type { KeepModesShape } from "./keep_modes.ts";

/** Sizes of modes and of the spectra they are put into; see shaders/spectral/spread_modes.wgsl. */
export interface SpreadModesShape extends KeepModesShape {
  /** Whether a bias is added to each channel, and its first element. */
  readonly biased: number;
  readonly bias_at: number;
}

/** Twin of shaders/spectral/spread_modes.wgsl: spectra (batch x places x channels x 2) of modes (batch x 2 x modes x channels). */
export function spread_modes(shape: SpreadModesShape, filled: Uint32Array, input: Floats, bias: Floats, output: Floats): void {
  const { batch, places, bins, points, modes, channels, interior, biased, bias_at } = shape;
  const part = modes * channels;
  output.fill(0, 0, 2 * batch * places * channels);
  for (let b = 0; b < batch; b++) {
    for (let place = 0; place < places; place++) {
      if (filled[place] === 0) continue;
      const k = place % bins;
      const factor = k === 0 || 2 * k === points ? 1 : interior;
      const from = 2 * b * part + (filled[place] - 1) * channels;
      const to = 2 * (b * places + place) * channels;
      for (let c = 0; c < channels; c++) {
        output[to + 2 * c] = factor * input[from + c];
        output[to + 2 * c + 1] = factor * input[from + part + c];
      }
    }
    if (biased) for (let c = 0; c < channels; c++) output[2 * (b * places * channels + c)] += bias[bias_at + c];
  }
}
