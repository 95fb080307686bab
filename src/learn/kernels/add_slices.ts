import source from "../../../shaders/dense/add_slices.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type AddSlicesShape, add_slices as twin } from "../../twins/dense/add_slices.ts";

/** Host binding of shaders/dense/add_slices.wgsl. */
export function addSlices(label: string, shape: AddSlicesShape, buffers: { readonly parts: string; readonly out: string }): Stage {
  const { parts, out } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { parts, out }, workgroups: Math.ceil(shape.count / 64) };
}
