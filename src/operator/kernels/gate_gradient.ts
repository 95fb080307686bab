import source from "../../../shaders/dense/gate_gradient.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GateGradientShape, gate_gradient as twin } from "../../twins/dense/gate_gradient.ts";

/** Host binding of shaders/dense/gate_gradient.wgsl. */
export function gateGradient(
  label: string,
  shape: GateGradientShape,
  buffers: { readonly inputs: string; readonly grad_outputs: string; readonly out: string },
): Stage {
  const { inputs, grad_outputs, out } = buffers;
  const workgroups = Math.ceil(shape.columns / 16);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { inputs, grad_outputs, out }, workgroups };
}
