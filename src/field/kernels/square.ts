import source from "../../../shaders/field/square.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SquareShape, square as twin } from "../../twins/field/square.ts";

/** Host binding of shaders/field/square.wgsl. */
export function square(label: string, shape: SquareShape, buffers: { readonly values: string; readonly squares: string }): Stage {
  const { values, squares } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { values, squares },
    workgroups: Math.ceil(shape.count / 64),
  };
}
