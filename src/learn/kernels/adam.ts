import source from "../../../shaders/dense/adam.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type AdamShape, adam as twin } from "../../twins/dense/adam.ts";

/** What Adam and RAdam read and write. */
export interface AdamBuffers {
  readonly clock: string;
  readonly rates: string;
  readonly parameters: string;
  readonly gradients: string;
  readonly first: string;
  readonly second: string;
}

/** Host binding of shaders/dense/adam.wgsl. */
export function adam(label: string, shape: AdamShape, buffers: AdamBuffers): Stage {
  const { clock, rates, parameters, gradients, first, second } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, rates, parameters, gradients, first, second },
    workgroups: Math.ceil(shape.count / 256),
  };
}
