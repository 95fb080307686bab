import source from "../../../shaders/dense/fold.wgsl";
import type { Stage } from "../../plan/program.ts";
import { fold as twin } from "../../twins/dense/fold.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";

/** Host binding of shaders/dense/fold.wgsl. */
export function fold(
  label: string,
  shape: WindowsShape,
  buffers: {
    readonly unfolded: string;
    readonly grad_inputs: string;
  },
): Stage {
  const { unfolded, grad_inputs } = buffers;
  const { images, channels, rows, columns } = shape;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { unfolded, grad_inputs },
    workgroups: Math.ceil((images * channels * rows * columns) / 64),
  };
}
