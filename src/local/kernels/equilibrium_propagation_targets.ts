import source from "../../../shaders/local/equilibrium_propagation_targets.wgsl";
import type { Stage } from "../../plan/program.ts";
import {
  type EquilibriumPropagationTargetsShape,
  equilibrium_propagation_targets as twin,
} from "../../twins/local/equilibrium_propagation_targets.ts";

/** Host binding of shaders/local/equilibrium_propagation_targets.wgsl. */
export function equilibriumPropagationTargets(
  label: string,
  shape: EquilibriumPropagationTargetsShape,
  buffers: { readonly clock: string; readonly order: string; readonly labels: string; readonly targets: string },
): Stage {
  const { clock, order, labels, targets } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, labels, targets },
    workgroups: Math.ceil((shape.batch * shape.classes) / 64),
  };
}
