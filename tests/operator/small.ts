/** A small training on fields: smooth fields of any size, and a target that is theirs, shifted and bent; no size a multiple of another. */
import { Dice } from "../../src/learn/dice.ts";
import { type FieldData, type FieldSet, fitNormalisation, placesOf } from "../../src/operator/data.ts";
import type { FieldTrainingSpec } from "../../src/operator/training-spec.ts";

/** Sums of three waves along each axis; the channels out are nonlinear in those in. */
export function smooth(count: number, sizes: readonly number[], inChannels: number, outChannels: number, stream: number): FieldSet {
  const dice = new Dice(11, stream);
  const places = placesOf(sizes);
  const inputs = new Float32Array(count * places * inChannels);
  const targets = new Float32Array(count * places * outChannels);
  for (let k = 0; k < count; k++) {
    const waves = Array.from({ length: inChannels }, () =>
      sizes.map(() => Array.from({ length: 3 }, () => [dice.uniform(1), dice.uniform(3)])),
    );
    const at = (place: readonly number[], channel: number, shift: number) =>
      waves[channel].reduce(
        (sum, axis, d) =>
          axis.reduce((all, [size, phase], m) => all + size * Math.sin(2 * Math.PI * (m + 1) * (place[d] + shift) + phase), sum),
        0.5,
      );
    for (let p = 0; p < places; p++) {
      let rest = p;
      const place = sizes.toReversed().map((size) => {
        const i = rest % size;
        rest = (rest - i) / size;
        return i / size;
      });
      place.reverse();
      for (let c = 0; c < inChannels; c++) inputs[(k * places + p) * inChannels + c] = at(place, c, 0);
      for (let c = 0; c < outChannels; c++) {
        const shifted = at(place, c % inChannels, 0.1 * (c + 1));
        targets[(k * places + p) * outChannels + c] = 3 * (c + 1) + shifted + 0.3 * shifted ** 2;
      }
    }
  }
  return { sizes, in_channels: inChannels, out_channels: outChannels, inputs, targets };
}

/** 23 fields in batches of 6: the last batch has five. Tests at the size it learns at, a finer and a coarser one with fewer modes than the model. */
export const smallData: FieldData = {
  train: smooth(23, [13], 1, 1, 1),
  tests: { same: smooth(7, [13], 1, 1, 2), fine: smooth(7, [26], 1, 1, 2), coarse: smooth(4, [5], 1, 1, 3) },
};

export const smallSpec: FieldTrainingSpec = {
  model: { n_modes: [7], in_channels: 1, out_channels: 1, hidden_channels: 5, n_layers: 2 },
  batch: 6,
  loss: { loss: "relative_l2" },
  optimiser: { optimiser: "Adam", lr: 0.01 },
  normalisation: fitNormalisation(smallData.train),
  seed: 3,
};
