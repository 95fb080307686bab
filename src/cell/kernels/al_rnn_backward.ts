import source from "../../../shaders/cell/al_rnn_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type AlRnnBackwardShape, al_rnn_backward as twin } from "../../twins/cell/al_rnn_backward.ts";

/** Host binding of shaders/cell/al_rnn_backward.wgsl. */
export function alRnnBackward(
  label: string,
  shape: AlRnnBackwardShape,
  buffers: {
    readonly parameters: string;
    readonly strength: string;
    readonly inputs: string;
    readonly grad_states: string;
    readonly grad_outputs: string;
    readonly grad_state: string;
  },
): Stage {
  const { parameters, strength, inputs, grad_states, grad_outputs, grad_state } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { parameters, strength, inputs, grad_states, grad_outputs, grad_state },
    workgroups: shape.batch,
  };
}
