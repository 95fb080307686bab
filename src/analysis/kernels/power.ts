import source from "../../../shaders/analysis/power.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type PowerShape, power as twin } from "../../twins/analysis/power.ts";

/** Host binding of shaders/analysis/power.wgsl. */
export function power(
  label: string,
  shape: PowerShape,
  buffers: { readonly spectra: string; readonly sums: string; readonly counts: string },
): Stage {
  const { spectra, sums, counts } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { spectra, sums, counts },
    workgroups: Math.ceil(shape.each / 64),
  };
}
