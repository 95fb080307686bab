import type { Floats } from "../lib/floats.ts";

export interface PowerShape {
  readonly segments: number;
  /** Complex numbers of a segment: bins x channels. */
  readonly each: number;
}

/** Twin of shaders/analysis/power.wgsl. */
export function power({ segments, each }: PowerShape, spectra: Floats, sums: Floats, counts: Uint32Array): void {
  counts[0] += segments;
  for (let i = 0; i < each; i++) {
    let sum = sums[i];
    for (let at = 2 * i; at < 2 * each * segments; at += 2 * each) sum += spectra[at] ** 2 + spectra[at + 1] ** 2;
    sums[i] = sum;
  }
}
