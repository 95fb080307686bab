import source from "../../../shaders/dense/max_pool_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { max_pool_backward as twin } from "../../twins/dense/max_pool_backward.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";

/** Host binding of shaders/dense/max_pool_backward.wgsl. */
export function maxPoolBackward(
  label: string,
  shape: WindowsShape,
  buffers: {
    readonly inputs: string;
    readonly grad_outputs: string;
    readonly grad_inputs: string;
  },
): Stage {
  const { inputs, grad_outputs, grad_inputs } = buffers;
  const { images, rows, columns } = shape;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { inputs, grad_outputs, grad_inputs },
    workgroups: Math.ceil((images * rows * columns) / 64),
  };
}
