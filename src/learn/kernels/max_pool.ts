import source from "../../../shaders/dense/max_pool.wgsl";
import type { Stage } from "../../plan/program.ts";
import { max_pool as twin } from "../../twins/dense/max_pool.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";

/** Host binding of shaders/dense/max_pool.wgsl. */
export function maxPool(
  label: string,
  shape: WindowsShape,
  buffers: {
    readonly inputs: string;
    readonly outputs: string;
  },
): Stage {
  const { inputs, outputs } = buffers;
  const { images, out_rows, out_columns } = shape;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { inputs, outputs },
    workgroups: Math.ceil((images * out_rows * out_columns) / 64),
  };
}
