/** The kernels of spectral convolutions: products of modes, their gradients, modes out of spectra and into them. */
import { keepModes } from "../spectral/kernels/keep_modes.ts";
import { modeGradient } from "../spectral/kernels/mode_gradient.ts";
import { modeProduct } from "../spectral/kernels/mode_product.ts";
import { modeScale } from "../spectral/kernels/mode_scale.ts";
import { modeScaleGradient } from "../spectral/kernels/mode_scale_gradient.ts";
import { spreadModes } from "../spectral/kernels/spread_modes.ts";
import { type Case, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: sums of up to some hundred products, of which a device may fuse two operations. */
const SUMS = 2e-6;

/** Names of the checks, what they allow, and what they run. */
export const modeChecks: readonly StageCheck[] = [
  { kernel: "spectral mode product", tolerance: SUMS, make: (dice) => product(dice, 0) },
  { kernel: "spectral mode product, adjoint", tolerance: SUMS, make: (dice) => product(dice, 1) },
  { kernel: "spectral mode gradient", tolerance: SUMS, make: gradient },
  { kernel: "spectral mode scale", tolerance: SUMS, make: scaled },
  { kernel: "spectral mode scale gradient", tolerance: SUMS, make: scaleGradient },
  { kernel: "spectral keep modes", tolerance: SUMS, make: kept },
  { kernel: "spectral spread modes", tolerance: SUMS, make: spread },
];

/** Some of a number of things, in no order, each at most once. */
function some(dice: Dice, count: number, of: number): Uint32Array {
  const all = Array.from({ length: of }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = dice.whole(i, of - 1);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return Uint32Array.from(all.slice(0, count));
}

/** More than a tile each way, some of the weights' modes. */
function modesOf(dice: Dice) {
  const modes = dice.whole(2, 7);
  const weightModes = modes + dice.whole(0, 3);
  const batch = dice.whole(0, 1) === 0 ? dice.whole(1, 15) : dice.whole(17, 40);
  const [depth, columns] = [dice.whole(17, 40) | 1, dice.whole(33, 70) | 1];
  return { modes, batch, depth, columns, weightModes, at: dice.whole(1, 9), places: some(dice, modes, weightModes) };
}

function product(dice: Dice, adjoint: number): Case {
  const { modes, batch, depth, columns, weightModes, at, places } = modesOf(dice);
  return {
    stage: modeProduct("product", { modes, batch, columns, depth, adjoint, weights_at: at }, named("places", "input", "weights", "output")),
    buffers: {
      places,
      input: numbers(dice, 2 * batch * modes * depth),
      weights: numbers(dice, at + 2 * weightModes * depth * columns),
      output: poisoned(2 * batch * modes * columns),
    },
    size: `${modes} modes of ${batch} x ${depth} to ${columns}`,
  };
}

function gradient(dice: Dice): Case {
  const { modes, batch, depth: rows, columns, weightModes, at, places } = modesOf(dice);
  return {
    stage: modeGradient("gradient", { modes, batch, rows, columns, out_at: at }, named("places", "input", "grad", "out")),
    buffers: {
      places,
      input: numbers(dice, 2 * batch * modes * rows),
      grad: numbers(dice, 2 * batch * modes * columns),
      out: numbers(dice, at + 2 * weightModes * rows * columns),
    },
    size: `${modes} modes of ${batch} x ${rows} to ${columns}`,
  };
}

function scaled(dice: Dice): Case {
  const { modes, batch, depth: channels, weightModes, at, places } = modesOf(dice);
  return {
    stage: modeScale(
      "scale",
      { modes, batch, channels, adjoint: dice.whole(0, 1), weights_at: at },
      named("places", "input", "weights", "output"),
    ),
    buffers: {
      places,
      input: numbers(dice, 2 * batch * modes * channels),
      weights: numbers(dice, at + 2 * weightModes * channels),
      output: poisoned(2 * batch * modes * channels),
    },
    size: `${modes} modes of ${batch} x ${channels}`,
  };
}

function scaleGradient(dice: Dice): Case {
  const { modes, batch, depth: channels, weightModes, at, places } = modesOf(dice);
  const length = 2 * batch * modes * channels;
  return {
    stage: modeScaleGradient("gradient", { modes, batch, channels, out_at: at }, named("places", "input", "grad", "out")),
    buffers: {
      places,
      input: numbers(dice, length),
      grad: numbers(dice, length),
      out: numbers(dice, at + 2 * weightModes * channels),
    },
    size: `${modes} modes of ${batch} x ${channels}`,
  };
}

/** Spectra of fields with two axes, and some of their modes: the first bin, and the last axis' half, are at times among them. */
function spectra(dice: Dice) {
  const points = dice.whole(4, 9);
  const bins = Math.floor(points / 2) + 1;
  const places = bins * dice.whole(3, 9);
  const modes = dice.whole(2, places);
  const [batch, channels] = [dice.whole(2, 5), dice.whole(3, 40) | 1];
  const shape = { batch, places, bins, points, modes, channels, interior: dice.uniform(0.3, 2) };
  return { shape, chosen: some(dice, modes, places), size: `${modes} of ${places} bins, ${batch} x ${channels} channels` };
}

function kept(dice: Dice): Case {
  const { shape, chosen, size } = spectra(dice);
  const { batch, places, modes, channels } = shape;
  return {
    stage: keepModes("kept", shape, named("kept", "input", "output")),
    buffers: { kept: chosen, input: numbers(dice, 2 * batch * places * channels), output: poisoned(2 * batch * modes * channels) },
    size,
  };
}

function spread(dice: Dice): Case {
  const { shape, chosen, size } = spectra(dice);
  const { batch, places, modes, channels } = shape;
  const filled = new Uint32Array(places);
  chosen.forEach((place, m) => {
    filled[place] = m + 1;
  });
  const [biased, bias_at] = [dice.whole(0, 1), dice.whole(1, 9)];
  return {
    stage: spreadModes("spread", { ...shape, biased, bias_at }, named("filled", "input", "bias", "output")),
    buffers: {
      filled,
      input: numbers(dice, 2 * batch * modes * channels),
      bias: numbers(dice, bias_at + channels),
      // Complex: the guard is whole numbers.
      output: new Float32Array(2 * batch * places * channels + 6).fill(Number.NaN),
    },
    size,
  };
}
