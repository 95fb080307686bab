import source from "../../../shaders/spectral/fft_join_lines.wgsl";
import type { Stage } from "../../plan/program.ts";
import { fft_join_lines as twin } from "../../twins/spectral/fft_join_lines.ts";
import type { FftLinesShape } from "../../twins/spectral/fft_split_lines.ts";
import type { FftBuffers } from "../fft-spec.ts";

/** Host binding of shaders/spectral/fft_join_lines.wgsl. */
export function fftJoinLines(label: string, shape: FftLinesShape, { input, output }: FftBuffers): Stage {
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, output },
    workgroups: Math.ceil((Math.ceil(shape.lines / 2) * shape.points) / 256),
  };
}
