import type { Floats } from "../lib/floats.ts";

export interface PlanesShape {
  readonly segments: number;
  /** Of a segment's spectrum. */
  readonly bins: number;
  readonly channels: number;
  /** Bins that are taken. */
  readonly chosen: number;
}

/** Twin of shaders/analysis/planes.wgsl. */
export function planes(
  shape: PlanesShape,
  which: Uint32Array,
  spectra: Floats,
  straight: Floats,
  turned: Floats,
  counts: Uint32Array,
): void {
  const { segments, bins, channels, chosen } = shape;
  counts[0] += segments;
  for (let bin = 0; bin < chosen; bin++) {
    for (let segment = 0; segment < segments; segment++) {
      const from = 2 * (segment * bins + which[bin]) * channels;
      const at = 2 * (bin * segments + segment) * channels;
      for (let c = 0; c < channels; c++) {
        straight[at + c] = spectra[from + 2 * c];
        straight[at + channels + c] = spectra[from + 2 * c + 1];
        turned[at + c] = spectra[from + 2 * c + 1];
        turned[at + channels + c] = -spectra[from + 2 * c];
      }
    }
  }
}
