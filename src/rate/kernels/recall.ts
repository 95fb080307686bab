import source from "../../../shaders/rate/recall.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type RecallShape, recall as twin } from "../../twins/rate/recall.ts";

/** Host binding of shaders/rate/recall.wgsl. */
export function recall(
  label: string,
  shape: RecallShape,
  buffers: { readonly clock: string; readonly signals: string; readonly delayed: string },
): Stage {
  const { clock, signals, delayed } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, signals, delayed },
    workgroups: Math.ceil(shape.count / 64),
  };
}
