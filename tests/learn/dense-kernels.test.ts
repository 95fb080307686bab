/** The kernels of dense layers against their twins, on random operands with poisoned outputs; faults planted in the kernels. */
import { denseChecks } from "../../src/verify/dense.ts";
import { kernelTests } from "../twins/lib/kernel-tests.ts";

kernelTests(denseChecks, [
  ["learn matmul", "(*sums)[13] += a1.z * b1", "(*sums)[13] += a1.z * b0"],
  ["learn matmul", "if (k >= end)", "if (k > end)"],
  ["learn matmul", "row + 56u, column, at, (*sums)[14]", "row + 56u, column, at, (*sums)[12]"],
  ["learn matmul", "(*sums)[9] = begin_four(row + 8u, next", "(*sums)[9] = begin_four(row + 8u, column"],
  ["learn matmul", "shape.bias_at + column", "column"],
  ["learn matmul, left turned", "k * shape.rows + r", "k * shape.depth + r"],
  ["learn matmul, right turned", "c * shape.depth + k", "c * shape.columns + k"],
  ["learn matmul, slices", "slice * shape.slice;", "0u;"],
  ["learn matmul, slices", "slice * shape.matrices * shape.rows", "0u * shape.rows"],
  ["learn matmul, many", "matrix * shape.left_step", "0u"],
  ["learn matmul, many", "matrix * shape.right_step", "0u"],
  ["learn matmul, many", "matrix * shape.out_step", "matrix * shape.rows * shape.columns"],
  ["learn matmul, many slices", "slice * shape.matrices * shape.rows", "slice * shape.rows"],
  ["learn matmul, many slices", "% shape.matrices;", ";"],
  ["learn add slices", "s < shape.slices", "s + 1u < shape.slices"],
  ["learn column sums", "row += SHARES", "row += SHARES + 1u"],
  ["learn column sums", "half >= COLUMNS", "half > COLUMNS"],
  ["learn unfold", "row < shape.rows && column", "column"],
  ["learn unfold", "shape.first + i", "i"],
  ["learn fold", "- y * shape.stride", ""],
  ["learn fold", "padded >= shape.kernel)", "padded > shape.kernel)"],
  ["learn fold", "+ 1u, out)", "+ 1u, out - 1u)"],
  ["learn turn", "i / elements * elements", "0u"],
  ["learn avg pool", "y < row + shape.kernel", "y + 1u < row + shape.kernel"],
  ["learn avg pool backward", "/ f32(shape.kernel * shape.kernel)", ""],
  ["learn max pool", "value > most", "value < most"],
  ["learn max pool backward", "value > most", "value >= most"],
  ["learn max pool backward", "== i)", "<= i)"],
]);
