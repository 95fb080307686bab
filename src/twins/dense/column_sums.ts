import type { Floats } from "../lib/floats.ts";

export interface ColumnSumsShape {
  readonly rows: number;
  readonly columns: number;
  /** First element of `out`. */
  readonly out_at: number;
}

/** Twin of shaders/dense/column_sums.wgsl: out += sums of the columns of matrix (rows x columns). */
export function column_sums({ rows, columns, out_at }: ColumnSumsShape, matrix: Floats, out: Floats): void {
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += matrix[row * columns + column];
    out[out_at + column] += sum;
  }
}
