import source from "../../../shaders/memory/draw_subsets.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type DrawSubsetsShape, draw_subsets as twin } from "../../twins/memory/draw_subsets.ts";

/** Host binding of shaders/memory/draw_subsets.wgsl. */
export function drawSubsets(label: string, shape: DrawSubsetsShape, buffers: { readonly clock: string; readonly subsets: string }): Stage {
  const { clock, subsets } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { clock, subsets }, workgroups: Math.ceil(shape.count / 64) };
}
