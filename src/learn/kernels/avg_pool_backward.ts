import source from "../../../shaders/dense/avg_pool_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { avg_pool_backward as twin } from "../../twins/dense/avg_pool_backward.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";

/** Host binding of shaders/dense/avg_pool_backward.wgsl. */
export function avgPoolBackward(
  label: string,
  shape: WindowsShape,
  buffers: {
    readonly grad_outputs: string;
    readonly grad_inputs: string;
  },
): Stage {
  const { grad_outputs, grad_inputs } = buffers;
  const { images, rows, columns } = shape;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { grad_outputs, grad_inputs },
    workgroups: Math.ceil((images * rows * columns) / 64),
  };
}
