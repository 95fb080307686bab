import { type Multiplier, multiplierOf } from "../../wasm/algebra/product.ts";
import type { Floats } from "../lib/floats.ts";

/** Sizes of the gradient of modes' weights; see shaders/spectral/mode_gradient.wgsl. */
export interface ModeGradientShape {
  readonly modes: number;
  readonly batch: number;
  /** Channels that came in and that went out. */
  readonly rows: number;
  readonly columns: number;
  /** First element of the weights' gradient. */
  readonly out_at: number;
}

/** Twin of shaders/spectral/mode_gradient.wgsl: out(mode) += conjugate(input(mode)) turned, by grad(mode). */
export function mode_gradient(shape: ModeGradientShape, places: Uint32Array, input: Floats, grad: Floats, out: Floats): void {
  if (input instanceof Float32Array && grad instanceof Float32Array && out instanceof Float32Array) {
    const multiplier = multiplierOf(input, grad, out);
    if (multiplier) {
      multiply(multiplier, shape, places, input, grad, out);
      return;
    }
  }
  addPlainly(shape, places, input, grad, out);
}

/** Three real products a mode: real and imaginary parts of all examples are steps equally far apart, which the real part of the sum takes all at once. */
function multiply(
  multiplier: Multiplier,
  { modes, batch, rows, columns, out_at }: ModeGradientShape,
  places: Uint32Array,
  input: Float32Array,
  grad: Float32Array,
  out: Float32Array,
): void {
  for (let m = 0; m < modes; m++) {
    const at = out_at + 2 * places[m] * rows * columns;
    const [real, imaginary] = [at, at + rows * columns].map((first) => ({ array: out, at: first, row: columns }));
    const left = (part: number, step: number) => ({ array: input, at: (part * modes + m) * rows, row: 1, column: step * modes * rows });
    const right = (part: number, step: number) => ({
      array: grad,
      at: (part * modes + m) * columns,
      row: step * modes * columns,
      column: 1,
    });
    multiplier.add({ rows, columns, depth: 2 * batch }, left(0, 1), right(0, 1), real);
    const size = { rows, columns, depth: batch };
    multiplier.add(size, left(0, 2), right(1, 2), imaginary);
    multiplier.add(size, left(1, 2), right(0, 2), imaginary, true);
  }
}

function addPlainly(
  { modes, batch, rows, columns, out_at }: ModeGradientShape,
  places: Uint32Array,
  input: Floats,
  grad: Floats,
  out: Floats,
): void {
  for (let m = 0; m < modes; m++) {
    const to = out_at + 2 * places[m] * rows * columns;
    for (let i = 0; i < rows; i++) {
      for (let o = 0; o < columns; o++) {
        let [re, im] = [0, 0];
        for (let b = 0; b < batch; b++) {
          const x = (2 * b * modes + m) * rows + i;
          const g = (2 * b * modes + m) * columns + o;
          const [xr, xi, gr, gi] = [input[x], input[x + modes * rows], grad[g], grad[g + modes * columns]];
          re += xr * gr + xi * gi;
          im += xr * gi - xi * gr;
        }
        out[to + i * columns + o] += re;
        out[to + (rows + i) * columns + o] += im;
      }
    }
  }
}
