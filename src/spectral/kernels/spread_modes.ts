import source from "../../../shaders/spectral/spread_modes.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SpreadModesShape, spread_modes as twin } from "../../twins/spectral/spread_modes.ts";

/** Host binding of shaders/spectral/spread_modes.wgsl. */
export function spreadModes(
  label: string,
  shape: SpreadModesShape,
  buffers: { readonly filled: string; readonly input: string; readonly bias: string; readonly output: string },
): Stage {
  const { filled, input, bias, output } = buffers;
  const workgroups = Math.ceil((shape.batch * shape.places * shape.channels) / 64);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { filled, input, bias, output }, workgroups };
}
