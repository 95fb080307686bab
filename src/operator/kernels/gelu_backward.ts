import source from "../../../shaders/dense/gelu_backward.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { GeluShape } from "../../twins/dense/gelu.ts";
import { gelu_backward as twin } from "../../twins/dense/gelu_backward.ts";

/** Host binding of shaders/dense/gelu_backward.wgsl. */
export function geluBackward(
  label: string,
  shape: GeluShape,
  buffers: { readonly inputs: string; readonly grad_outputs: string; readonly grad_inputs: string },
): Stage {
  const { inputs, grad_outputs, grad_inputs } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { inputs, grad_outputs, grad_inputs },
    workgroups: Math.ceil(shape.count / 64),
  };
}
