import source from "../../../shaders/cell/lstm_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type LstmBackwardShape, lstm_backward as twin } from "../../twins/cell/lstm_backward.ts";

/** Host binding of shaders/cell/lstm_backward.wgsl. */
export function lstmBackward(
  label: string,
  shape: LstmBackwardShape,
  buffers: {
    readonly live: string;
    readonly gates: string;
    readonly cells: string;
    readonly grad_cell: string;
    readonly grad_state: string;
    readonly sums: string;
  },
): Stage {
  const { live, gates, cells, grad_cell, grad_state, sums } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, gates, cells, grad_cell, grad_state, sums },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
