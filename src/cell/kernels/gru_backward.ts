import source from "../../../shaders/cell/gru_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { gru_backward as twin } from "../../twins/cell/gru_backward.ts";
import type { CellShape } from "../../twins/cell/lstm_step.ts";

/** Host binding of shaders/cell/gru_backward.wgsl. */
export function gruBackward(
  label: string,
  shape: CellShape,
  buffers: {
    readonly live: string;
    readonly gates: string;
    readonly states: string;
    readonly grad_state: string;
    readonly sums: string;
    readonly recurrent: string;
  },
): Stage {
  const { live, gates, states, grad_state, sums, recurrent } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, gates, states, grad_state, sums, recurrent },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
