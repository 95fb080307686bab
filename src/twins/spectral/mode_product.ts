import { type Multiplier, multiplierOf } from "../../wasm/algebra/product.ts";
import type { Floats } from "../lib/floats.ts";

/** Sizes of a product of modes; see shaders/spectral/mode_product.wgsl. */
export interface ModeProductShape {
  readonly modes: number;
  readonly batch: number;
  /** Channels that go out and that come in. */
  readonly columns: number;
  readonly depth: number;
  /** 1: weights are kept (columns x depth) for each mode, and their conjugate is taken. */
  readonly adjoint: number;
  /** First element of the weights. */
  readonly weights_at: number;
}

/** Twin of shaders/spectral/mode_product.wgsl: output(mode) = input(mode) weights(mode), complex, for every mode and example. */
export function mode_product(shape: ModeProductShape, places: Uint32Array, input: Floats, weights: Floats, output: Floats): void {
  const { modes, batch, columns } = shape;
  output.fill(0, 0, 2 * batch * modes * columns);
  if (input instanceof Float32Array && weights instanceof Float32Array && output instanceof Float32Array) {
    const multiplier = multiplierOf(input, weights, output);
    if (multiplier) {
      multiply(multiplier, shape, places, input, weights, output);
      return;
    }
  }
  addPlainly(shape, places, input, weights, output);
}

/**
 * Three real products a mode. Real and imaginary parts of all examples are rows equally far apart: the weights' real part takes them all at
 * once, their imaginary part from the imaginary rows to the real ones and back.
 */
function multiply(
  multiplier: Multiplier,
  { modes, batch, columns, depth, adjoint, weights_at }: ModeProductShape,
  places: Uint32Array,
  input: Float32Array,
  weights: Float32Array,
  output: Float32Array,
): void {
  const [row, column] = adjoint ? [1, depth] : [columns, 1];
  for (let m = 0; m < modes; m++) {
    const at = weights_at + 2 * places[m] * depth * columns;
    const [real, imaginary] = [at, at + depth * columns].map((first) => ({ array: weights, at: first, row, column }));
    const left = (part: number, step: number) => ({ array: input, at: (part * modes + m) * depth, row: step * modes * depth, column: 1 });
    const out = (part: number, step: number) => ({ array: output, at: (part * modes + m) * columns, row: step * modes * columns });
    multiplier.add({ rows: 2 * batch, columns, depth }, left(0, 1), real, out(0, 1));
    const size = { rows: batch, columns, depth };
    multiplier.add(size, left(1, 2), imaginary, out(0, 2), !adjoint);
    multiplier.add(size, left(0, 2), imaginary, out(1, 2), !!adjoint);
  }
}

function addPlainly(
  { modes, batch, columns, depth, adjoint, weights_at }: ModeProductShape,
  places: Uint32Array,
  input: Floats,
  weights: Floats,
  output: Floats,
): void {
  const [area, sign] = [depth * columns, adjoint ? -1 : 1];
  const [row, column] = adjoint ? [1, depth] : [columns, 1];
  for (let m = 0; m < modes; m++) {
    const w = weights_at + 2 * places[m] * area;
    for (let b = 0; b < batch; b++) {
      const from = (2 * b * modes + m) * depth;
      const to = (2 * b * modes + m) * columns;
      for (let k = 0; k < depth; k++) {
        const [re, im] = [input[from + k], input[from + modes * depth + k]];
        for (let c = 0; c < columns; c++) {
          const at = w + k * row + c * column;
          const [real, imaginary] = [weights[at], sign * weights[at + area]];
          output[to + c] += re * real - im * imaginary;
          output[to + modes * columns + c] += re * imaginary + im * real;
        }
      }
    }
  }
}
