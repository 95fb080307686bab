/**
 * Truncated transforms as pruned FFTs: of the last axis only the kept bins are stored or read, other axes are transformed at these alone, and the
 * kept modes are copied out of what is left, or into zeros. For as many points back as forth.
 */
import { addSlices } from "../learn/kernels/add_slices.ts";
import { type Buffers, type Stage, scratch, table } from "../plan/program.ts";
import { irfft, rfft } from "../spectral/fft.ts";
import type { Norm } from "../spectral/fft-spec.ts";
import { keepModes } from "../spectral/kernels/keep_modes.ts";
import { spreadModes } from "../spectral/kernels/spread_modes.ts";
import type { TruncatedAxis } from "../spectral/truncated-matrices.ts";
import type { KeepModesShape } from "../twins/spectral/keep_modes.ts";
import type { Ends, TruncatedSize, TruncatedTransforms } from "./truncated-transforms.ts";

/** @param binsOf bins of the last axis that are stored and read: all that are kept, or more */
export function throughFft(binsOf: (last: TruncatedAxis) => number): TruncatedTransforms {
  const spectrum = (size: TruncatedSize) => spectrumOf(size, binsOf(size.axes[size.axes.length - 1]));
  return {
    toModes: (label, size, buffers, ends) => keep(label, spectrum(size), buffers, ends, "forward", 1),
    // Of a real field's sum a bin and its mirror image are two terms, of a bin's gradient it alone is one.
    toModesAdjoint: (label, size, buffers, ends) => spread(label, spectrum(size), buffers, ends, "backward", 0.5),
    fromModes: (label, size, buffers, ends) => spread(label, spectrum(size), buffers, ends, "forward", 1),
    fromModesAdjoint: (label, size, buffers, ends) => keep(label, spectrum(size), buffers, ends, "backward", 2),
  };
}

export const prunedFft: TruncatedTransforms = throughFft(({ frequencies }) => frequencies.length);

/** A field's spectrum, of which some bins of the last axis are there. */
interface Spectrum {
  readonly size: TruncatedSize;
  readonly sizes: readonly number[];
  /** The place of each mode. */
  readonly modes: readonly number[];
  readonly shape: Omit<KeepModesShape, "interior">;
}

function spectrumOf(size: TruncatedSize, bins: number): Spectrum {
  const { batch, channels, axes } = size;
  const sizes = axes.map(({ points }) => points);
  const last = axes.length - 1;
  let modes = [0];
  axes.forEach(({ points, frequencies }, d) => {
    const along = d === last ? bins : points;
    modes = modes.flatMap((place) => frequencies.map((f) => place * along + (f < 0 ? f + points : f)));
  });
  const places = sizes.slice(0, last).reduce((all, n) => all * n, bins);
  return { size, sizes, modes, shape: { batch, places, bins, points: sizes[last], modes: modes.length, channels } };
}

/** Names a table of a spectrum's modes. */
function tableName(kind: string, { size: { axes }, shape }: Spectrum): string {
  return `${kind} of ${shape.bins} bins ${axes.map(({ points, frequencies }) => `${points} ${frequencies[0]} ${frequencies.length}`).join(" x ")}`;
}

function keep(label: string, of: Spectrum, buffers: Buffers, { input, output }: Ends, norm: Norm, interior: number): Stage[] {
  const { sizes, modes, shape } = of;
  const { batch, channels } = shape;
  const spectrum = scratch(buffers, "spectrum", 2 * batch * shape.places * channels);
  const places = table(buffers, tableName("kept modes", of), () => Uint32Array.from(modes));
  return [
    ...rfft(label, { sizes, batch, inner: channels, norm, bins: shape.bins }, buffers, { input, output: spectrum }),
    keepModes(`${label}, kept`, { ...shape, interior }, { kept: places, input: spectrum, output }),
  ];
}

function spread(label: string, of: Spectrum, buffers: Buffers, ends: Ends, norm: Norm, interior: number): Stage[] {
  const { sizes, modes, shape } = of;
  const { batch, channels } = shape;
  const { input, output, bias, accumulate } = ends;
  const spectrum = scratch(buffers, "spectrum", 2 * batch * shape.places * channels);
  const filled = table(buffers, tableName("filled places", of), () => {
    const modeOf = new Uint32Array(shape.places);
    modes.forEach((place, m) => {
      modeOf[place] = m + 1;
    });
    return modeOf;
  });
  const count = batch * channels * sizes.reduce((all, n) => all * n, 1);
  const field = accumulate ? scratch(buffers, "field", count) : output;
  const stages = [
    spreadModes(
      `${label}, spread`,
      { ...shape, interior, biased: bias ? 1 : 0, bias_at: bias?.at ?? 0 },
      { filled, input, bias: bias?.buffer ?? input, output: spectrum },
    ),
    ...irfft(label, { sizes, batch, inner: channels, norm, bins: shape.bins }, buffers, { input: spectrum, output: field }),
  ];
  if (accumulate) stages.push(addSlices(`${label}, added`, { count, slices: 1, out_at: 0, accumulate: 1 }, { parts: field, out: output }));
  return stages;
}
