import source from "../../../shaders/dense/cross_entropy_steps.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { CrossEntropyShape } from "../../twins/dense/cross_entropy.ts";
import { cross_entropy_steps as twin } from "../../twins/dense/cross_entropy_steps.ts";
import type { LossBuffers } from "./cross_entropy.ts";

/** Host binding of shaders/dense/cross_entropy_steps.wgsl. */
export function crossEntropySteps(label: string, shape: CrossEntropyShape, buffers: LossBuffers): Stage {
  const { clock, order, labels, outputs, grad_outputs, losses } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, labels, outputs, grad_outputs, losses },
    workgroups: shape.batch,
  };
}
