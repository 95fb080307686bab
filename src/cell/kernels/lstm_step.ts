import source from "../../../shaders/cell/lstm_step.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CellShape, lstm_step as twin } from "../../twins/cell/lstm_step.ts";

/** Host binding of shaders/cell/lstm_step.wgsl. */
export function lstmStep(
  label: string,
  shape: CellShape,
  buffers: {
    readonly live: string;
    readonly sums: string;
    readonly cells: string;
    readonly states: string;
    readonly gates: string;
  },
): Stage {
  const { live, sums, cells, states, gates } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, sums, cells, states, gates },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
