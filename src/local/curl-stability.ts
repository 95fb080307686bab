import { need } from "../learn/needs.ts";
import { type CurlNetwork, type CurlSizes, lengthsOf, needLengths } from "./curl-descent.ts";

/** Sweeps of rotations, at most; a matrix of 100 rows takes about 8. */
const SWEEPS = 60;

/**
 * Eigenvalues of a symmetric matrix of n rows, smallest first: cyclic Jacobi rotations, in float64.
 * @param matrix n x n, row by row; left as it is
 */
export function symmetricEigenvalues(matrix: ArrayLike<number>, n: number): Float64Array {
  const a = Float64Array.from(matrix);
  let size = 0;
  for (const value of a) size += value * value;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let beside = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) beside += a[p * n + q] ** 2;
    if (beside <= 1e-30 * size) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, n, p, q);
  }
  return Float64Array.from({ length: n }, (_, i) => a[i * n + i]).sort();
}

/** Turns the plane of p and q so that a_pq is 0. */
function rotate(a: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const half = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(half * half + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[k * n + p], a[k * n + q]];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[p * n + k], a[q * n + k]];
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
  }
}

/**
 * Whether curl descent comes back to a solution W2 W1 = T: lambda_min(W2 D1 W2^T) + lambda_min(W1^T D2 W1). Close to it the error obeys
 * dE/dt = -(W2 D1 W2^T E + E W1^T D2 W1), whose rates are the sums of an eigenvalue of each: above 0 every error decays, below 0 one grows at
 * this rate. Along the solutions themselves, the changes of W1 and W2 that leave E at 0, nothing drives the weights.
 * @returns rate of decay of the slowest error, negative where it grows; a unit of time is 1 / rate of the learning
 * @throws InputError for numbers that are none or not as many as the sizes say, and where there are fewer hidden neurons than both inputs and outputs: some errors are then out of reach, at rate 0
 */
export function curlStability(sizes: CurlSizes, network: Omit<CurlNetwork, "teacher">): number {
  const { inputs, hidden, outputs } = sizes;
  need(
    hidden >= Math.min(inputs, outputs),
    "hidden",
    hidden,
    `must be ${Math.min(inputs, outputs)} or more, the fewer of inputs and outputs`,
  );
  needLengths("network", network, lengthsOf(sizes));
  const { W1, W2, signs1, signs2 } = network;
  const left = new Float64Array(outputs * outputs);
  for (let i = 0; i < outputs; i++)
    for (let j = 0; j < outputs; j++)
      for (let k = 0; k < hidden; k++) left[i * outputs + j] += W2[i * hidden + k] * signs1[k] * W2[j * hidden + k];
  const right = new Float64Array(inputs * inputs);
  for (let i = 0; i < inputs; i++)
    for (let j = 0; j < inputs; j++)
      for (let k = 0; k < hidden; k++) right[i * inputs + j] += W1[k * inputs + i] * signs2[k] * W1[k * inputs + j];
  return symmetricEigenvalues(left, outputs)[0] + symmetricEigenvalues(right, inputs)[0];
}
