import source from "../../../shaders/spectral/mode_gradient.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ModeGradientShape, mode_gradient as twin } from "../../twins/spectral/mode_gradient.ts";

/** Host binding of shaders/spectral/mode_gradient.wgsl. */
export function modeGradient(
  label: string,
  shape: ModeGradientShape,
  buffers: { readonly places: string; readonly input: string; readonly grad: string; readonly out: string },
): Stage {
  const { places, input, grad, out } = buffers;
  const tiles = Math.ceil(shape.rows / 16) * Math.ceil(shape.columns / 32);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { places, input, grad, out }, workgroups: shape.modes * tiles };
}
