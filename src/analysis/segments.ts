/** Segments of a series, windowed and transformed: what spectra are averaged over (Welch 1967). */
import { whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { type Buffers, type ProgramExecutor, type Stage, scratch, table } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { rfft } from "../spectral/fft.ts";
import { rowsOf } from "./check.ts";
import { segment } from "./kernels/segment.ts";

export type WindowName = "hann" | "boxcar";
/** Of a spectrum: power a unit of frequency, or power. As scipy.signal has them. */
export type Scaling = "density" | "spectrum";

/** How a series is cut. One push takes (segments - 1) * hop + samples rows of the series. */
export interface SegmentSpec {
  /** Of a segment: n samples, n / 2 + 1 bins; bin k has the frequency k / (n dt). */
  readonly samples: number;
  readonly channels: number;
  /** Of a push; default 1. */
  readonly segments?: number;
  /** Samples from one segment to the next; default: `samples`, no overlap. */
  readonly hop?: number;
  /** Default "hann", the periodic one. */
  readonly window?: WindowName;
  /** Takes the mean of each segment from it; default true. */
  readonly detrend?: boolean;
}

/** What a series may be cut by: it is pushed segment by segment. */
export const SEGMENT_KEYS = ["samples", "channels", "hop", "window", "detrend"] as const;

/** Numbers that a buffer may hold. */
const MOST = 2 ** 30;

/** @throws InputError for the first thing of it that is none */
export function checkSegments(label: string, spec: SegmentSpec): Required<SegmentSpec> {
  const { samples, channels, segments = 1, hop = samples, window = "hann", detrend = true } = spec;
  whole(2, samples, `${label}.samples`);
  whole(1, channels, `${label}.channels`);
  whole(1, segments, `${label}.segments`);
  whole(1, hop, `${label}.hop`);
  if (window !== "hann" && window !== "boxcar") throw new InputError(`${label}.window`, window, "give one of hann, boxcar");
  if (typeof detrend !== "boolean") throw new InputError(`${label}.detrend`, detrend, "must be true or false");
  if (2 * segments * samples * channels > MOST)
    throw new InputError(
      `${label}.segments`,
      segments,
      `are ${2 * segments * samples * channels} numbers; ${MOST} at most: push fewer at once`,
    );
  return { samples, channels, segments, hop, window, detrend };
}

/** What spectra of a whole series need beside the segments. */
export interface SeriesOptions {
  /** Time between two samples. */
  readonly dt: number;
  /** Default "density". */
  readonly scaling?: Scaling;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
}

/**
 * Runs the sequence "push" once for each segment of a series, written to the buffer "series"; what does not fill a segment at the end is left out, as
 * scipy does.
 * @param spec of one segment a push
 * @param read what is made of the sums
 * @throws InputError for a series that is none
 */
export async function overSegments<T>(
  series: Float32Array,
  { samples, channels, hop }: Required<SegmentSpec>,
  push: readonly Stage[],
  buffers: Buffers,
  adapter: AdapterChoice | undefined,
  read: (executor: ProgramExecutor) => Promise<T>,
): Promise<T> {
  const rows = rowsOf(series, channels, "series", samples);
  buffers.series = { type: "f32", length: samples * channels };
  const executor = await executeProgram({ buffers, sequences: { push } }, adapter ?? "auto");
  try {
    for (let from = 0; from + samples <= rows; from += hop) {
      executor.write("series", series.subarray(from * channels, (from + samples) * channels));
      await executor.run("push");
    }
    return await read(executor);
  } finally {
    executor.destroy();
  }
}

/** The window, one a sample. */
function windowOf({ samples, window = "hann" }: SegmentSpec): Float32Array {
  if (window === "boxcar") return new Float32Array(samples).fill(1);
  return Float32Array.from({ length: samples }, (_, t) => 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / samples));
}

/** What a sum of |X|^2 over segments is multiplied by. @param dt time between two samples */
export function scaleOf(spec: SegmentSpec, dt: number, scaling: Scaling, segments: number): number {
  if (scaling !== "density" && scaling !== "spectrum") throw new InputError("scaling", scaling, "give one of density, spectrum");
  const window = windowOf(spec);
  const sum = window.reduce((a, w) => a + w, 0);
  const squares = window.reduce((a, w) => a + w * w, 0);
  return (scaling === "density" ? dt / squares : 1 / sum ** 2) / segments;
}

interface SpectraIo {
  /** f32 (rows x channels); see `SegmentSpec`. */
  readonly input: string;
  /** f32 (segments x bins x channels x 2). */
  readonly output: string;
}

/** Spectra of the segments of a push, up to bin `bins` - 1. @param standardised also over each segment's standard deviation */
export function segmentSpectra(
  label: string,
  spec: Required<SegmentSpec>,
  bins: number,
  buffers: Buffers,
  { input, output }: SpectraIo,
  standardised = false,
): Stage[] {
  const { samples, channels, segments, hop, window: name, detrend } = spec;
  const window = table(buffers, `analysis window ${name} ${samples}`, () => windowOf(spec));
  const cut = scratch(buffers, "analysis segments", segments * samples * channels);
  const shape = { samples, channels, segments, hop, centred: Number(detrend), standardised: Number(standardised) };
  return [
    segment(`${label}: segments`, shape, { input, window, output: cut }),
    ...rfft(`${label}: transform`, { sizes: [samples], batch: segments, inner: channels, bins }, buffers, { input: cut, output }),
  ];
}
