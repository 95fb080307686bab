import source from "../../../shaders/cell/cfc_step.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CfcShape, cfc_step as twin } from "../../twins/cell/cfc_step.ts";

/** Host binding of shaders/cell/cfc_step.wgsl. */
export function cfcStep(
  label: string,
  shape: CfcShape,
  buffers: {
    readonly live: string;
    readonly elapsed: string;
    readonly sums: string;
    readonly states: string;
    readonly parts: string;
  },
): Stage {
  const { live, elapsed, sums, states, parts } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { live, elapsed, sums, states, parts },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
