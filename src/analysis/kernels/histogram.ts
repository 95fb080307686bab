import source from "../../../shaders/analysis/histogram.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type HistogramShape, histogram as twin } from "../../twins/analysis/histogram.ts";

/** Host binding of shaders/analysis/histogram.wgsl. */
export function histogram(
  label: string,
  shape: HistogramShape,
  buffers: { readonly trajectory: string; readonly edges: string; readonly counts: string },
): Stage {
  const { trajectory, edges, counts } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { trajectory, edges, counts },
    workgroups: Math.ceil(shape.points / 64),
  };
}
