import source from "../../../shaders/cell/shallow_plrnn_forward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ShallowPlrnnForwardShape, shallow_plrnn_forward as twin } from "../../twins/cell/shallow_plrnn_forward.ts";

/** Host binding of shaders/cell/shallow_plrnn_forward.wgsl. */
export function shallowPlrnnForward(
  label: string,
  shape: ShallowPlrnnForwardShape,
  buffers: {
    readonly parameters: string;
    readonly signals: string;
    readonly strength: string;
    readonly state: string;
    readonly states: string;
    readonly inputs: string;
    readonly activations: string;
  },
): Stage {
  const { parameters, signals, strength, state, states, inputs, activations } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { parameters, signals, strength, state, states, inputs, activations },
    workgroups: shape.batch,
  };
}
