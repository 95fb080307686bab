import source from "../../../shaders/analysis/smooth.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SmoothShape, smooth as twin } from "../../twins/analysis/smooth.ts";

/** Host binding of shaders/analysis/smooth.wgsl. */
export function smooth(
  label: string,
  shape: SmoothShape,
  buffers: { readonly weights: string; readonly spectra: string; readonly smoothed: string },
): Stage {
  const { weights, spectra, smoothed } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { weights, spectra, smoothed },
    workgroups: Math.ceil((shape.segments * shape.bins * shape.channels) / 64),
  };
}
