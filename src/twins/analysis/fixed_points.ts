import type { Floats } from "../lib/floats.ts";

/** Regions of a piecewise-linear map; see shaders/analysis/fixed_points.wgsl. */
export interface FixedPointsShape {
  /** M units. */
  readonly size: number;
  /** Regions of a dispatch. */
  readonly regions: number;
}

/** Share of the largest |z| that a unit may be on the wrong side of 0. */
const SLACK = 1e-3;
/** Smallest over largest pivot from which on float32 is trusted. */
const TRUSTED = 1e-4;

/** Twin of shaders/analysis/fixed_points.wgsl. */
export function fixed_points(
  { size, regions }: FixedPointsShape,
  map: Floats,
  kinked: Uint32Array,
  first: Uint32Array,
  work: Floats,
  marked: Uint32Array,
): void {
  const each = size * (size + 1);
  for (let index = 0; index < regions; index++) {
    const matrix = work.subarray(index * each, (index + 1) * each);
    const passes = Uint8Array.from({ length: size }, (_, unit) =>
      kinked[unit] === 0 ? 1 : ((first[0] + index) >>> (kinked[unit] - 1)) & 1,
    );
    begin(size, map, passes, matrix);
    const trusted = eliminate(size, matrix);
    marked[index] = Number(!trusted || liesInside(size, kinked, passes, matrix));
  }
}

/** I - A - W D, and h as one more column. */
function begin(size: number, map: Floats, passes: Uint8Array, matrix: Floats): void {
  const wide = size + 1;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = Number(row === column) - map[row * size + column];
      matrix[row * wide + column] = value - (passes[column] ? map[(size + row) * size + column] : 0);
    }
    matrix[row * wide + size] = map[2 * size * size + row];
  }
}

/** Leaves the diagonal and the last column. @returns whether no pivot is much smaller than another */
function eliminate(size: number, matrix: Floats): boolean {
  const wide = size + 1;
  let [least, most] = [3.4e38, 0];
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let row = k + 1; row < size; row++) if (Math.abs(matrix[row * wide + k]) > Math.abs(matrix[best * wide + k])) best = row;
    if (best !== k) {
      for (let column = k; column < wide; column++) {
        const own = matrix[k * wide + column];
        matrix[k * wide + column] = matrix[best * wide + column];
        matrix[best * wide + column] = own;
      }
    }
    const pivot = matrix[k * wide + k];
    least = Math.min(least, Math.abs(pivot));
    most = Math.max(most, Math.abs(pivot));
    if (pivot === 0) continue;
    for (let row = 0; row < size; row++) {
      if (row === k) continue;
      const factor = matrix[row * wide + k] / pivot;
      for (let column = k; column < wide; column++) matrix[row * wide + column] -= factor * matrix[k * wide + column];
    }
  }
  return least > TRUSTED * most;
}

/** Whether no unit with a kink is far on the wrong side of 0. */
function liesInside(size: number, kinked: Uint32Array, passes: Uint8Array, matrix: Floats): boolean {
  const wide = size + 1;
  const z = Float64Array.from({ length: size }, (_, row) => matrix[row * wide + size] / matrix[row * wide + row]);
  const slack = SLACK * z.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return z.every((value, unit) => kinked[unit] === 0 || (passes[unit] ? value >= -slack : value <= slack));
}
