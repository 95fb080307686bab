import source from "../../../shaders/memory/overlaps.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type OverlapsShape, overlaps as twin } from "../../twins/memory/overlaps.ts";

/** Host binding of shaders/memory/overlaps.wgsl. */
export function overlaps(
  label: string,
  shape: OverlapsShape,
  buffers: { readonly patterns: string; readonly states: string; readonly overlaps: string },
): Stage {
  const { patterns, states, overlaps } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { patterns, states, overlaps },
    workgroups: Math.ceil((shape.replicas * shape.patterns) / 64),
  };
}
