import source from "../../../shaders/dense/radam.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { AdamShape } from "../../twins/dense/adam.ts";
import { radam as twin } from "../../twins/dense/radam.ts";

/** Host binding of shaders/dense/radam.wgsl. */
export function radam(
  label: string,
  shape: AdamShape,
  buffers: {
    readonly clock: string;
    readonly rates: string;
    readonly parameters: string;
    readonly gradients: string;
    readonly first: string;
    readonly second: string;
  },
): Stage {
  const { clock, rates, parameters, gradients, first, second } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, rates, parameters, gradients, first, second },
    workgroups: Math.ceil(shape.count / 256),
  };
}
