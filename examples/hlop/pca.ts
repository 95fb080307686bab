/** Exact principal components in float64, to hold lateral neurons against. Matrices are square arrays, row by row. */

/** Adds the products of samples' values to a matrix of second moments: only its lower triangle is kept. Zeros, of which there are many, cost nothing. */
export class SecondMoments {
  /** Sum over samples of x x^T, lower triangle. */
  private readonly sums: Float64Array;
  private samples = 0;

  constructor(readonly n: number) {
    this.sums = new Float64Array(n * n);
  }

  /** @param values count x n */
  add(count: number, values: Float32Array): void {
    const { n, sums } = this;
    const active = new Uint32Array(n);
    const sizes = new Float64Array(n);
    for (let sample = 0; sample < count; sample++) {
      let length = 0;
      for (let i = 0; i < n; i++) {
        const value = values[sample * n + i]!;
        if (value === 0) continue;
        active[length] = i;
        sizes[length++] = value;
      }
      for (let a = 0; a < length; a++) {
        const row = active[a]! * n;
        const size = sizes[a]!;
        for (let b = 0; b <= a; b++) sums[row + active[b]!]! += size * sizes[b]!;
      }
    }
    this.samples += count;
  }

  /** The mean of x x^T, whole. */
  matrix(): Float64Array {
    const { n, sums, samples } = this;
    const whole = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) whole[i * n + j] = whole[j * n + i] = sums[i * n + j]! / samples;
    return whole;
  }
}

/** rows (r x n) times a symmetric matrix (n x n). */
function timesSymmetric(rows: Float64Array, matrix: Float64Array, n: number): Float64Array {
  const out = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += n) {
    for (let k = 0; k < n; k++) {
      const factor = rows[at + k]!;
      for (let j = 0; j < n; j++) out[at + j]! += factor * matrix[k * n + j]!;
    }
  }
  return out;
}

/** left (r x n) times right (s x n) turned: r x s. */
function timesTurned(left: Float64Array, right: Float64Array, n: number): Float64Array {
  const [r, s] = [left.length / n, right.length / n];
  const out = new Float64Array(r * s);
  for (let i = 0; i < r; i++)
    for (let j = 0; j < s; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += left[i * n + k]! * right[j * n + k]!;
      out[i * s + j] = sum;
    }
  return out;
}

const trace = (matrix: Float64Array, n: number) => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i]!;
  return sum;
};

/**
 * Share of the energy that rows H (r x n) give back: 1 - mean |x - H^T H x|^2 / mean |x|^2. No r rows reach more than the r first
 * principal components; rows that are not orthonormal lose by it.
 */
export function captured(rows: Float64Array, moments: Float64Array, n: number): number {
  const r = rows.length / n;
  const within = timesTurned(timesSymmetric(rows, moments, n), rows, n);
  const gram = timesTurned(rows, rows, n);
  let twice = 0;
  for (let i = 0; i < r * r; i++) twice += gram[i]! * within[i]!;
  return (2 * trace(within, r) - twice) / trace(moments, n);
}

/** Largest |H H^T - I|. */
export function deviation(rows: Float64Array, n: number): number {
  const r = rows.length / n;
  return timesTurned(rows, rows, n).reduce((most, value, i) => Math.max(most, Math.abs(value - (i % (r + 1) === 0 ? 1 : 0))), 0);
}

/** An orthonormal basis of the span of rows that are nearly orthonormal already. */
export function orthonormal(rows: Float64Array, n: number): Float64Array {
  const basis = rows.slice();
  for (let at = 0; at < basis.length; at += n) {
    const own = basis.subarray(at, at + n);
    for (let before = 0; before < at; before += n) {
      let dot = 0;
      for (let k = 0; k < n; k++) dot += own[k]! * basis[before + k]!;
      for (let k = 0; k < n; k++) own[k]! -= dot * basis[before + k]!;
    }
    const norm = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    for (let k = 0; k < n; k++) own[k]! /= norm;
  }
  return basis;
}

/** The second moments of x - B^T B x for an orthonormal basis B (r x n). */
export function without(basis: Float64Array, moments: Float64Array, n: number): Float64Array {
  const left = moments.slice();
  // P C P by way of C P: the same step for rows, then for columns.
  for (let pass = 0; pass < 2; pass++) {
    const inside = timesSymmetric(basis, left, n);
    for (let at = 0; at < basis.length; at += n)
      for (let i = 0; i < n; i++) {
        const factor = basis[at + i]!;
        for (let j = 0; j < n; j++) left[i * n + j]! -= factor * inside[at + j]!;
      }
    transpose(left, n);
  }
  return left;
}

function transpose(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) [matrix[i * n + j], matrix[j * n + i]] = [matrix[j * n + i]!, matrix[i * n + j]!];
}

/** All eigenvalues of a symmetric matrix, largest first: Householder's reflections to three diagonals, then implicit QL. */
export function eigenvalues(symmetric: Float64Array, n: number): Float64Array {
  const { diagonal, beside } = tridiagonal(symmetric.slice(), n);
  for (let l = 0; l < n; l++) {
    for (;;) {
      let m = l;
      while (m < n - 1 && Math.abs(beside[m]!) > Number.EPSILON * (Math.abs(diagonal[m]!) + Math.abs(diagonal[m + 1]!))) m++;
      if (m === l) break;
      chase(diagonal, beside, l, m);
    }
  }
  return diagonal.sort().reverse();
}

/** Entry i of `beside` stands between the diagonal's entries i and i + 1. The matrix is used up. */
function tridiagonal(matrix: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array } {
  const beside = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    // The reflection that leaves of column k below the diagonal only its first entry.
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm += matrix[i * n + k]! ** 2;
    norm = Math.sqrt(norm);
    const first = matrix[(k + 1) * n + k]!;
    const alpha = first > 0 ? -norm : norm;
    beside[k] = alpha;
    const square = norm * norm - alpha * first;
    if (square === 0) continue;
    for (let i = k + 1; i < n; i++) v[i] = matrix[i * n + k]!;
    v[k + 1]! -= alpha;
    // A <- A - v q^T - q v^T with p = A v / square, q = p - (v.p / 2 square) v.
    let dot = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += matrix[i * n + j]! * v[j]!;
      p[i] = sum / square;
      dot += p[i]! * v[i]!;
    }
    for (let i = k + 1; i < n; i++) p[i]! -= (dot / (2 * square)) * v[i]!;
    for (let i = k + 1; i < n; i++) {
      const [vi, pi] = [v[i]!, p[i]!];
      for (let j = k + 1; j < n; j++) matrix[i * n + j]! -= vi * p[j]! + pi * v[j]!;
    }
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]!), beside };
}

/** One implicit QL step on entries l to m, with Wilkinson's shift. */
function chase(diagonal: Float64Array, beside: Float64Array, l: number, m: number): void {
  let g = (diagonal[l + 1]! - diagonal[l]!) / (2 * beside[l]!);
  let r = Math.hypot(g, 1);
  g = diagonal[m]! - diagonal[l]! + beside[l]! / (g + (g < 0 ? -r : r));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = sine * beside[i]!;
    const b = cosine * beside[i]!;
    r = Math.hypot(f, g);
    beside[i + 1] = r;
    if (r === 0) {
      // The matrix falls apart here.
      diagonal[i + 1]! -= shift;
      beside[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1]! - shift;
    r = (diagonal[i]! - g) * sine + 2 * cosine * b;
    shift = sine * r;
    diagonal[i + 1] = g + shift;
    g = cosine * r - b;
  }
  diagonal[l]! -= shift;
  beside[l] = g;
  beside[m] = 0;
}
