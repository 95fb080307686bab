import type { Floats } from "../lib/floats.ts";

export interface ColumnDotsShape {
  readonly rows: number;
  readonly columns: number;
  /** First element of `out`. */
  readonly out_at: number;
}

/** Sums of a column that are added up side by side. */
const SHARES = 8;

/** Twin of shaders/cell/column_dots.wgsl: out += sums of the columns of left times right, element by element (rows x columns each). */
export function column_dots({ rows, columns, out_at }: ColumnDotsShape, left: Floats, right: Floats, out: Floats): void {
  const sums = new (left instanceof Float64Array ? Float64Array : Float32Array)(SHARES * columns);
  for (let row = 0; row < rows; row++) {
    const share = (row % SHARES) * columns;
    const at = row * columns;
    for (let column = 0; column < columns; column++) sums[share + column] += left[at + column] * right[at + column];
  }
  for (let half = (SHARES / 2) * columns; half >= columns; half /= 2) for (let k = 0; k < half; k++) sums[k] += sums[k + half];
  for (let column = 0; column < columns; column++) out[out_at + column] += sums[column];
}
