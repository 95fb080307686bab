import type { Floats } from "../lib/floats.ts";

export interface TurnShape {
  readonly matrices: number;
  readonly rows: number;
  readonly columns: number;
  /** First element of each. */
  readonly matrix_at: number;
  readonly out_at: number;
}

/** Twin of shaders/dense/turn.wgsl: out (columns x rows) of each matrix (rows x columns). */
export function turn({ matrices, rows, columns, matrix_at, out_at }: TurnShape, matrix: Floats, out: Floats): void {
  let to = out_at;
  for (let m = 0; m < matrices; m++) {
    const from = matrix_at + m * rows * columns;
    for (let column = 0; column < columns; column++) for (let row = 0; row < rows; row++) out[to++] = matrix[from + row * columns + column];
  }
}
