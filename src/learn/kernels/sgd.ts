import source from "../../../shaders/dense/sgd.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SgdShape, sgd as twin } from "../../twins/dense/sgd.ts";

/** Host binding of shaders/dense/sgd.wgsl. */
export function sgd(
  label: string,
  shape: SgdShape,
  buffers: {
    readonly clock: string;
    readonly rates: string;
    readonly parameters: string;
    readonly gradients: string;
    readonly velocity: string;
  },
): Stage {
  const { clock, rates, parameters, gradients, velocity } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, rates, parameters, gradients, velocity },
    workgroups: Math.ceil(shape.count / 256),
  };
}
