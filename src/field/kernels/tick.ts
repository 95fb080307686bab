import source from "../../../shaders/field/tick.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FieldTickShape, tick as twin } from "../../twins/field/tick.ts";

/** Host binding of shaders/field/tick.wgsl. */
export function tick(label: string, shape: FieldTickShape, buffers: { readonly values: string; readonly clock: string }): Stage {
  const { values, clock } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { values, clock }, workgroups: 1 };
}
