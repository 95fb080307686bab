import { finite, positive } from "../checks.ts";
import { InputError } from "../errors.ts";
import type { Buffers } from "../plan/program.ts";
import { realBins } from "../spectral/bins.ts";
import { rfft } from "../spectral/fft.ts";
import type { CheckedGrid } from "./grid.ts";
import { preload } from "./preload.ts";
import type { FieldKernel } from "./spec.ts";

/** A kernel as a function of distance. @throws InputError */
function kernelOf(kernel: FieldKernel, place: string): (distance: number) => number {
  switch (kernel?.kind) {
    case "difference_of_gaussians": {
      const { excitation, excitation_width, inhibition, inhibition_width } = kernel;
      const plus = gaussian(finite(excitation, `${place}.excitation`), positive(excitation_width, `${place}.excitation_width`));
      const minus = gaussian(finite(inhibition, `${place}.inhibition`), positive(inhibition_width, `${place}.inhibition_width`));
      return (x) => plus(x) - minus(x);
    }
    case "exponential": {
      const [strength, width] = [finite(kernel.strength, `${place}.strength`), positive(kernel.width, `${place}.width`)];
      return (x) => strength * Math.exp(-x / width);
    }
    default: {
      const { kind } = (kernel ?? {}) as { readonly kind?: unknown };
      throw new InputError(`${place}.kind`, kind, "must be difference_of_gaussians or exponential");
    }
  }
}

const gaussian = (height: number, width: number) => (x: number) => height * Math.exp(-(x * x) / (2 * width * width));

/** A kernel at every place, as seen from the first: distances are the shorter way round. */
function kernelAtPlaces(kernel: FieldKernel, { sizes, spacings, places }: CheckedGrid, place: string): Float64Array {
  const value = kernelOf(kernel, place);
  const wide = sizes[sizes.length - 1];
  return Float64Array.from({ length: places }, (_, p) => {
    const steps = sizes.length === 2 ? [Math.floor(p / wide), p % wide] : [p];
    return value(Math.hypot(...steps.map((n, axis) => Math.min(n, sizes[axis] - n) * spacings[axis])));
  });
}

/** What the spectrum of a field is multiplied with to convolve it: a real number a mode of `rfft`, the cell's length or area included. */
export function kernelSpectrum(kernel: FieldKernel, grid: CheckedGrid, place: string): Float32Array {
  const cell = grid.spacings.reduce((product, spacing) => product * spacing, 1);
  const { sizes } = grid;
  const last = sizes[sizes.length - 1];
  const modes = (grid.places / last) * realBins(last);
  const values = Float32Array.from(kernelAtPlaces(kernel, grid, place));
  const buffers: Buffers = { kernel: { type: "f32", length: values.length, data: values }, spectrum: { type: "f32", length: 2 * modes } };
  preload(buffers, rfft("kernel", { sizes }, buffers, { input: "kernel", output: "spectrum" }));
  const spectrum = buffers.spectrum.data as Float32Array;
  // Even in every axis, so the imaginary parts are rounding.
  const found = Float32Array.from({ length: modes }, (_, k) => cell * spectrum[2 * k]);
  if (!found.every(Number.isFinite)) throw new InputError(place, kernel, "its integral is beyond float32; make it weaker");
  return found;
}
