import source from "../../../shaders/analysis/fixed_points.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FixedPointsShape, fixed_points as twin } from "../../twins/analysis/fixed_points.ts";

/** Host binding of shaders/analysis/fixed_points.wgsl. */
export function fixedPoints(
  label: string,
  shape: FixedPointsShape,
  buffers: {
    readonly map: string;
    readonly kinked: string;
    readonly first: string;
    readonly work: string;
    readonly marked: string;
  },
): Stage {
  const { map, kinked, first, work, marked } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { map, kinked, first, work, marked },
    workgroups: shape.regions,
  };
}
