import source from "../../../shaders/spectral/fft_pack.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FftPackShape, fftPack as twin } from "../../twins/spectral/fft_pack.ts";

/** Host binding of shaders/spectral/fft_pack.wgsl. */
export function fftPack(label: string, shape: FftPackShape, { input, output }: { readonly input: string; readonly output: string }): Stage {
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, output },
    workgroups: Math.ceil((Math.ceil(shape.lines / 2) * shape.points) / 256),
  };
}
