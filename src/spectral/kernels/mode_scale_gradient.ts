import source from "../../../shaders/spectral/mode_scale_gradient.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ModeScaleGradientShape, mode_scale_gradient as twin } from "../../twins/spectral/mode_scale_gradient.ts";

/** Host binding of shaders/spectral/mode_scale_gradient.wgsl. */
export function modeScaleGradient(
  label: string,
  shape: ModeScaleGradientShape,
  buffers: { readonly places: string; readonly input: string; readonly grad: string; readonly out: string },
): Stage {
  const { places, input, grad, out } = buffers;
  const workgroups = Math.ceil((shape.modes * shape.channels) / 64);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { places, input, grad, out }, workgroups };
}
