import source from "../../../shaders/spectral/fft_split_lines.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FftLinesShape, fft_split_lines as twin } from "../../twins/spectral/fft_split_lines.ts";
import type { FftBuffers } from "../fft-spec.ts";

/** Host binding of shaders/spectral/fft_split_lines.wgsl. */
export function fftSplitLines(label: string, shape: FftLinesShape, { input, output }: FftBuffers): Stage {
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, output },
    workgroups: Math.ceil((shape.lines * shape.bins) / 256),
  };
}
