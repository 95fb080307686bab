import type { Floats } from "../lib/floats.ts";

/** Tangent vectors of many systems; see shaders/analysis/orthonormalise.wgsl. */
export interface OrthonormaliseShape {
  /** Of a matrix: the dimension. */
  readonly rows: number;
  readonly vectors: number;
  readonly systems: number;
}

/** Of a column of length 1: less is rounding, and the direction is lost. */
const LOST = 3e-7;

/** Twin of shaders/analysis/orthonormalise.wgsl, in float64, where once is enough. */
export function orthonormalise(shape: OrthonormaliseShape, tangents: Floats, sums: Floats, counts: Uint32Array): void {
  const { rows, vectors, systems } = shape;
  const matrix = new Float64Array(rows * vectors);
  for (let system = 0; system < systems; system++) {
    // Column by column, so that a column's elements are neighbours.
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < vectors; column++) matrix[column * rows + row] = tangents[(row * vectors + column) * systems + system];
    }
    for (let column = 0; column < vectors; column++)
      lengthen(matrix, column * rows, rows, sums, column * systems + system, systems * vectors);
    for (let column = 0; column < vectors; column++) {
      const place = column * systems + system;
      if (lengthen(matrix, column * rows, rows, sums, place, systems * vectors) < LOST) counts[1 + place]++;
      for (let other = column + 1; other < vectors; other++) project(matrix, column * rows, other * rows, rows);
    }
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < vectors; column++) tangents[(row * vectors + column) * systems + system] = matrix[column * rows + row];
    }
  }
  counts[0]++;
}

/** Makes a column's length 1, unless it is 0, and adds the logarithm of what it was to its sum: whole part, then the rest. */
function lengthen(matrix: Float64Array, at: number, rows: number, sums: Floats, whole: number, behind: number): number {
  let squares = 0;
  for (let i = at; i < at + rows; i++) squares += matrix[i] * matrix[i];
  const length = Math.sqrt(squares);
  if (length === 0) return 0;
  for (let i = at; i < at + rows; i++) matrix[i] /= length;
  const sum = sums[whole + behind] + Math.log(length);
  const moved = Math.round(sum);
  sums[whole] += moved;
  sums[whole + behind] = sum - moved;
  return length;
}

/** Takes the part along a column of length 1 out of another. */
function project(matrix: Float64Array, column: number, other: number, rows: number): void {
  let product = 0;
  for (let i = 0; i < rows; i++) product += matrix[column + i] * matrix[other + i];
  for (let i = 0; i < rows; i++) matrix[other + i] -= product * matrix[column + i];
}
