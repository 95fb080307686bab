import source from "../../../shaders/analysis/segment.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SegmentShape, segment as twin } from "../../twins/analysis/segment.ts";

/** Channels that a workgroup takes. */
const ACROSS = 16;

/** Host binding of shaders/analysis/segment.wgsl. */
export function segment(
  label: string,
  shape: SegmentShape,
  buffers: { readonly input: string; readonly window: string; readonly output: string },
): Stage {
  const { input, window, output } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, window, output },
    workgroups: shape.segments * Math.ceil(shape.channels / ACROSS),
  };
}
