import source from "../../../shaders/dense/cross_entropy.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CrossEntropyShape, cross_entropy as twin } from "../../twins/dense/cross_entropy.ts";

/** Host binding of shaders/dense/cross_entropy.wgsl. */
export function crossEntropy(
  label: string,
  shape: CrossEntropyShape,
  buffers: {
    readonly clock: string;
    readonly order: string;
    readonly labels: string;
    readonly outputs: string;
    readonly grad_outputs: string;
    readonly losses: string;
    readonly hits: string;
  },
): Stage {
  const { clock, order, labels, outputs, grad_outputs, losses, hits } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, labels, outputs, grad_outputs, losses, hits },
    workgroups: Math.ceil(shape.batch / 64),
  };
}
