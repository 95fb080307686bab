import source from "../../../shaders/cell/cfc_pure_step.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CfcPureShape, cfc_pure_step as twin } from "../../twins/cell/cfc_pure_step.ts";

/** Host binding of shaders/cell/cfc_pure_step.wgsl. */
export function cfcPureStep(
  label: string,
  shape: CfcPureShape,
  buffers: {
    readonly live: string;
    readonly elapsed: string;
    readonly parameters: string;
    readonly sums: string;
    readonly states: string;
  },
): Stage {
  const { live, elapsed, parameters, sums, states } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, elapsed, parameters, sums, states },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
