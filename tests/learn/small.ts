/** A small training: three classes of noisy patterns, learnable in a few epochs, and no size a multiple of another. */

import type { DataSet, LabelledSet } from "../../src/learn/data.ts";
import { Dice } from "../../src/learn/dice.ts";
import type { TrainingSpec } from "../../src/learn/training-spec.ts";

export const CLASSES = 3;
export const FEATURES = 13;

/** Class c is bright where the feature modulo 3 is c. */
export function patterns(count: number, stream: number): LabelledSet {
  const dice = new Dice(7, stream);
  const labels = Uint8Array.from({ length: count }, () => dice.word() % CLASSES);
  const pixels = Uint8Array.from({ length: count * FEATURES }, (_, i) => {
    const bright = (i % FEATURES) % CLASSES === labels[Math.floor(i / FEATURES)];
    return (bright ? 130 : 20) + (dice.word() % 110);
  });
  return { shape: [FEATURES], pixels, labels, classes: CLASSES };
}

/** 53 examples in batches of 12: the last batch has five. */
export const smallData: DataSet = { train: patterns(53, 1), test: patterns(29, 2) };

export const smallSpec: TrainingSpec = {
  network: {
    input: [FEATURES],
    layers: [
      { layer: "Linear", in_features: FEATURES, out_features: 7 },
      { layer: "UltraLIF" },
      { layer: "Linear", in_features: 7, out_features: 5 },
      { layer: "UltraPLIF" },
      { layer: "Linear", in_features: 5, out_features: CLASSES },
    ],
  },
  steps: 3,
  batch: 12,
  encoder: { encoder: "bernoulli", mean: 0.2, std: 0.5, gain: 0.9 },
  loss: { loss: "cross_entropy" },
  optimiser: { optimiser: "Adam", lr: 0.01 },
  seed: 3,
};
