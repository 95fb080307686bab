import source from "../../../shaders/analysis/planes.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type PlanesShape, planes as twin } from "../../twins/analysis/planes.ts";

/** Host binding of shaders/analysis/planes.wgsl. */
export function planes(
  label: string,
  shape: PlanesShape,
  buffers: {
    readonly which: string;
    readonly spectra: string;
    readonly straight: string;
    readonly turned: string;
    readonly counts: string;
  },
): Stage {
  const { which, spectra, straight, turned, counts } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { which, spectra, straight, turned, counts },
    workgroups: Math.ceil((shape.chosen * shape.segments * shape.channels) / 64),
  };
}
