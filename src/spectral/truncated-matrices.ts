/**
 * Fourier transforms that keep a few modes, as real matrices, computed in float64. k complex modes are all their real parts and then all their
 * imaginary ones; n complex points are n pairs, as a transform along another axis left them. Matrices are kept point by point, either way:
 * neighbours in the longer direction are then near each other, however they are multiplied.
 */
import { realBins } from "./bins.ts";

/** One axis of a truncated transform and of the way back. */
export interface TruncatedAxis {
  /** Points that are transformed. */
  readonly points: number;
  /** Points that come back. */
  readonly out: number;
  /** The kept frequencies in the order of the modes; from 0 on along the last axis. */
  readonly frequencies: readonly number[];
}

/** Frequencies that neuraloperator keeps: along the last axis of real data the first `kept`; along another `kept` from -floor(kept / 2) on. */
export function keptFrequencies(kept: number, last: boolean): number[] {
  const first = last ? 0 : -Math.floor(kept / 2);
  return Array.from({ length: kept }, (_, k) => first + k);
}

/** cos and sin of 2 pi f j / n, exact in the product f j. */
function wave(n: number): { readonly cos: (f: number, j: number) => number; readonly sin: (f: number, j: number) => number } {
  const cosines = Float64Array.from({ length: n }, (_, m) => Math.cos((2 * Math.PI * m) / n));
  const sines = Float64Array.from({ length: n }, (_, m) => Math.sin((2 * Math.PI * m) / n));
  const place = (f: number, j: number) => (((f * j) % n) + n) % n;
  return { cos: (f, j) => cosines[place(f, j)], sin: (f, j) => sines[place(f, j)] };
}

/** From `points` real numbers to their modes, over `points`: points x (2 kept), to be multiplied turned. */
export function realForward({ points: n, frequencies }: TruncatedAxis): Float32Array {
  const { cos, sin } = wave(n);
  const kept = frequencies.length;
  const matrix = new Float32Array(2 * kept * n);
  frequencies.forEach((f, k) => {
    for (let j = 0; j < n; j++) {
      matrix[2 * j * kept + k] = cos(f, j) / n;
      matrix[(2 * j + 1) * kept + k] = -sin(f, j) / n;
    }
  });
  return matrix;
}

/** From `points` pairs to their modes, over `points`: (2 points) x (2 kept), to be multiplied turned. */
export function complexForward({ points: n, frequencies }: TruncatedAxis): Float32Array {
  const { cos, sin } = wave(n);
  const kept = frequencies.length;
  const matrix = new Float32Array(4 * kept * n);
  frequencies.forEach((f, k) => {
    for (let j = 0; j < n; j++) {
      putTurn(matrix, kept, j, k, cos(f, j) / n, sin(f, j) / n);
    }
  });
  return matrix;
}

/**
 * From modes to `out` pairs: (2 out) x (2 kept). As neuraloperator 2.0 pads: zeros are put behind the spectrum in the order of the FFT, or its
 * end is cut off, so with another number of points a frequency f below 0 becomes points + f, and is lost if there is no such bin.
 */
export function complexInverse({ points, out: n, frequencies }: TruncatedAxis): Float32Array {
  const { cos, sin } = wave(n);
  const kept = frequencies.length;
  const matrix = new Float32Array(4 * kept * n);
  frequencies.forEach((f, k) => {
    const bin = f < 0 ? f + points : f;
    if (bin >= n) return;
    for (let j = 0; j < n; j++) {
      putTurn(matrix, kept, j, k, cos(bin, j), sin(bin, j));
    }
  });
  return matrix;
}

/**
 * From modes to `out` real numbers: out x (2 kept). The imaginary part of frequency 0 counts nothing, nor does, where `out` is even, that of
 * its half and (as neuraloperator 2.0 has it) that of the last frequency of `points`. Frequencies above half of `out` are lost.
 */
export function realInverse({ points, out: n, frequencies }: TruncatedAxis): Float32Array {
  const { cos, sin } = wave(n);
  const kept = frequencies.length;
  const matrix = new Float32Array(2 * kept * n);
  frequencies.forEach((f, k) => {
    if (2 * f > n) return;
    const once = f === 0 || 2 * f === n;
    const real = once || (n % 2 === 0 && f === realBins(points) - 1);
    for (let j = 0; j < n; j++) {
      matrix[2 * j * kept + k] = (once ? 1 : 2) * cos(f, j);
      if (!real) matrix[(2 * j + 1) * kept + k] = -2 * sin(f, j);
    }
  });
  return matrix;
}

/** What pair j and mode k have to do with each other: c + i s, as a block of (2 pairs) x (2 kept) real numbers. */
function putTurn(matrix: Float32Array, kept: number, j: number, k: number, c: number, s: number): void {
  const [real, imaginary] = [2 * j * 2 * kept + k, (2 * j + 1) * 2 * kept + k];
  matrix[real] = c;
  matrix[real + kept] = -s;
  matrix[imaginary] = s;
  matrix[imaginary + kept] = c;
}
