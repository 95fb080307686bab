import source from "../../../shaders/dense/square_sums.wgsl";
import type { Stage } from "../../plan/program.ts";
import { SQUARE_SUMS, type SquareSumsShape, square_sums as twin } from "../../twins/dense/square_sums.ts";

/** Host binding of shaders/dense/square_sums.wgsl. */
export function squareSums(
  label: string,
  shape: SquareSumsShape,
  buffers: {
    readonly gradients: string;
    readonly squares: string;
  },
): Stage {
  const { gradients, squares } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { gradients, squares },
    workgroups: SQUARE_SUMS,
  };
}
