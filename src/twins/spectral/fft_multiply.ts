import type { Floats } from "../lib/floats.ts";

/** Complex lines times one line of factors; see shaders/spectral/fft_multiply.wgsl. */
export interface FftMultiplyShape {
  readonly outer: number;
  /** Points of a line before and after. */
  readonly given: number;
  readonly wanted: number;
  readonly inner: number;
  /** 1: real and imaginary parts are exchanged before, and after. */
  readonly swap_in: number;
  readonly swap_out: number;
  readonly scale: number;
}

/** Twin of shaders/spectral/fft_multiply.wgsl. */
export function fft_multiply(shape: FftMultiplyShape, input: Floats, factors: Floats, output: Floats): void {
  const { outer, given, wanted, inner, swap_in, swap_out, scale } = shape;
  const kept = Math.min(given, wanted);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < kept; j++) {
      const c = scale * factors[2 * j];
      const s = scale * factors[2 * j + 1];
      let at = 2 * (o * given + j) * inner;
      let out = 2 * (o * wanted + j) * inner;
      for (let x = 0; x < inner; x++, at += 2, out += 2) {
        const re = input[at + swap_in];
        const im = input[at + 1 - swap_in];
        output[out + swap_out] = re * c - im * s;
        output[out + 1 - swap_out] = re * s + im * c;
      }
    }
    output.fill(0, 2 * (o * wanted + kept) * inner, 2 * (o + 1) * wanted * inner);
  }
}
