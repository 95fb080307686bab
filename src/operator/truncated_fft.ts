/** Truncated transforms through the whole spectrum: its kept modes are copied out of it, or into zeros. For as many points back as forth. */
import { addSlices } from "../learn/kernels/add_slices.ts";
import { type Buffers, type Stage, scratch } from "../plan/program.ts";
import { irfft, type Norm, rfft } from "../spectral/fft.ts";
import { keepModes } from "../spectral/kernels/keep_modes.ts";
import { spreadModes } from "../spectral/kernels/spread_modes.ts";
import { realBins } from "../spectral/truncated.ts";
import type { Ends, TruncatedSize, TruncatedTransforms } from "./truncated.ts";

export const throughFft: TruncatedTransforms = {
  toModes: (label, size, buffers, ends) => kept(label, size, buffers, ends, "forward", 1),
  // Of a real field's sum a bin and its mirror image are two terms, of a bin's gradient it alone is one.
  toModesAdjoint: (label, size, buffers, ends) => spread(label, size, buffers, ends, "backward", 0.5),
  fromModes: (label, size, buffers, ends) => spread(label, size, buffers, ends, "forward", 1),
  fromModesAdjoint: (label, size, buffers, ends) => kept(label, size, buffers, ends, "backward", 2),
};

/** The modes of a field's spectrum, and the spectrum's sizes. */
function spectrumOf({ batch, channels, axes }: TruncatedSize) {
  const sizes = axes.map(({ points }) => points);
  const last = axes.length - 1;
  const bins = realBins(sizes[last]);
  let modes = [0];
  axes.forEach(({ points, frequencies }, d) => {
    const along = d === last ? bins : points;
    modes = modes.flatMap((place) => frequencies.map((f) => place * along + (f < 0 ? f + points : f)));
  });
  const places = sizes.slice(0, last).reduce((all, n) => all * n, bins);
  return { sizes, modes, shape: { batch, places, bins, points: sizes[last], modes: modes.length, channels } };
}

/** A table of whole numbers that nobody changes. */
function wholes(buffers: Buffers, kind: string, { axes }: TruncatedSize, make: () => Uint32Array): string {
  const name = `${kind} ${axes.map(({ points, frequencies }) => `${points} ${frequencies[0]} ${frequencies.length}`).join(" x ")}`;
  if (!buffers[name]) {
    const data = make();
    buffers[name] = { type: "u32", length: data.length, data };
  }
  return name;
}

function kept(label: string, size: TruncatedSize, buffers: Buffers, { input, output }: Ends, norm: Norm, interior: number): Stage[] {
  const { sizes, modes, shape } = spectrumOf(size);
  const { batch, channels } = size;
  const spectrum = scratch(buffers, "spectrum", 2 * batch * shape.places * channels);
  const places = wholes(buffers, "kept modes", size, () => Uint32Array.from(modes));
  return [
    ...rfft(label, { sizes, batch, inner: channels, norm }, buffers, { input, output: spectrum }),
    keepModes(`${label}, kept`, { ...shape, interior }, { kept: places, input: spectrum, output }),
  ];
}

function spread(label: string, size: TruncatedSize, buffers: Buffers, ends: Ends, norm: Norm, interior: number): Stage[] {
  const { sizes, modes, shape } = spectrumOf(size);
  const { batch, channels } = size;
  const { input, output, bias, accumulate } = ends;
  const spectrum = scratch(buffers, "spectrum", 2 * batch * shape.places * channels);
  const filled = wholes(buffers, "filled places", size, () => {
    const table = new Uint32Array(shape.places);
    modes.forEach((place, m) => {
      table[place] = m + 1;
    });
    return table;
  });
  const count = batch * channels * sizes.reduce((all, n) => all * n, 1);
  const field = accumulate ? scratch(buffers, "field", count) : output;
  const stages = [
    spreadModes(
      `${label}, spread`,
      { ...shape, interior, biased: bias ? 1 : 0, bias_at: bias?.at ?? 0 },
      { filled, input, bias: bias?.buffer ?? input, output: spectrum },
    ),
    ...irfft(label, { sizes, batch, inner: channels, norm }, buffers, { input: spectrum, output: field }),
  ];
  if (accumulate) stages.push(addSlices(`${label}, added`, { count, slices: 1, out_at: 0, accumulate: 1 }, { parts: field, out: output }));
  return stages;
}
