import source from "../../../shaders/dense/matmul.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type MatmulShape, matmul as twin } from "../../twins/dense/matmul.ts";

/** Host binding of shaders/dense/matmul.wgsl. */
export function matmul(
  label: string,
  shape: MatmulShape,
  buffers: { readonly left: string; readonly right: string; readonly bias: string; readonly out: string },
): Stage {
  const { left, right, bias, out } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { left, right, bias, out },
    workgroups: Math.ceil(shape.rows / 16) * Math.ceil(shape.columns / 16),
  };
}
