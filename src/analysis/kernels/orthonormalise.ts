import source from "../../../shaders/analysis/orthonormalise.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type OrthonormaliseShape, orthonormalise as twin } from "../../twins/analysis/orthonormalise.ts";

/** Host binding of shaders/analysis/orthonormalise.wgsl. */
export function orthonormalise(
  label: string,
  shape: OrthonormaliseShape,
  buffers: { readonly tangents: string; readonly sums: string; readonly counts: string },
): Stage {
  const { tangents, sums, counts } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { tangents, sums, counts },
    workgroups: shape.systems,
  };
}
