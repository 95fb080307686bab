import source from "../../../shaders/cell/gru_step.wgsl";
import type { Stage } from "../../plan/program.ts";
import { gru_step as twin } from "../../twins/cell/gru_step.ts";
import type { CellShape } from "../../twins/cell/lstm_step.ts";

/** Host binding of shaders/cell/gru_step.wgsl. */
export function gruStep(
  label: string,
  shape: CellShape,
  buffers: {
    readonly live: string;
    readonly sums: string;
    readonly recurrent: string;
    readonly states: string;
    readonly gates: string;
  },
): Stage {
  const { live, sums, recurrent, states, gates } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, sums, recurrent, states, gates },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
