import source from "../../../shaders/spectral/fft_unpack.wgsl";
import type { Stage } from "../../plan/program.ts";
import type { FftPackShape } from "../../twins/spectral/fft_pack.ts";
import { fft_unpack as twin } from "../../twins/spectral/fft_unpack.ts";
import type { FftBuffers } from "../fft-spec.ts";

/** Host binding of shaders/spectral/fft_unpack.wgsl. */
export function fftUnpack(label: string, shape: FftPackShape, { input, output }: FftBuffers): Stage {
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, output },
    workgroups: Math.ceil((shape.lines * shape.points) / 256),
  };
}
