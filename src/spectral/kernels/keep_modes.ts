import source from "../../../shaders/spectral/keep_modes.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type KeepModesShape, keep_modes as twin } from "../../twins/spectral/keep_modes.ts";

/** Host binding of shaders/spectral/keep_modes.wgsl. */
export function keepModes(
  label: string,
  shape: KeepModesShape,
  buffers: { readonly kept: string; readonly input: string; readonly output: string },
): Stage {
  const { kept, input, output } = buffers;
  const workgroups = Math.ceil((shape.batch * shape.modes * shape.channels) / 64);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { kept, input, output }, workgroups };
}
