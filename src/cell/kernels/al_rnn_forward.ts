import source from "../../../shaders/cell/al_rnn_forward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type AlRnnForwardShape, al_rnn_forward as twin } from "../../twins/cell/al_rnn_forward.ts";

/** Host binding of shaders/cell/al_rnn_forward.wgsl. */
export function alRnnForward(
  label: string,
  shape: AlRnnForwardShape,
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
