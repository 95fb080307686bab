import source from "../../../shaders/memory/match_segments.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type MatchSegmentsShape, match_segments as twin } from "../../twins/memory/match_segments.ts";

/** Host binding of shaders/memory/match_segments.wgsl. */
export function matchSegments(
  label: string,
  shape: MatchSegmentsShape,
  buffers: { readonly segments: string; readonly inputs: string; readonly hits: string },
): Stage {
  const { segments, inputs, hits } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { segments, inputs, hits },
    workgroups: Math.ceil(shape.segments / 64) * Math.ceil(shape.inputs / 8),
  };
}
