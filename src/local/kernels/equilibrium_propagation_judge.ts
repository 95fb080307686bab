import source from "../../../shaders/local/equilibrium_propagation_judge.wgsl";
import type { Stage } from "../../plan/program.ts";
import {
  type EquilibriumPropagationJudgeShape,
  equilibrium_propagation_judge as twin,
} from "../../twins/local/equilibrium_propagation_judge.ts";

/** Host binding of shaders/local/equilibrium_propagation_judge.wgsl. */
export function equilibriumPropagationJudge(
  label: string,
  shape: EquilibriumPropagationJudgeShape,
  buffers: { readonly states: string; readonly targets: string; readonly costs: string; readonly hits: string },
): Stage {
  const { states, targets, costs, hits } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { states, targets, costs, hits },
    workgroups: Math.ceil(shape.batch / 64),
  };
}
