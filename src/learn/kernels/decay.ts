import source from "../../../shaders/dense/decay.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type DecayShape, decay as twin } from "../../twins/dense/decay.ts";

/** Host binding of shaders/dense/decay.wgsl. */
export function decay(
  label: string,
  shape: DecayShape,
  buffers: {
    readonly parameters: string;
    readonly gradients: string;
  },
): Stage {
  const { parameters, gradients } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { parameters, gradients },
    workgroups: Math.ceil(shape.count / 256),
  };
}
