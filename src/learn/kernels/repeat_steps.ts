import source from "../../../shaders/dense/repeat_steps.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type RepeatStepsShape, repeat_steps as twin } from "../../twins/dense/repeat_steps.ts";

/** Host binding of shaders/dense/repeat_steps.wgsl. */
export function repeatSteps(
  label: string,
  shape: RepeatStepsShape,
  buffers: { readonly inputs: string; readonly parameters: string; readonly currents: string },
): Stage {
  const { inputs, parameters, currents } = buffers;
  const workgroups = Math.ceil((shape.steps * shape.units) / 256);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { inputs, parameters, currents }, workgroups };
}
