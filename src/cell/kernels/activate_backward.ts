import source from "../../../shaders/cell/activate_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { ActivateShape } from "../../twins/cell/activate.ts";
import { activate_backward as twin } from "../../twins/cell/activate_backward.ts";

/** Host binding of shaders/cell/activate_backward.wgsl. */
export function activateBackward(
  label: string,
  shape: ActivateShape,
  buffers: {
    readonly outputs: string;
    readonly grads: string;
    readonly sums: string;
  },
): Stage {
  const { outputs, grads, sums } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { outputs, grads, sums },
    workgroups: Math.ceil(shape.count / 64),
  };
}
