import source from "../../../shaders/dense/cross_entropy.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CrossEntropyShape, cross_entropy as twin } from "../../twins/dense/cross_entropy.ts";

/** What every loss reads, and what it writes. */
export interface LossBuffers {
  readonly clock: string;
  readonly order: string;
  readonly labels: string;
  readonly outputs: string;
  readonly grad_outputs: string;
  readonly losses: string;
}

/** Host binding of shaders/dense/cross_entropy.wgsl. */
export function crossEntropy(label: string, shape: CrossEntropyShape, buffers: LossBuffers): Stage {
  const { clock, order, labels, outputs, grad_outputs, losses } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, labels, outputs, grad_outputs, losses },
    workgroups: shape.batch,
  };
}
