import source from "../../../shaders/cell/jacobian_norms.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type JacobianNormsShape, jacobian_norms as twin } from "../../twins/cell/jacobian_norms.ts";

/** Host binding of shaders/cell/jacobian_norms.wgsl. */
export function jacobianNorms(
  label: string,
  shape: JacobianNormsShape,
  buffers: {
    readonly clock: string;
    readonly parameters: string;
    readonly signals: string;
    readonly norms: string;
  },
): Stage {
  const { clock, parameters, signals, norms } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, parameters, signals, norms },
    workgroups: shape.steps * shape.batch,
  };
}
