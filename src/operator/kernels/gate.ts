import source from "../../../shaders/dense/gate.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GateShape, gate as twin } from "../../twins/dense/gate.ts";

/** Host binding of shaders/dense/gate.wgsl. */
export function gate(
  label: string,
  shape: GateShape,
  buffers: { readonly inputs: string; readonly gates: string; readonly outputs: string },
): Stage {
  const { inputs, gates, outputs } = buffers;
  const workgroups = Math.ceil((shape.rows * shape.columns) / 64);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { inputs, gates, outputs }, workgroups };
}
