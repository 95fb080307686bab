import type { Floats } from "../lib/floats.ts";

export interface ColumnSumsShape {
  readonly rows: number;
  readonly columns: number;
  /** First element of `out`. */
  readonly out_at: number;
}

/** Sums of a column that are added up side by side. */
const SHARES = 8;

/** Twin of shaders/dense/column_sums.wgsl: out += sums of the columns of matrix (rows x columns). */
export function column_sums({ rows, columns, out_at }: ColumnSumsShape, matrix: Floats, out: Floats): void {
  const sums = new (matrix instanceof Float64Array ? Float64Array : Float32Array)(SHARES * columns);
  for (let row = 0; row < rows; row++) {
    const share = (row % SHARES) * columns;
    for (let column = 0; column < columns; column++) sums[share + column] += matrix[row * columns + column];
  }
  for (let half = (SHARES / 2) * columns; half >= columns; half /= 2) for (let k = 0; k < half; k++) sums[k] += sums[k + half];
  for (let column = 0; column < columns; column++) out[out_at + column] += sums[column];
}
