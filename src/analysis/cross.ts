/** Cross-spectra of many channels at chosen frequencies, added up on the device segment after segment. */
import { positive, whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { matmul } from "../learn/kernels/matmul.ts";
import { refuseOthers } from "../network/names.ts";
import { type Buffers, type ProgramExecutor, type Stage, scratch } from "../plan/program.ts";
import { planes } from "./kernels/planes.ts";
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

export interface CrossSpec extends SegmentSpec {
  /** Bins that are wanted, of 0 to samples / 2. */
  readonly bins: readonly number[];
}

/** Names of buffers of a program. */
export interface CrossNames {
  /** f32 (bins x channels x channels): sums over the segments. */
  readonly real: string;
  readonly imaginary: string;
  /** u32: segments so far. */
  readonly counts: string;
}

/** A complex matrix, row after row. */
export interface ComplexMatrix {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export interface CrossSpectra {
  /** Of each chosen bin, 1 / the unit of dt. */
  readonly frequencies: readonly number[];
  /** Segments that were averaged. */
  readonly segments: number;
  /** C_ij = mean over the segments of X_i X_j^* (channels x channels) at the f-th chosen bin, two-sided: nothing is doubled. */
  at(f: number): ComplexMatrix;
}

const LARGEST_BUFFER = 2 ** 30;

/**
 * Stages that take one push of segments out of `input` (f32, rows x channels; see SegmentSpec) and add X X^* of each to the sums.
 * @param name first part of the names of buffers
 * @throws InputError for a spec that is none
 */
export function crossSpectraStages(
  label: string,
  spec: CrossSpec,
  name: string,
  buffers: Buffers,
  { input }: { readonly input: string },
): { readonly push: readonly Stage[]; readonly names: CrossNames } {
  const checked = checkSegments(label, spec);
  const bins = checkBins(label, spec);
  const { channels, segments } = checked;
  const upTo = Math.max(...bins) + 1;
  const each = bins.length * channels ** 2;
  if (each > LARGEST_BUFFER)
    throw new InputError(`${label}.bins`, bins, `of ${channels} channels are ${each} numbers; ${LARGEST_BUFFER} at most`);
  const names = { real: `${name} real`, imaginary: `${name} imaginary`, counts: `${name} segments` };
  buffers[names.real] = { type: "f32", length: each };
  buffers[names.imaginary] = { type: "f32", length: each };
  buffers[names.counts] = { type: "u32", length: 1 };
  buffers[`${name} bins`] = { type: "u32", length: bins.length, data: Uint32Array.from(bins) };
  const spectra = scratch(buffers, "analysis spectra", 2 * segments * upTo * channels);
  const straight = scratch(buffers, "analysis straight", 2 * bins.length * segments * channels);
  const turned = scratch(buffers, "analysis turned", 2 * bins.length * segments * channels);
  const sides = { which: `${name} bins`, spectra, straight, turned, counts: names.counts };
  const product = (part: string, left: string, out: string) =>
    matmul(`${label}: ${part}`, productShape(bins.length, channels, 2 * segments), { left, right: straight, out });
  return {
    push: [
      ...segmentSpectra(label, checked, upTo, buffers, { input, output: spectra }),
      planes(`${label}: chosen bins`, { segments, bins: upTo, channels, chosen: bins.length }, sides),
      product("real part", straight, names.real),
      product("imaginary part", turned, names.imaginary),
    ],
    names,
  };
}

/** A turned side times another, added to what is there: one product a bin. */
function productShape(matrices: number, channels: number, depth: number) {
  return {
    ...{ rows: channels, columns: channels, depth, turned: 1, accumulate: 1 },
    ...{ matrices, left_step: depth * channels, right_step: depth * channels, out_step: channels ** 2 },
  };
}

/**
 * The mean over all segments so far.
 * @param dt time between two samples
 * @param scaling default "density"
 * @throws InputError before the first segment
 */
export async function readCrossSpectra(
  executor: ProgramExecutor,
  spec: CrossSpec,
  names: CrossNames,
  { dt, scaling = "density" }: { readonly dt: number; readonly scaling?: Scaling },
): Promise<CrossSpectra> {
  positive(dt, "dt");
  const [segments] = await executor.read(names.counts, "u32");
  if (segments === 0) throw new InputError("cross-spectra", "0 segments", "nothing was pushed yet");
  const scale = scaleOf(spec, dt, scaling, segments);
  const [real, imaginary] = [await executor.read(names.real, "f32"), await executor.read(names.imaginary, "f32")];
  const size = spec.channels ** 2;
  const part = (from: Float32Array, f: number) => Float64Array.from(from.subarray(f * size, (f + 1) * size), (value) => scale * value);
  return {
    frequencies: spec.bins.map((bin) => bin / (spec.samples * dt)),
    segments,
    at(f) {
      if (!Number.isInteger(f) || !(f in spec.bins)) throw new InputError("f", f, `there are ${spec.bins.length} frequencies, from 0 on`);
      return { re: part(real, f), im: part(imaginary, f) };
    },
  };
}

/** Forgets all segments so far. */
export function restartCrossSpectra(executor: ProgramExecutor, spec: CrossSpec, names: CrossNames): void {
  const zeros = new Float32Array(spec.bins.length * spec.channels ** 2);
  executor.write(names.real, zeros);
  executor.write(names.imaginary, zeros);
  executor.write(names.counts, new Uint32Array(1));
}

export interface CrossOptions extends Omit<CrossSpec, "segments">, SeriesOptions {}

/** Cross-spectra of a series (time x channels); what does not fill a segment at its end is left out, as scipy does. @throws InputError */
export async function crossSpectra(series: Float32Array, options: CrossOptions): Promise<CrossSpectra> {
  refuseOthers("options", options, [...SEGMENT_KEYS, "bins", "dt", "scaling", "adapter"]);
  const { dt, scaling, adapter, ...spec } = options;
  const buffers: Buffers = {};
  const { push, names } = crossSpectraStages("crossSpectra", spec, "cross", buffers, { input: "series" });
  const checked = checkSegments("crossSpectra", spec);
  return overSegments(series, checked, push, buffers, adapter, (executor) => readCrossSpectra(executor, spec, names, { dt, scaling }));
}

function checkBins(label: string, { bins, samples }: CrossSpec): readonly number[] {
  if (!Array.isArray(bins) || bins.length === 0) throw new InputError(`${label}.bins`, bins, "give a list of bins");
  for (const [i, bin] of bins.entries()) {
    whole(0, bin, `${label}.bins[${i}]`);
    if (bin > samples / 2)
      throw new InputError(`${label}.bins[${i}]`, bin, `${samples} samples have the bins 0 to ${Math.floor(samples / 2)}`);
  }
  return bins;
}
