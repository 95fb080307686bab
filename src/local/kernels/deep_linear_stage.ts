import source from "../../../shaders/local/deep_linear_stage.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type DeepLinearStageShape, deep_linear_stage as twin } from "../../twins/local/deep_linear_stage.ts";

/** Host binding of shaders/local/deep_linear_stage.wgsl. */
export function deepLinearStage(
  label: string,
  shape: DeepLinearStageShape,
  buffers: { readonly slope: string; readonly weights: string; readonly trial: string; readonly total: string },
): Stage {
  const { slope, weights, trial, total } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { slope, weights, trial, total },
    workgroups: Math.ceil(shape.count / 64),
  };
}
