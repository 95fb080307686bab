import { product, type Turned } from "../../wasm/product.ts";
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
  /** Whether a bias is added to each column, and the product to what `out` holds. */
  readonly biased: number;
  readonly accumulate: number;
}

const TURNED: readonly Turned[] = ["neither", "left", "right"];

/** Twin of shaders/dense/matmul.wgsl: out (rows x columns) = left right + bias + out. */
export function matmul(shape: MatmulShape, left: Floats, right: Floats, bias: Floats, out: Floats): void {
  const { rows, columns, depth, turned, left_at, right_at, bias_at, out_at, biased, accumulate } = shape;
  const a = left.subarray(left_at, left_at + rows * depth);
  const b = right.subarray(right_at, right_at + depth * columns);
  const c = out.subarray(out_at, out_at + rows * columns);
  const before = accumulate ? c.slice() : undefined;
  if (a instanceof Float32Array && b instanceof Float32Array && c instanceof Float32Array)
    product(rows, columns, depth, a, b, c, TURNED[turned]);
  else plain(shape, a, b, c);
  if (biased) for (let i = 0; i < c.length; i++) c[i] += bias[bias_at + (i % columns)];
  if (before) for (let i = 0; i < c.length; i++) c[i] += before[i];
}

/** The product in the numbers' own precision. */
function plain({ rows, columns, depth, turned }: MatmulShape, a: Floats, b: Floats, c: Floats): void {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++)
        sum += a[turned === 1 ? k * rows + r : r * depth + k] * b[turned === 2 ? j * depth + k : k * columns + j];
      c[r * columns + j] = sum;
    }
  }
}
