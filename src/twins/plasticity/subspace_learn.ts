import { product } from "../../wasm/algebra/product.ts";
import { type SubspaceSize, subspaceRows } from "./subspace_project.ts";

const f = Math.fround;

/** How the rows learn. */
interface SubspaceRates {
  readonly rate: number;
  /** Share of the last change that stays, 0 to 1. */
  readonly momentum: number;
  /** Largest |dH| of one batch. */
  readonly limit: number;
}

/** Fields of the kernel's uniform, in float32 as the twin takes them. */
export function subspaceScalars({ batch }: SubspaceSize, { rate, momentum, limit }: SubspaceRates) {
  return { share: f(1 / batch), limit: f(limit), momentum: f(momentum), fresh: f(1 - momentum), rate: f(rate) };
}

/**
 * Twin of shaders/plasticity/subspace_learn.wgsl: changes (rows x columns) and the rows of `weights` after dH = outputs^T errors / batch,
 * clipped, has gone through momentum.
 */
export function subspace_learn(
  size: SubspaceSize,
  rates: SubspaceRates,
  outputs: Float32Array,
  errors: Float32Array,
  changes: Float32Array,
  weights: Float32Array,
): void {
  const { share, limit, momentum, fresh, rate } = subspaceScalars(size, rates);
  const rows = subspaceRows(size, weights);
  const sums = new Float32Array(size.rows * size.columns);
  product(size.rows, size.columns, size.batch, outputs, errors, sums, "left");
  for (let i = 0; i < sums.length; i++) {
    const step = Math.max(-limit, Math.min(limit, f(sums[i] * share)));
    const change = f(f(momentum * changes[i]) + f(fresh * step));
    changes[i] = change;
    rows[i] = rows[i] + f(rate * change);
  }
}
