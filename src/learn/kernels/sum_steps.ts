import source from "../../../shaders/dense/sum_steps.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SumStepsShape, sum_steps as twin } from "../../twins/dense/sum_steps.ts";

/** Host binding of shaders/dense/sum_steps.wgsl. */
export function sumSteps(label: string, shape: SumStepsShape, buffers: { readonly each: string; readonly sums: string }): Stage {
  const { each, sums } = buffers;
  const workgroups = Math.ceil(shape.units / 256);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { each, sums }, workgroups };
}
