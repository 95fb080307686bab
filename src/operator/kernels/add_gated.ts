import source from "../../../shaders/dense/add_gated.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type AddGatedShape, add_gated as twin } from "../../twins/dense/add_gated.ts";

/** Host binding of shaders/dense/add_gated.wgsl. */
export function addGated(
  label: string,
  shape: AddGatedShape,
  buffers: { readonly inputs: string; readonly gates: string; readonly outputs: string },
): Stage {
  const { inputs, gates, outputs } = buffers;
  const workgroups = Math.ceil((shape.rows * shape.columns) / 64);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { inputs, gates, outputs }, workgroups };
}
