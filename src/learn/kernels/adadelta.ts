import source from "../../../shaders/dense/adadelta.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type AdadeltaShape, adadelta as twin } from "../../twins/dense/adadelta.ts";

/** Host binding of shaders/dense/adadelta.wgsl. */
export function adadelta(
  label: string,
  shape: AdadeltaShape,
  buffers: {
    readonly clock: string;
    readonly rates: string;
    readonly parameters: string;
    readonly gradients: string;
    readonly squares: string;
    readonly changes: string;
  },
): Stage {
  const { clock, rates, parameters, gradients, squares, changes } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, rates, parameters, gradients, squares, changes },
    workgroups: Math.ceil(shape.count / 256),
  };
}
