import source from "../../../shaders/local/equilibrium_propagation_contrast.wgsl";
import type { Stage } from "../../plan/program.ts";
import {
  type EquilibriumPropagationContrastShape,
  equilibrium_propagation_contrast as twin,
} from "../../twins/local/equilibrium_propagation_contrast.ts";

/** Host binding of shaders/local/equilibrium_propagation_contrast.wgsl. */
export function equilibriumPropagationContrast(
  label: string,
  shape: EquilibriumPropagationContrastShape,
  buffers: {
    readonly clock: string;
    readonly betas: string;
    readonly states: string;
    readonly differences: string;
    readonly means: string;
  },
): Stage {
  const { clock, betas, states, differences, means } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, betas, states, differences, means },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
