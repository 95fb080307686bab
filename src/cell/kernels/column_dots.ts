import source from "../../../shaders/cell/column_dots.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ColumnDotsShape, column_dots as twin } from "../../twins/cell/column_dots.ts";

/** Host binding of shaders/cell/column_dots.wgsl. */
export function columnDots(
  label: string,
  shape: ColumnDotsShape,
  buffers: {
    readonly left: string;
    readonly right: string;
    readonly out: string;
  },
): Stage {
  const { left, right, out } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { left, right, out },
    workgroups: Math.ceil(shape.columns / 16),
  };
}
