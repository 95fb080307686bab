import source from "../../../shaders/spectral/fft_split_points.wgsl";
import type { Buffers, Stage } from "../../plan/program.ts";
import type { FftPointsShape } from "../../twins/spectral/fft_split_points.ts";
import { fft_split_points as twin } from "../../twins/spectral/fft_split_points.ts";
import type { FftBuffers } from "../fft-spec.ts";
import { rotationsOf } from "../fft-tables.ts";

/** Host binding of shaders/spectral/fft_split_points.wgsl; its table is added to `buffers`. */
export function fftSplitPoints(label: string, shape: FftPointsShape, buffers: Buffers, { input, output }: FftBuffers): Stage {
  const { name: rotations, fineBits } = rotationsOf(buffers, 2 * shape.half);
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape, fine_bits: fineBits },
    bindings: { input, rotations, output },
    workgroups: Math.ceil((shape.lines * shape.bins) / 256),
  };
}
