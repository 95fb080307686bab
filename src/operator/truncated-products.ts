/** Truncated transforms as products of matrices: an axis is one product with a constant left side for all that lies before it. */
import { matmul, slicedProduct } from "../learn/kernels/matmul.ts";
import { type Buffers, type Stage, scratch, table } from "../plan/program.ts";
import { complexForward, complexInverse, realForward, realInverse, type TruncatedAxis } from "../spectral/truncated-matrices.ts";
import type { Ends, TruncatedSize, TruncatedTransforms } from "./truncated-transforms.ts";

export const asProducts: TruncatedTransforms = {
  toModes: (label, size, buffers, ends) => chain(label, forwardSteps(size, buffers), 1, buffers, ends),
  toModesAdjoint: (label, size, buffers, ends) => chain(label, adjointOf(forwardSteps(size, buffers)), 0, buffers, ends),
  fromModes: (label, size, buffers, ends) => chain(label, inverseSteps(size, buffers), 0, buffers, ends),
  fromModesAdjoint: (label, size, buffers, ends) => chain(label, adjointOf(inverseSteps(size, buffers)), 1, buffers, ends),
};

/** One product: `matrix` (rows x depth) from the left, of each of `matrices` right sides (depth x columns). */
interface Step {
  readonly matrix: string;
  readonly rows: number;
  readonly depth: number;
  readonly matrices: number;
  readonly columns: number;
}

const product = (sizes: readonly number[]) => sizes.reduce((all, n) => all * n, 1);

/** The matrix of a kind and an axis. */
function matrixOf(buffers: Buffers, make: typeof realForward, axis: TruncatedAxis): string {
  const { points, out, frequencies } = axis;
  return table(buffers, `${make.name} ${points} ${out} ${frequencies[0]} ${frequencies.length}`, () => make(axis));
}

/** From a field to its modes, the last axis first: it loses most. */
function forwardSteps({ batch, channels, axes }: TruncatedSize, buffers: Buffers): Step[] {
  return axes
    .map((axis, d): Step => {
      const last = d === axes.length - 1;
      const behind = axes.slice(d + 1).map(({ frequencies }) => frequencies.length);
      return {
        matrix: matrixOf(buffers, last ? realForward : complexForward, axis),
        rows: 2 * axis.frequencies.length,
        depth: (last ? 1 : 2) * axis.points,
        matrices: batch * product(axes.slice(0, d).map(({ points }) => points)),
        columns: product(behind) * channels,
      };
    })
    .toReversed();
}

/** And back, the last axis last. */
function inverseSteps({ batch, channels, axes }: TruncatedSize, buffers: Buffers): Step[] {
  return axes.map((axis, d) => {
    const last = d === axes.length - 1;
    const behind = axes.slice(d + 1).map(({ frequencies }) => frequencies.length);
    return {
      matrix: matrixOf(buffers, last ? realInverse : complexInverse, axis),
      rows: (last ? 1 : 2) * axis.out,
      depth: 2 * axis.frequencies.length,
      matrices: batch * product(axes.slice(0, d).map(({ out }) => out)),
      columns: product(behind) * channels,
    };
  });
}

/** The adjoint of a chain: its steps from the last, with their matrices turned over. */
function adjointOf(steps: readonly Step[]): Step[] {
  return steps.map(({ rows, depth, ...others }) => ({ ...others, rows: depth, depth: rows })).toReversed();
}

/** @param turned 1 where matrices are kept (depth x rows) */
function chain(label: string, steps: readonly Step[], turned: 0 | 1, buffers: Buffers, { input, output, bias, accumulate }: Ends): Stage[] {
  let from = input;
  return steps.flatMap(({ matrix, rows, depth, matrices, columns }, k) => {
    const last = k === steps.length - 1;
    const to = last ? output : scratch(buffers, `transform ${k % 2}`, matrices * rows * columns);
    const added = last ? bias : undefined;
    const names = { left: matrix, right: from, bias: added?.buffer, out: to };
    from = to;
    const shape = {
      ...{ rows, columns, depth, turned, matrices },
      ...{ right_step: depth * columns, out_step: rows * columns },
      ...{ bias_at: added?.at ?? 0, biased: added ? 1 : 0, accumulate: last && accumulate ? 1 : 0 },
    };
    const name = steps.length === 1 ? label : `${label}, ${k + 1} of ${steps.length}`;
    return added ? [matmul(name, shape, names)] : slicedProduct(name, shape, names, (length) => scratch(buffers, "slices", length));
  });
}
