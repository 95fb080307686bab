import source from "../../../shaders/analysis/codes.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CodesShape, codes as twin } from "../../twins/analysis/codes.ts";

/** Host binding of shaders/analysis/codes.wgsl. */
export function codes(
  label: string,
  shape: CodesShape,
  buffers: { readonly trajectory: string; readonly units: string; readonly codes: string },
): Stage {
  const { trajectory, units } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { trajectory, units, codes: buffers.codes },
    workgroups: Math.ceil((shape.points * Math.ceil(shape.count / 32)) / 64),
  };
}
