import type { ComplexMatrix } from "../../src/analysis/cross.ts";

/** A complex number. */
interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * S(omega) of Euler's map x <- x + dt (-x + J phi(x)): what a linear unit makes of its input, <phi'> dt / (exp(i omega dt) - 1 + dt). For small dt it is
 * <phi'> / (1 + i omega).
 */
export function transferOf(slope: number, omega: number, dt: number): Complex {
  const [re, im] = [Math.cos(omega * dt) - 1 + dt, Math.sin(omega * dt)];
  const size = re * re + im * im;
  return { re: (slope * dt * re) / size, im: (-slope * dt * im) / size };
}

/** [1 - S J]^-1 of a real matrix J, by Gauss and Jordan with partial pivots. */
export function response(S: Complex, J: ArrayLike<number>, units: number): ComplexMatrix {
  const re = Float64Array.from({ length: units * units }, (_, i) => (i % (units + 1) === 0 ? 1 : 0) - S.re * J[i]!);
  const im = Float64Array.from({ length: units * units }, (_, i) => -S.im * J[i]!);
  const order = Int32Array.from({ length: units }, (_, i) => i);
  for (let k = 0; k < units; k++) {
    const pivot = largest(re, im, units, k);
    swapRows(re, units, k, pivot);
    swapRows(im, units, k, pivot);
    [order[k], order[pivot]] = [order[pivot]!, order[k]!];
    eliminate(re, im, units, k);
  }
  // Columns of the inverse are where the rows of the matrix were.
  const inverse = { re: new Float64Array(units * units), im: new Float64Array(units * units) };
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) {
      inverse.re[i * units + order[j]!] = re[i * units + j]!;
      inverse.im[i * units + order[j]!] = im[i * units + j]!;
    }
  }
  return inverse;
}

function largest(re: Float64Array, im: Float64Array, units: number, k: number): number {
  let [found, most] = [k, -1];
  for (let row = k; row < units; row++) {
    const size = re[row * units + k]! ** 2 + im[row * units + k]! ** 2;
    if (size > most) [found, most] = [row, size];
  }
  return found;
}

function swapRows(matrix: Float64Array, units: number, a: number, b: number): void {
  if (a === b) return;
  const row = matrix.slice(a * units, (a + 1) * units);
  matrix.copyWithin(a * units, b * units, (b + 1) * units);
  matrix.set(row, b * units);
}

/** One step of the inversion in place. */
function eliminate(re: Float64Array, im: Float64Array, units: number, k: number): void {
  const at = k * units + k;
  const size = re[at]! ** 2 + im[at]! ** 2;
  const [pr, pi] = [re[at]! / size, -im[at]! / size];
  re[at] = 1;
  im[at] = 0;
  for (let j = k * units; j < (k + 1) * units; j++) {
    const [a, b] = [re[j]!, im[j]!];
    re[j] = a * pr - b * pi;
    im[j] = a * pi + b * pr;
  }
  for (let row = 0; row < units; row++) {
    if (row === k) continue;
    const first = row * units;
    const [a, b] = [re[first + k]!, im[first + k]!];
    re[first + k] = 0;
    im[first + k] = 0;
    for (let j = 0; j < units; j++) {
      const [c, d] = [re[k * units + j]!, im[k * units + j]!];
      re[first + j]! -= a * c - b * d;
      im[first + j]! -= a * d + b * c;
    }
  }
}

/** factor R R^dagger. */
export function spectraOf({ re, im }: ComplexMatrix, units: number, factor: number): ComplexMatrix {
  const all = { re: new Float64Array(units * units), im: new Float64Array(units * units) };
  for (let i = 0; i < units; i++) {
    for (let j = 0; j <= i; j++) {
      let [a, b] = [0, 0];
      for (let k = 0; k < units; k++) {
        const [x, y, u, v] = [re[i * units + k]!, im[i * units + k]!, re[j * units + k]!, im[j * units + k]!];
        a += x * u + y * v;
        b += y * u - x * v;
      }
      all.re[i * units + j] = factor * a;
      all.re[j * units + i] = factor * a;
      all.im[i * units + j] = factor * b;
      all.im[j * units + i] = -factor * b;
    }
  }
  return all;
}

/** How a measured matrix goes with a predicted one. */
export interface Match {
  /** Predicted over measured. */
  readonly trace: number;
  /** Of measured over predicted, real and imaginary parts of all elements off the diagonal, through 0. */
  readonly slope: number;
  readonly correlation: number;
}

export function matchOf(measured: ComplexMatrix, predicted: ComplexMatrix, units: number): Match {
  let [there, here, xy, xx, yy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < units * units; i++) {
    if (i % (units + 1) === 0) {
      there += predicted.re[i]!;
      here += measured.re[i]!;
      continue;
    }
    xy += predicted.re[i]! * measured.re[i]! + predicted.im[i]! * measured.im[i]!;
    xx += predicted.re[i]! ** 2 + predicted.im[i]! ** 2;
    yy += measured.re[i]! ** 2 + measured.im[i]! ** 2;
  }
  return { trace: there / here, slope: xy / xx, correlation: xy / Math.sqrt(xx * yy) };
}
