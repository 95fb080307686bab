import source from "../../../shaders/spectral/fft_split_lines.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FftLinesShape, fftSplitLines as twin } from "../../twins/spectral/fft_split_lines.ts";

/** Host binding of shaders/spectral/fft_split_lines.wgsl. */
export function fftSplitLines(
  label: string,
  shape: FftLinesShape,
  { input, output }: { readonly input: string; readonly output: string },
): Stage {
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, output },
    workgroups: Math.ceil((shape.lines * shape.bins) / 256),
  };
}
