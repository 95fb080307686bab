import source from "../../../shaders/cell/ltc_step.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type LtcStepShape, ltc_step as twin } from "../../twins/cell/ltc_step.ts";

/** Host binding of shaders/cell/ltc_step.wgsl. */
export function ltcStep(
  label: string,
  shape: LtcStepShape,
  buffers: {
    readonly live: string;
    readonly elapsed: string;
    readonly inputs: string;
    readonly parameters: string;
    readonly sums: string;
    readonly states: string;
  },
): Stage {
  const { live, elapsed, inputs, parameters, sums, states } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, elapsed, inputs, parameters, sums, states },
    workgroups: shape.batch,
  };
}
