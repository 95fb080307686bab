import source from "../../../shaders/spectral/fft_multiply.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FftMultiplyShape, fft_multiply as twin } from "../../twins/spectral/fft_multiply.ts";

/** Host binding of shaders/spectral/fft_multiply.wgsl. */
export function fftMultiply(
  label: string,
  shape: FftMultiplyShape,
  { input, factors, output }: { readonly input: string; readonly factors: string; readonly output: string },
): Stage {
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, factors, output },
    workgroups: Math.ceil((shape.outer * shape.wanted * shape.inner) / 256),
  };
}
