import type { Floats } from "../lib/floats.ts";

export interface FilterShape {
  readonly batch: number;
  readonly modes: number;
  readonly channels: number;
}

/** Twin of shaders/field/filter.wgsl; multipliers (modes x channels x channels), spectrum and filtered (batch x modes x channels x 2). */
export function filter({ batch, modes, channels }: FilterShape, multipliers: Floats, spectrum: Floats, filtered: Floats): void {
  const row = 2 * channels;
  for (let b = 0, at = 0; b < batch; b++) {
    for (let mode = 0; mode < modes; mode++, at += row) {
      for (let to = 0; to < channels; to++) {
        let re = 0;
        let im = 0;
        for (let c = 0; c < channels; c++) {
          const m = multipliers[channels * (channels * mode + to) + c];
          re += m * spectrum[at + 2 * c];
          im += m * spectrum[at + 2 * c + 1];
        }
        filtered[at + 2 * to] = re;
        filtered[at + 2 * to + 1] = im;
      }
    }
  }
}
