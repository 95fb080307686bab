import source from "../../../shaders/dense/squared_error.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SquaredErrorShape, squared_error as twin } from "../../twins/dense/squared_error.ts";
import type { LossBuffers } from "./cross_entropy.ts";

/** Host binding of shaders/dense/squared_error.wgsl. */
export function squaredError(label: string, shape: SquaredErrorShape, buffers: LossBuffers): Stage {
  const { clock, order, labels, outputs, grad_outputs, losses } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, labels, outputs, grad_outputs, losses },
    workgroups: shape.batch,
  };
}
