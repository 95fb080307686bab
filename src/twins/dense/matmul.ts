import { addProduct, type Turned } from "../../wasm/product.ts";
import type { Floats } from "../lib/floats.ts";

/** Sizes of a product; see shaders/dense/matmul.wgsl. */
export interface MatmulShape {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** 1: left is kept (depth x rows); 2: right is kept (columns x depth). */
  readonly turned: number;
  /** First element of each. */
  readonly left_at: number;
  readonly right_at: number;
  readonly bias_at: number;
  readonly out_at: number;
  /** Whether sums begin with a bias for each column, and with what `out` holds. */
  readonly biased: number;
  readonly accumulate: number;
  /** Slices of the depth, each summed to a matrix of its own in `out`; default 1. */
  readonly slices?: number;
  /** Length of a slice, but for the last; default: the depth. */
  readonly slice?: number;
}

const TURNED: readonly Turned[] = ["neither", "left", "right"];

/** Twin of shaders/dense/matmul.wgsl: out (rows x columns) = bias + out + left right. */
export function matmul(shape: MatmulShape, left: Floats, right: Floats, bias: Floats, out: Floats): void {
  const { rows, columns, depth, left_at, right_at, bias_at, out_at, biased, accumulate, slices = 1, slice = depth } = shape;
  const a = left.subarray(left_at, left_at + rows * depth);
  const b = right.subarray(right_at, right_at + depth * columns);
  for (let s = 0; s < slices; s++) {
    const at = out_at + s * rows * columns;
    const c = out.subarray(at, at + rows * columns);
    if (!accumulate) c.fill(0);
    if (biased) for (let r = 0; r < rows; r++) for (let j = 0; j < columns; j++) c[r * columns + j] += bias[bias_at + j];
    addSlice(shape, a, b, c, s * slice, Math.min((s + 1) * slice, depth));
  }
}

/** c += the products of the steps `first` to `end` of the depth. */
function addSlice({ rows, columns, depth, turned }: MatmulShape, a: Floats, b: Floats, c: Floats, first: number, end: number): void {
  if (a instanceof Float32Array && b instanceof Float32Array && c instanceof Float32Array) {
    addProduct({ rows, columns, depth, first, end }, a, b, c, TURNED[turned]);
    return;
  }
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) {
      let sum = c[r * columns + j];
      for (let k = first; k < end; k++)
        sum += a[turned === 1 ? k * rows + r : r * depth + k] * b[turned === 2 ? j * depth + k : k * columns + j];
      c[r * columns + j] = sum;
    }
  }
}
