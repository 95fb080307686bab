import source from "../../../shaders/cell/initial_state_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { InitialStateShape } from "../../twins/cell/initial_state.ts";
import { initial_state_backward as twin } from "../../twins/cell/initial_state_backward.ts";

/** Host binding of shaders/cell/initial_state_backward.wgsl. */
export function initialStateBackward(
  label: string,
  shape: InitialStateShape,
  buffers: {
    readonly signals: string;
    readonly grad_state: string;
    readonly gradients: string;
  },
): Stage {
  const { signals, grad_state, gradients } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { signals, grad_state, gradients },
    workgroups: Math.ceil(((shape.units - shape.observed) * shape.observed) / 64),
  };
}
