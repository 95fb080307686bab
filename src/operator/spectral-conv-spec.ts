/** A spectral convolution as data, and what its numbers mean for a field of some size. */
import { InputError } from "../errors.ts";
import { realBins } from "../spectral/bins.ts";
import { keptFrequencies, type TruncatedAxis } from "../spectral/truncated-matrices.ts";

/**
 * Spectral convolution of real fields along 1 to 3 axes, as neuraloperator 2.0's `SpectralConv` (dense weights, fft_norm "forward",
 * enforce_hermitian_symmetry): each kept mode's channels are multiplied by complex weights of that mode's own, all other modes become 0.
 */
export interface SpectralConvSpec {
  readonly in_channels: number;
  readonly out_channels: number;
  /**
   * Modes kept along each axis, the slowest axis first: m of the last give frequencies 0 to floor(m/2); m of another those around 0, from
   * -floor(m/2) on. neuraloperator silently keeps fewer of a field that has fewer; here that is refused: name the fewer, and those that the
   * weights are for in `max_n_modes`, which gives the same numbers.
   */
  readonly n_modes: readonly number[];
  /**
   * Modes the weights are for, at least those kept; the last entry counts frequencies, so that floor(m/2) + 1 in place of m. Default: those of
   * `n_modes`. Of an axis with more the middle part is used, from floor((max - kept)/2) on, which, where max is even and kept
   * odd, begins one mode too low (as in neuraloperator 2.0); of the last axis the first.
   */
  readonly max_n_modes?: readonly number[];
  /** Whether a number is added to each channel; default true. */
  readonly bias?: boolean;
  /** Whether each channel has weights for itself alone: then in_channels = out_channels. Default false. */
  readonly separable?: boolean;
  /**
   * Points that come out for each that goes in, along all axes or along each; halves of points are rounded to even. As in neuraloperator 2.0
   * zeros are put behind the spectrum of an axis in the order of the FFT, or its end is cut off: along all but the last axis negative
   * frequencies then become others, or are lost. Default 1.
   */
  readonly resolution_scaling_factor?: number | readonly number[];
  /** Points that come out along each axis, in place of `resolution_scaling_factor` (neuraloperator's `output_shape`). */
  readonly output_sizes?: readonly number[];
}

/** What a spectral convolution does with fields of a size. */
interface SpectralConvPlan {
  readonly axes: readonly TruncatedAxis[];
  /** Of what comes out. */
  readonly outSizes: readonly number[];
  /** Modes of the weights along each axis, and of these for each kept mode which. */
  readonly weightModes: readonly number[];
  readonly places: Uint32Array;
}

export const spectralConvKeys: Readonly<Record<keyof SpectralConvSpec, true>> = {
  ...{ in_channels: true, out_channels: true, n_modes: true, max_n_modes: true, bias: true, separable: true },
  ...{ resolution_scaling_factor: true, output_sizes: true },
};

function whole(place: string, value: number): number {
  if (!(Number.isSafeInteger(value) && value >= 1)) throw new InputError(place, value, "a whole number of 1 or more");
  return value;
}

function wholes(place: string, values: readonly number[], axes: number): readonly number[] {
  if (!Array.isArray(values) || values.length !== axes)
    throw new InputError(place, values, `the field has ${axes === 1 ? "1 axis" : `${axes} axes`}; give a number for each`);
  return values.map((value, d) => whole(`${place}[${d}]`, value));
}

/** Modes that the weights of a convolution are for, along each axis. @throws InputError naming `place` */
export function weightModesOf(spec: SpectralConvSpec, place: string): readonly number[] {
  const axes = spec.n_modes.length;
  if (!(axes >= 1 && axes <= 3)) throw new InputError(`${place}.n_modes`, spec.n_modes, "a number for each of 1 to 3 axes");
  const bins = keptModes(wholes(`${place}.n_modes`, spec.n_modes, axes));
  const most = wholes(`${place}.max_n_modes`, spec.max_n_modes ?? bins, axes);
  const few = most.findIndex((max, d) => max < bins[d]);
  if (few >= 0)
    throw new InputError(
      `${place}.max_n_modes[${few}]`,
      most[few],
      `n_modes keeps ${bins[few]} modes along this axis; give as many or more`,
    );
  whole(`${place}.in_channels`, spec.in_channels);
  whole(`${place}.out_channels`, spec.out_channels);
  if (spec.separable && spec.in_channels !== spec.out_channels)
    throw new InputError(
      `${place}.out_channels`,
      spec.out_channels,
      `a separable convolution gives the ${spec.in_channels} channels it takes`,
    );
  return most;
}

/** Modes kept along each axis. */
function keptModes(n_modes: readonly number[]): readonly number[] {
  return n_modes.map((m, d) => (d === n_modes.length - 1 ? realBins(m) : m));
}

/** @throws InputError naming `place` for fields of other axes, more modes than they have, and sizes that are none */
export function planSpectralConv(spec: SpectralConvSpec, sizes: readonly number[], place: string): SpectralConvPlan {
  const weightModes = weightModesOf(spec, place);
  const axes = wholes(`${place}.n_modes`, spec.n_modes, sizes.length).length;
  const bins = keptModes(spec.n_modes);
  sizes.forEach((points, d) => {
    const has = d === axes - 1 ? realBins(points) : points;
    if (bins[d] > has)
      throw new InputError(
        `${place}.n_modes[${d}]`,
        spec.n_modes[d],
        `${points} points along this axis allow ${points}; give as many or fewer, with max_n_modes ${JSON.stringify(weightModes)} where the weights are for more`,
      );
  });
  const outSizes = outSizesOf(spec, sizes, place);
  return {
    axes: sizes.map((points, d) => ({ points, out: outSizes[d], frequencies: keptFrequencies(bins[d], d === axes - 1) })),
    outSizes,
    weightModes,
    places: weightPlaces(bins, weightModes),
  };
}

function outSizesOf(spec: SpectralConvSpec, sizes: readonly number[], place: string): readonly number[] {
  const { output_sizes, resolution_scaling_factor: factor = 1 } = spec;
  if (output_sizes !== undefined && spec.resolution_scaling_factor !== undefined)
    throw new InputError(`${place}.output_sizes`, output_sizes, "leave out resolution_scaling_factor; one of them says it all");
  if (output_sizes !== undefined) return wholes(`${place}.output_sizes`, output_sizes, sizes.length);
  const factors = typeof factor === "number" ? sizes.map(() => factor) : factor;
  const remedy = "a finite number above 0 for each axis, that leaves it a point";
  if (factors.length !== sizes.length) throw new InputError(`${place}.resolution_scaling_factor`, factor, remedy);
  return sizes.map((points, d) => {
    const out = roundedToEven(points * factors[d]);
    if (!(Number.isSafeInteger(out) && out >= 1)) throw new InputError(`${place}.resolution_scaling_factor`, factor, remedy);
    return out;
  });
}

/** As Python rounds. */
export function roundedToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** For each kept mode, the last axis the fastest, its place among the weights' modes. */
function weightPlaces(bins: readonly number[], weightModes: readonly number[]): Uint32Array {
  let places = [0];
  bins.forEach((kept, d) => {
    const max = weightModes[d];
    const first = d === bins.length - 1 ? 0 : Math.floor((max - kept) / 2);
    places = places.flatMap((place) => Array.from({ length: kept }, (_, k) => place * max + first + k));
  });
  return Uint32Array.from(places);
}
