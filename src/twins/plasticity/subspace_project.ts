import { product } from "../../wasm/algebra/product.ts";

/** How many samples, which rows of the weights, and how many numbers each row and each sample has. */
export interface SubspaceSize {
  readonly batch: number;
  readonly first: number;
  readonly rows: number;
  readonly columns: number;
}

/** The rows of `weights` that a size means. */
export function subspaceRows({ first, rows, columns }: SubspaceSize, weights: Float32Array): Float32Array {
  return weights.subarray(first * columns, (first + rows) * columns);
}

/** Twin of shaders/plasticity/subspace_project.wgsl: outputs (batch x rows) = inputs (batch x columns) H^T. */
export function subspace_project(size: SubspaceSize, inputs: Float32Array, weights: Float32Array, outputs: Float32Array): void {
  product(size.batch, size.rows, size.columns, inputs, subspaceRows(size, weights), outputs, "right");
}
