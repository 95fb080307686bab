import source from "../../../shaders/cell/cfc_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { cfc_backward as twin } from "../../twins/cell/cfc_backward.ts";
import type { CfcShape } from "../../twins/cell/cfc_step.ts";

/** Host binding of shaders/cell/cfc_backward.wgsl. */
export function cfcBackward(
  label: string,
  shape: CfcShape,
  buffers: {
    readonly live: string;
    readonly elapsed: string;
    readonly parts: string;
    readonly grad_state: string;
    readonly sums: string;
  },
): Stage {
  const { live, elapsed, parts, grad_state, sums } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, elapsed, parts, grad_state, sums },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
