import source from "../../../shaders/cell/activate.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ActivateShape, activate as twin } from "../../twins/cell/activate.ts";

/** Host binding of shaders/cell/activate.wgsl. */
export function activate(
  label: string,
  shape: ActivateShape,
  buffers: {
    readonly sums: string;
    readonly outputs: string;
  },
): Stage {
  const { sums, outputs } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { sums, outputs },
    workgroups: Math.ceil(shape.count / 64),
  };
}
