import type { Floats } from "../lib/floats.ts";

export interface SmoothShape {
  readonly segments: number;
  readonly bins: number;
  readonly channels: number;
  /** Bins to either side. */
  readonly reach: number;
}

/** Twin of shaders/analysis/smooth.wgsl. */
export function smooth({ segments, bins, channels, reach }: SmoothShape, weights: Floats, spectra: Floats, smoothed: Floats): void {
  // A spectrum with its mirrored ends: place k of it is bin k - reach.
  const power = new Float64Array(bins + 2 * reach);
  for (let segment = 0; segment < segments; segment++) {
    for (let channel = 0; channel < channels; channel++) {
      const first = segment * bins * channels + channel;
      for (let place = 0; place < power.length; place++) {
        const around = (((place - reach) % (2 * bins)) + 2 * bins) % (2 * bins);
        const at = 2 * (first + Math.min(around, 2 * bins - 1 - around) * channels);
        power[place] = spectra[at] ** 2 + spectra[at + 1] ** 2;
      }
      for (let bin = 0; bin < bins; bin++) {
        let sum = weights[0] * power[bin + reach];
        for (let k = 1; k <= reach; k++) sum += weights[k] * (power[bin + reach - k] + power[bin + reach + k]);
        smoothed[first + bin * channels] = sum;
      }
    }
  }
}
