/** Small dense matrices in float64, on the host. */

/** Smallest over largest pivot below which a matrix counts as singular. */
const SINGULAR = 1e-12;
/** Squarings of a matrix: powers of 2^40, whose growth is the spectral radius to 12 digits whatever the matrix's shape. */
const SQUARINGS = 40;

/** Solves matrix x = right, row after row, by elimination with pivots from each column; undefined for a singular matrix. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const size = right.length;
  const [a, x] = [matrix.slice(), right.slice()];
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let row = k + 1; row < size; row++) if (Math.abs(a[row * size + k]) > Math.abs(a[best * size + k])) best = row;
    for (let column = k; column < size; column++)
      [a[k * size + column], a[best * size + column]] = [a[best * size + column], a[k * size + column]];
    [x[k], x[best]] = [x[best], x[k]];
    const pivot = a[k * size + k];
    least = Math.min(least, Math.abs(pivot));
    most = Math.max(most, Math.abs(pivot));
    if (least <= SINGULAR * most) return undefined;
    for (let row = 0; row < size; row++) {
      if (row === k) continue;
      const factor = a[row * size + k] / pivot;
      for (let column = k; column < size; column++) a[row * size + column] -= factor * a[k * size + column];
      x[row] -= factor * x[k];
    }
  }
  return x.map((value, k) => value / a[k * (size + 1)]);
}

/** Largest modulus of a matrix's eigenvalues, by Gelfand's formula: the root of the norm of its powers. */
export function spectralRadius(matrix: Float64Array, size: number): number {
  let power: Float64Array = matrix.slice();
  let logarithm = 0;
  for (let squaring = 0; squaring < SQUARINGS; squaring++) {
    const norm = Math.sqrt(power.reduce((sum, value) => sum + value * value, 0));
    if (norm === 0) return 0;
    // Of the power so far, over its exponent.
    logarithm += Math.log(norm) / 2 ** squaring;
    power = square(
      power.map((value) => value / norm),
      size,
    );
  }
  return Math.exp(logarithm);
}

function square(matrix: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = matrix[i * size + k];
      for (let j = 0; j < size; j++) out[i * size + j] += factor * matrix[k * size + j];
    }
  }
  return out;
}
