import source from "../../../shaders/local/difference.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type DifferenceShape, difference as twin } from "../../twins/local/difference.ts";

/** Host binding of shaders/local/difference.wgsl. */
export function difference(
  label: string,
  shape: DifferenceShape,
  buffers: { readonly left: string; readonly right: string; readonly out: string },
): Stage {
  const { left, right, out } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { left, right, out }, workgroups: Math.ceil(shape.count / 64) };
}
