import source from "../../../shaders/cell/activate_back.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { ActivateShape } from "../../twins/cell/activate.ts";
import { activate_back as twin } from "../../twins/cell/activate_back.ts";

/** Host binding of shaders/cell/activate_back.wgsl. */
export function activateBack(
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
