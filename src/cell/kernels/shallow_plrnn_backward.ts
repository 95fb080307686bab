import source from "../../../shaders/cell/shallow_plrnn_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ShallowPlrnnBackwardShape, shallow_plrnn_backward as twin } from "../../twins/cell/shallow_plrnn_backward.ts";

/** Host binding of shaders/cell/shallow_plrnn_backward.wgsl. */
export function shallowPlrnnBackward(
  label: string,
  shape: ShallowPlrnnBackwardShape,
  buffers: {
    readonly parameters: string;
    readonly strength: string;
    readonly inputs: string;
    readonly grad_states: string;
    readonly grad_outputs: string;
    readonly grad_folds: string;
    readonly grad_shifts: string;
    readonly grad_state: string;
  },
): Stage {
  const { parameters, strength, inputs, grad_states, grad_outputs, grad_folds, grad_shifts, grad_state } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { parameters, strength, inputs, grad_states, grad_outputs, grad_folds, grad_shifts, grad_state },
    workgroups: shape.batch,
  };
}
