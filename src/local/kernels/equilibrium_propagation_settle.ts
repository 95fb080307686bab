import source from "../../../shaders/local/equilibrium_propagation_settle.wgsl";
import type { Stage } from "../../plan/program.ts";
import {
  type EquilibriumPropagationSettleShape,
  equilibrium_propagation_settle as twin,
} from "../../twins/local/equilibrium_propagation_settle.ts";

/** Host binding of shaders/local/equilibrium_propagation_settle.wgsl. */
export function equilibriumPropagationSettle(
  label: string,
  shape: EquilibriumPropagationSettleShape,
  buffers: {
    readonly clock: string;
    readonly betas: string;
    readonly drive: string;
    readonly clamped: string;
    readonly targets: string;
    readonly states: string;
  },
): Stage {
  const { clock, betas, drive, clamped, targets, states } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, betas, drive, clamped, targets, states },
    workgroups: Math.ceil(shape.count / 64),
  };
}
