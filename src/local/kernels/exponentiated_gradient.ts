import source from "../../../shaders/local/exponentiated_gradient.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ExponentiatedGradientShape, exponentiated_gradient as twin } from "../../twins/local/exponentiated_gradient.ts";

/** Host binding of shaders/local/exponentiated_gradient.wgsl. */
export function exponentiatedGradient(
  label: string,
  shape: ExponentiatedGradientShape,
  buffers: { readonly gradients: string; readonly weights: string },
): Stage {
  const { gradients, weights } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { gradients, weights },
    workgroups: Math.ceil(shape.count / 64),
  };
}
