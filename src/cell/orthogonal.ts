import type { Dice } from "../learn/dice.ts";

/** A matrix (rows x columns, at least as many rows) whose columns are orthonormal: Gram and Schmidt's of normal deviates. */
export function orthogonal(dice: Dice, rows: number, columns: number): Float32Array {
  const matrix = Float64Array.from(dice.normals(rows * columns, 1));
  for (let c = 0; c < columns; c++) {
    for (let before = 0; before <= c; before++) {
      let dot = 0;
      for (let r = 0; r < rows; r++) dot += matrix[r * columns + before] * matrix[r * columns + c];
      const factor = before < c ? dot : 1 - 1 / Math.sqrt(dot);
      for (let r = 0; r < rows; r++) matrix[r * columns + c] -= factor * matrix[r * columns + before];
    }
  }
  return Float32Array.from(matrix);
}
