/** How different the power spectra of two series are: D_H of Mikhaeil et al. (2022), as in Brenner et al. (2022) and Hess et al. (2023). */
import { positive, whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { type Buffers, scratch } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { realBins } from "../spectral/bins.ts";
import { rowsOf } from "./check.ts";
import { smooth } from "./kernels/smooth.ts";
import { checkSegments, segmentSpectra } from "./segments.ts";

export interface SpectrumDistanceOptions {
  /** Numbers of a point. */
  readonly dims: number;
  /** Standard deviation of the Gaussian that smooths the spectra, in bins; default 20. */
  readonly sigma?: number;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
}

export interface SpectrumDistance {
  /** Mean over the axes, 0 to 1. */
  readonly distance: number;
  /** Hellinger distance along each axis; 1 where the generated series stands still. */
  readonly each: readonly number[];
}

/** The Gaussian ends after so many standard deviations, as scipy.ndimage.gaussian_filter1d has it. */
const TRUNCATE = 4;
const LARGEST_SIGMA = 1e6;

/**
 * D_H: each axis of both series standardised, transformed whole, its power smoothed by a Gaussian and divided by its sum.
 * @param truth points row after row (steps x dims)
 * @param generated as many of them
 * @throws InputError for shapes that do not fit, numbers that are not finite, an axis along which the truth does not move; NoAdapterError
 */
export async function spectrumDistance(
  truth: Float32Array,
  generated: Float32Array,
  options: SpectrumDistanceOptions,
): Promise<SpectrumDistance> {
  refuseOthers("options", options, ["dims", "sigma", "adapter"]);
  const { dims, sigma = 20, adapter = "auto" } = options;
  whole(1, dims, "dims");
  if (positive(sigma, "sigma") > LARGEST_SIGMA) throw new InputError("sigma", sigma, `must be ${LARGEST_SIGMA} or less`);
  const samples = rowsOf(truth, dims, "truth", 2);
  const others = rowsOf(generated, dims, "generated");
  if (others !== samples) throw new InputError("generated", generated, `has ${others} steps, the truth ${samples}; give as many`);
  const still = stillAxes(truth, dims).indexOf(true);
  if (still >= 0) throw new InputError("truth", truth[still], `is the only value along axis ${still}: it has no spectrum`);
  const bins = realBins(samples);
  const executor = await executeProgram(smoothedSpectra(truth, generated, samples, dims, sigma), adapter);
  try {
    await executor.run("spectra");
    const power = await executor.read("smoothed", "f32");
    const standing = stillAxes(generated, dims);
    const each = standing.map((stands, d) => (stands ? 1 : hellinger(power, bins, dims, d)));
    return { distance: each.reduce((sum, value) => sum + value, 0) / dims, each };
  } finally {
    executor.destroy();
  }
}

/** Both series as two segments of one. */
function smoothedSpectra(truth: Float32Array, generated: Float32Array, samples: number, dims: number, sigma: number) {
  const spec = checkSegments("spectra", { samples, channels: dims, segments: 2, window: "boxcar" });
  const bins = realBins(samples);
  const weights = gaussian(sigma);
  const series = new Float32Array(2 * truth.length);
  series.set(truth);
  series.set(generated, truth.length);
  const buffers: Buffers = {
    series: { type: "f32", length: series.length, data: series },
    weights: { type: "f32", length: weights.length, data: weights },
    smoothed: { type: "f32", length: 2 * bins * dims },
  };
  const spectra = scratch(buffers, "analysis spectra", 4 * bins * dims);
  const stages = [
    ...segmentSpectra("spectra", spec, bins, buffers, { input: "series", output: spectra }, true),
    smooth(
      "smooth",
      { segments: 2, bins, channels: dims, reach: weights.length - 1 },
      { weights: "weights", spectra, smoothed: "smoothed" },
    ),
  ];
  return { buffers, sequences: { spectra: stages } };
}

/** Half of a Gaussian that adds up to 1, the middle first. */
function gaussian(sigma: number): Float32Array {
  const half = Float64Array.from({ length: Math.floor(TRUNCATE * sigma + 0.5) + 1 }, (_, k) => Math.exp(-0.5 * (k / sigma) ** 2));
  const sum = half.reduce((all, weight) => all + 2 * weight, -half[0]);
  return Float32Array.from(half, (weight) => weight / sum);
}

/** Whether a series has one value only, along each axis. */
function stillAxes(series: Float32Array, dims: number): boolean[] {
  return Array.from({ length: dims }, (_, d) => series.every((value, i) => i % dims !== d || value === series[d]));
}

/** Distance of the two spectra (2 x bins x dims) along one axis. */
function hellinger(power: Float32Array, bins: number, dims: number, axis: number): number {
  const spectrum = (which: number) => Float64Array.from({ length: bins }, (_, bin) => power[(which * bins + bin) * dims + axis]);
  const [p, q] = [spectrum(0), spectrum(1)].map((values) => {
    const sum = values.reduce((all, value) => all + value, 0);
    return values.map((value) => Math.sqrt(value / sum));
  });
  // Not 1 less the sum of the products, of which nothing would be left for spectra that are alike.
  return Math.sqrt(0.5 * p.reduce((sum, root, bin) => sum + (root - q[bin]) ** 2, 0));
}
