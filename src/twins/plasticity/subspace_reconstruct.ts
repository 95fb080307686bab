import { product } from "../../wasm/algebra/product.ts";
import { type SubspaceSize, subspaceRows } from "./subspace_project.ts";

/** Twin of shaders/plasticity/subspace_reconstruct.wgsl: errors (batch x columns) = inputs - outputs (batch x rows) H. `errors` may be `inputs`. */
export function subspace_reconstruct(
  size: SubspaceSize,
  inputs: Float32Array,
  weights: Float32Array,
  outputs: Float32Array,
  errors: Float32Array,
): void {
  const n = size.batch * size.columns;
  const sums = new Float32Array(n);
  product(size.batch, size.columns, size.rows, outputs, subspaceRows(size, weights), sums);
  for (let i = 0; i < n; i++) errors[i] = inputs[i] - sums[i];
}
