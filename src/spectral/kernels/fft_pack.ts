import source from "../../../shaders/spectral/fft_pack.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FftPackShape, fft_pack as twin } from "../../twins/spectral/fft_pack.ts";
import type { FftBuffers } from "../fft-spec.ts";

/** Host binding of shaders/spectral/fft_pack.wgsl. */
export function fftPack(label: string, shape: FftPackShape, { input, output }: FftBuffers): Stage {
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, output },
    workgroups: Math.ceil((Math.ceil(shape.lines / 2) * shape.points) / 256),
  };
}
