import source from "../../../shaders/dense/gelu.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GeluShape, gelu as twin } from "../../twins/dense/gelu.ts";

/** Host binding of shaders/dense/gelu.wgsl. */
export function gelu(label: string, shape: GeluShape, buffers: { readonly inputs: string; readonly outputs: string }): Stage {
  const { inputs, outputs } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { inputs, outputs }, workgroups: Math.ceil(shape.count / 64) };
}
