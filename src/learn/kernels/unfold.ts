import source from "../../../shaders/dense/unfold.wgsl";
import type { Stage } from "../../plan/program.ts";
import { unfold as twin } from "../../twins/dense/unfold.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";

/** Host binding of shaders/dense/unfold.wgsl. */
export function unfold(
  label: string,
  shape: WindowsShape,
  buffers: {
    readonly inputs: string;
    readonly unfolded: string;
  },
): Stage {
  const { inputs, unfolded } = buffers;
  const { images, channels, out_rows, out_columns, kernel } = shape;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { inputs, unfolded },
    workgroups: Math.ceil((images * out_rows * out_columns * channels * kernel * kernel) / 64),
  };
}
