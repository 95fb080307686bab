import source from "../../../shaders/dense/rmsprop.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type RmspropShape, rmsprop as twin } from "../../twins/dense/rmsprop.ts";

/** Host binding of shaders/dense/rmsprop.wgsl. */
export function rmsprop(
  label: string,
  shape: RmspropShape,
  buffers: {
    readonly clock: string;
    readonly rates: string;
    readonly parameters: string;
    readonly gradients: string;
    readonly squares: string;
  },
): Stage {
  const { clock, rates, parameters, gradients, squares } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, rates, parameters, gradients, squares },
    workgroups: Math.ceil(shape.count / 256),
  };
}
