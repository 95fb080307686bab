import type { Floats } from "../lib/floats.ts";

export interface ShiftShape {
  readonly rows: number;
  readonly channels: number;
}

/** Twin of shaders/analysis/shift.wgsl. */
export function shift(
  { rows, channels }: ShiftShape,
  input: Floats,
  origin: Floats,
  sums: Floats,
  counts: Uint32Array,
  shifted: Floats,
): void {
  const totals = new Float64Array(channels);
  for (let c = 0; c < channels; c++) if (counts[c] === 0) origin[c] = input[c];
  for (let row = 0; row < rows; row++) {
    const at = row * channels;
    for (let c = 0; c < channels; c++) {
      shifted[at + c] = input[at + c] - origin[c];
      totals[c] += shifted[at + c];
    }
  }
  for (let c = 0; c < channels; c++) {
    sums[c] += totals[c];
    counts[c] += rows;
  }
}
