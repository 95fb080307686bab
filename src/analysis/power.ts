/** Power spectra of many channels by Welch's method. */
import { positive } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { type Buffers, type ProgramExecutor, type Stage, scratch } from "../plan/program.ts";
import { realBins } from "../spectral/bins.ts";
import { power } from "./kernels/power.ts";
import {
  checkSegments,
  overSegments,
  type Scaling,
  SEGMENT_KEYS,
  type SegmentSpec,
  type SeriesOptions,
  scaleOf,
  segmentSpectra,
} from "./segments.ts";

/** Names of buffers of a program. */
export interface PowerNames {
  /** f32 (bins x channels): sums of |X|^2 over the segments. */
  readonly sums: string;
  /** u32: segments so far. */
  readonly counts: string;
}

export interface PowerSpectrum {
  /** Of each bin, 1 / the unit of dt. */
  readonly frequencies: Float64Array;
  /** Bins x channels, one-sided: what lies at negative frequencies is added. */
  readonly power: Float64Array;
  /** Segments that were averaged. */
  readonly segments: number;
}

/**
 * Stages that take one push of segments out of `input` (f32, rows x channels; see SegmentSpec) and add their power to the sums.
 * @param name first part of the names of buffers
 * @throws InputError for a spec that is none
 */
export function powerSpectrumStages(
  label: string,
  spec: SegmentSpec,
  name: string,
  buffers: Buffers,
  { input }: { readonly input: string },
): { readonly push: readonly Stage[]; readonly names: PowerNames } {
  const checked = checkSegments(label, spec);
  const { channels, segments } = checked;
  const bins = realBins(spec.samples);
  const names = { sums: `${name} power`, counts: `${name} segments` };
  buffers[names.sums] = { type: "f32", length: bins * channels };
  buffers[names.counts] = { type: "u32", length: 1 };
  const spectra = scratch(buffers, "analysis spectra", 2 * segments * bins * channels);
  return {
    push: [
      ...segmentSpectra(label, checked, bins, buffers, { input, output: spectra }),
      power(`${label}: power`, { segments, each: bins * channels }, { spectra, ...names }),
    ],
    names,
  };
}

/** The mean over all segments so far. @param dt time between two samples @param scaling default "density" @throws InputError before the first segment */
export async function readPowerSpectrum(
  executor: ProgramExecutor,
  spec: SegmentSpec,
  names: PowerNames,
  { dt, scaling = "density" }: { readonly dt: number; readonly scaling?: Scaling },
): Promise<PowerSpectrum> {
  positive(dt, "dt");
  const [segments] = await executor.read(names.counts, "u32");
  if (segments === 0) throw new InputError("power spectrum", "0 segments", "nothing was pushed yet");
  const scale = scaleOf(spec, dt, scaling, segments);
  const { samples, channels } = spec;
  // Bin 0 has no partner, and neither has the last one of an even number of samples.
  const doubled = (bin: number) => (bin === 0 || 2 * bin === samples ? 1 : 2);
  const sums = await executor.read(names.sums, "f32");
  return {
    frequencies: Float64Array.from({ length: realBins(samples) }, (_, bin) => bin / (samples * dt)),
    power: Float64Array.from(sums, (sum, i) => doubled(Math.floor(i / channels)) * scale * sum),
    segments,
  };
}

export interface PowerOptions extends Omit<SegmentSpec, "segments">, SeriesOptions {}

/** Power spectra of a series (time x channels), as scipy.signal.welch has them: what does not fill a segment at the end is left out. @throws InputError */
export async function powerSpectrum(series: Float32Array, options: PowerOptions): Promise<PowerSpectrum> {
  refuseOthers("options", options, [...SEGMENT_KEYS, "dt", "scaling", "adapter"]);
  const { dt, scaling, adapter, ...spec } = options;
  const buffers: Buffers = {};
  const { push, names } = powerSpectrumStages("powerSpectrum", spec, "power", buffers, { input: "series" });
  const checked = checkSegments("powerSpectrum", spec);
  return overSegments(series, checked, push, buffers, adapter, (executor) => readPowerSpectrum(executor, spec, names, { dt, scaling }));
}
