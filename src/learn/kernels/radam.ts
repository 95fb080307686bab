import source from "../../../shaders/dense/radam.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { AdamShape } from "../../twins/dense/adam.ts";
import { radam as twin } from "../../twins/dense/radam.ts";
import type { AdamBuffers } from "./adam.ts";

/** Host binding of shaders/dense/radam.wgsl. */
export function radam(label: string, shape: AdamShape, buffers: AdamBuffers): Stage {
  const { clock, rates, parameters, gradients, first, second } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, rates, parameters, gradients, first, second },
    workgroups: Math.ceil(shape.count / 256),
  };
}
