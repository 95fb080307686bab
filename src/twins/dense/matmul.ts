import { addProduct, multiplierOf, type Turned } from "../../wasm/algebra/product.ts";
import type { Floats } from "../lib/floats.ts";

/** Sizes of a product; see shaders/dense/matmul.wgsl. */
export interface MatmulShape {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** 1: left is kept (depth x rows); 2: right is kept (columns x depth). */
  readonly turned: number;
  /** First element of each; default 0. */
  readonly left_at?: number;
  readonly right_at?: number;
  readonly bias_at?: number;
  readonly out_at?: number;
  /** Whether sums begin with a bias for each column, and with what `out` holds; default 0. */
  readonly biased?: number;
  readonly accumulate?: number;
  /** Slices of the depth, each summed to a matrix of its own in `out`, slice by slice; default 1. */
  readonly slices?: number;
  /** Length of a slice, but for the last; default: the depth. */
  readonly slice?: number;
  /** Products at once, with the same bias; default 1. */
  readonly matrices?: number;
  /** Elements from one of them to the next, 0 where all have the same; default 0. With slices the step of `out` is rows * columns. */
  readonly left_step?: number;
  readonly right_step?: number;
  readonly out_step?: number;
}

const TURNED: readonly Turned[] = ["neither", "left", "right"];

/** Twin of shaders/dense/matmul.wgsl: out (rows x columns) = bias + out + left right. */
export function matmul(shape: MatmulShape, left: Floats, right: Floats, bias: Floats, out: Floats): void {
  const { rows, columns, depth, left_at = 0, right_at = 0, out_at = 0 } = shape;
  const { slices = 1, slice = depth, matrices = 1, left_step = 0, right_step = 0, out_step = 0 } = shape;
  begin(shape, bias, out);
  const add = adder(shape, left, right, out);
  for (let s = 0; s < slices; s++) {
    const [first, end] = [s * slice, Math.min((s + 1) * slice, depth)];
    const at = out_at + s * matrices * rows * columns;
    for (let m = 0; m < matrices; m++) add(left_at + m * left_step, right_at + m * right_step, at + m * out_step, first, end);
  }
}

/** What the sums begin with. */
function begin(shape: MatmulShape, bias: Floats, out: Floats): void {
  const { rows, columns, bias_at = 0, out_at = 0, biased = 0, accumulate = 0, slices = 1, matrices = 1, out_step = 0 } = shape;
  if (accumulate && !biased) return;
  for (let s = 0; s < slices; s++) {
    for (let m = 0; m < matrices; m++) {
      const at = out_at + s * matrices * rows * columns + m * out_step;
      if (!biased) out.fill(0, at, at + rows * columns);
      else if (accumulate) {
        for (let r = 0; r < rows; r++) for (let j = 0; j < columns; j++) out[at + r * columns + j] += bias[bias_at + j];
      } else if (rows > 0) {
        for (let j = 0; j < columns; j++) out[at + j] = 0 + bias[bias_at + j];
        repeat(out, at, columns, rows);
      }
    }
  }
}

/** Repeats `length` elements until they are there `times` times. */
function repeat(out: Floats, at: number, length: number, times: number): void {
  for (let done = 1; done < times; done *= 2) out.copyWithin(at + done * length, at, at + Math.min(done, times - done) * length);
}

/** Adds, to the matrix of `out` that begins at an element, the products of the steps `first` to `end` of the depth. */
type Add = (left: number, right: number, out: number, first: number, end: number) => void;

function adder({ rows, columns, depth, turned }: MatmulShape, left: Floats, right: Floats, out: Floats): Add {
  if (!(left instanceof Float32Array && right instanceof Float32Array && out instanceof Float32Array)) {
    return (a, b, c, first, end) => {
      for (let r = 0; r < rows; r++) {
        for (let j = 0; j < columns; j++) {
          let sum = out[c + r * columns + j];
          for (let k = first; k < end; k++)
            sum += left[a + (turned === 1 ? k * rows + r : r * depth + k)] * right[b + (turned === 2 ? j * depth + k : k * columns + j)];
          out[c + r * columns + j] = sum;
        }
      }
    };
  }
  const multiplier = multiplierOf(left, right, out);
  if (!multiplier) {
    return (a, b, c, first, end) => {
      const size = { rows, columns, depth, first, end };
      addProduct(size, left.subarray(a), right.subarray(b), out.subarray(c, c + rows * columns), TURNED[turned]);
    };
  }
  const [leftRow, leftColumn] = turned === 1 ? [1, rows] : [depth, 1];
  const [rightRow, rightColumn] = turned === 2 ? [1, depth] : [columns, 1];
  return (a, b, c, first, end) =>
    multiplier.add(
      { rows, columns, depth: end - first },
      { array: left, at: a + first * leftColumn, row: leftRow, column: leftColumn },
      { array: right, at: b + first * rightRow, row: rightRow, column: rightColumn },
      { array: out, at: c, row: columns },
    );
}
