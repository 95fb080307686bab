import source from "../../../shaders/spectral/mode_scale.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ModeScaleShape, mode_scale as twin } from "../../twins/spectral/mode_scale.ts";

/** Host binding of shaders/spectral/mode_scale.wgsl. */
export function modeScale(
  label: string,
  shape: ModeScaleShape,
  buffers: { readonly places: string; readonly input: string; readonly weights: string; readonly output: string },
): Stage {
  const { places, input, weights, output } = buffers;
  const workgroups = Math.ceil((shape.batch * shape.modes * shape.channels) / 64);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { places, input, weights, output }, workgroups };
}
