import source from "../../../shaders/cell/lstm_back.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type LstmBackShape, lstm_back as twin } from "../../twins/cell/lstm_back.ts";

/** Host binding of shaders/cell/lstm_back.wgsl. */
export function lstmBack(
  label: string,
  shape: LstmBackShape,
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
