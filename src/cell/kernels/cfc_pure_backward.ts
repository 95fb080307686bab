import source from "../../../shaders/cell/cfc_pure_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { cfc_pure_backward as twin } from "../../twins/cell/cfc_pure_backward.ts";
import type { CfcPureShape } from "../../twins/cell/cfc_pure_step.ts";

/** Host binding of shaders/cell/cfc_pure_backward.wgsl. */
export function cfcPureBackward(
  label: string,
  shape: CfcPureShape,
  buffers: {
    readonly live: string;
    readonly elapsed: string;
    readonly parameters: string;
    readonly grad_state: string;
    readonly sums: string;
    readonly grad_tau: string;
    readonly grad_a: string;
  },
): Stage {
  const { live, elapsed, parameters, grad_state, sums, grad_tau, grad_a } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, elapsed, parameters, grad_state, sums, grad_tau, grad_a },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
