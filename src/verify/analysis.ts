/** The kernels of analysis. */
import { codes } from "../analysis/kernels/codes.ts";
import { fixedPoints } from "../analysis/kernels/fixed_points.ts";
import { histogram } from "../analysis/kernels/histogram.ts";
import { lempelZiv } from "../analysis/kernels/lempel_ziv.ts";
import { orthonormalise } from "../analysis/kernels/orthonormalise.ts";
import { planes } from "../analysis/kernels/planes.ts";
import { power } from "../analysis/kernels/power.ts";
import { segment } from "../analysis/kernels/segment.ts";
import { shift } from "../analysis/kernels/shift.ts";
import { smooth } from "../analysis/kernels/smooth.ts";
import { lempel_ziv as countOn, PROGRESS_WORDS } from "../twins/analysis/lempel_ziv.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { GUARD, poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: what hundreds of rounded steps in a row leave. */
const LONG = 2e-5;
/** The same where some matrices are nearly singular: rounding times their condition. 9e-5 was the most in 1,750 draws. */
const NEARLY_SINGULAR = 5e-4;
/** The same of sums of a hundred numbers. */
const SUMS = 2e-6;

/** Names of the checks, what they allow, and what they run. */
export const analysisChecks: readonly StageCheck[] = [
  { kernel: "analysis orthonormalise", tolerance: LONG, make: orthonormal },
  { kernel: "analysis segment", tolerance: SUMS, make: cut },
  { kernel: "analysis power", tolerance: SUMS, make: powers },
  { kernel: "analysis planes", tolerance: 0, make: chosen },
  { kernel: "analysis shift", tolerance: SUMS, make: shifting },
  { kernel: "analysis histogram", tolerance: 0, make: boxes },
  { kernel: "analysis smooth", tolerance: SUMS, make: smoothing },
  { kernel: "analysis codes", tolerance: 0, make: coding },
  { kernel: "analysis lempel-ziv", tolerance: 0, make: sequences },
  { kernel: "analysis fixed points", tolerance: NEARLY_SINGULAR, make: fixed },
];

/** Columns of very different sizes, more than are taken side by side or few; at times one is 0, a direction that is lost. */
function orthonormal(dice: Dice): Case {
  const vectors = dice.whole(0, 1) === 0 ? dice.whole(1, 6) : dice.whole(17, 35);
  const rows = vectors + dice.whole(0, 1) * dice.whole(200, 400);
  const systems = dice.whole(1, 3);
  const tangents = numbers(dice, rows * vectors * systems);
  const sizes = Array.from({ length: vectors }, () => 10 ** dice.whole(-25, 25));
  if (dice.whole(0, 1) === 0) sizes[dice.whole(0, vectors - 1)] = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < vectors; j++) {
      // A matrix that is far from singular: rows of the square one's diagonal stand out.
      if (i % vectors === j) for (let s = 0; s < systems; s++) tangents[(i * vectors + j) * systems + s] += 8;
      for (let s = 0; s < systems; s++) tangents[(i * vectors + j) * systems + s] *= sizes[j];
    }
  }
  const sums = numbers(dice, 2 * vectors * systems, -0.4, 0.4);
  return {
    stage: orthonormalise("orthonormalise", { rows, vectors, systems }, named("tangents", "sums", "counts")),
    buffers: { tangents, sums, counts: dice.words32(1 + vectors * systems) },
    size: `${systems} x ${rows} x ${vectors}`,
  };
}

/** Overlapping segments, more channels than a workgroup has or few; one channel stands still. */
function cut(dice: Dice): Case {
  const [samples, channels, segments] = [dice.whole(5, 70), [dice.whole(1, 5), dice.whole(17, 20)][flag(dice)], dice.whole(1, 4)];
  const hop = dice.whole(1, samples);
  const standardised = flag(dice);
  const shape = { samples, channels, segments, hop, centred: standardised | flag(dice), standardised };
  const input = numbers(dice, ((segments - 1) * hop + samples) * channels, -1, 3);
  const still = dice.whole(0, channels - 1);
  for (let at = still; at < input.length - GUARD; at += channels) input[at] = 0.5;
  return {
    stage: segment("segment", shape, named("input", "window", "output")),
    buffers: { input, window: numbers(dice, samples, 0), output: poisoned(segments * samples * channels) },
    size: `${segments} x ${samples} x ${channels}`,
  };
}

function powers(dice: Dice): Case {
  const [segments, each] = [dice.whole(1, 4), dice.whole(65, 200) | 1];
  return {
    stage: power("power", { segments, each }, named("spectra", "sums", "counts")),
    buffers: { spectra: numbers(dice, 2 * segments * each), sums: numbers(dice, each), counts: dice.words32(1) },
    size: `${segments} x ${each}`,
  };
}

function chosen(dice: Dice): Case {
  const [segments, bins, channels] = [dice.whole(1, 3), dice.whole(5, 9), dice.whole(5, 40) | 1];
  const which = Uint32Array.from({ length: dice.whole(2, 4) }, () => dice.whole(0, bins - 1));
  const length = 2 * which.length * segments * channels;
  const shape = { segments, bins, channels, chosen: which.length };
  const spectra = numbers(dice, 2 * segments * bins * channels);
  return {
    stage: planes("planes", shape, named("which", "spectra", "straight", "turned", "counts")),
    buffers: { which, spectra, straight: poisoned(length), turned: poisoned(length), counts: dice.words32(1) },
    size: `${segments} x ${which.length} of ${bins} x ${channels}`,
  };
}

function shifting(dice: Dice): Case {
  const [rows, channels] = [dice.whole(1, 50), dice.whole(1, 100) | 1];
  const counts = new Uint32Array(channels).fill(flag(dice) * dice.whole(1, 100));
  return {
    stage: shift("shift", { rows, channels }, named("input", "origin", "sums", "counts", "shifted")),
    buffers: {
      ...{ input: numbers(dice, rows * channels), origin: numbers(dice, channels), sums: numbers(dice, channels), counts },
      shifted: poisoned(rows * channels),
    },
    size: `${rows} x ${channels}`,
  };
}

/** Points inside and outside, some on the edges, some that are not finite. */
function boxes(dice: Dice): Case {
  const [points, dims, bins, at] = [dice.whole(65, 400) | 1, dice.whole(1, 3), dice.whole(2, 9), dice.whole(0, 2)];
  const stride = dims + dice.whole(0, 2);
  const edges = Array.from({ length: dims }, () => {
    const [low, high] = [dice.uniform(-1, -0.7), dice.uniform(0.7, 1)].map(Math.fround);
    return [low, high, bins / (high - low)];
  }).flat();
  const trajectory = numbers(dice, at + points * stride);
  const odd = [edges[0], edges[1], Number.NaN, Number.POSITIVE_INFINITY];
  for (let n = 0; n < 20; n++) trajectory[at + dice.whole(0, points - 1) * stride] = odd[n % odd.length];
  return {
    stage: histogram("histogram", { points, dims, bins, at, stride, boxes: bins ** dims }, named("trajectory", "edges", "counts")),
    buffers: { trajectory, edges: Float32Array.from(edges), counts: dice.words32(bins ** dims + 1) },
    size: `${points} points, ${bins} ^ ${dims} boxes`,
  };
}

/** Means that reach far beyond the ends, or not. */
function smoothing(dice: Dice): Case {
  const [segments, bins, channels] = [dice.whole(1, 2), dice.whole(3, 60), dice.whole(1, 4)];
  const reach = dice.whole(0, 3 * bins);
  return {
    stage: smooth("smooth", { segments, bins, channels, reach }, named("weights", "spectra", "smoothed")),
    buffers: {
      weights: numbers(dice, reach + 1, 0),
      spectra: numbers(dice, 2 * segments * bins * channels),
      smoothed: poisoned(segments * bins * channels),
    },
    size: `${segments} x ${bins} x ${channels}, ${reach} to either side`,
  };
}

/** Codes of one word or several; some units are 0. */
function coding(dice: Dice): Case {
  const [points, stride] = [dice.whole(30, 90) | 1, dice.whole(35, 80)];
  const units = Uint32Array.from({ length: dice.whole(1, stride) }, () => dice.whole(0, stride - 1));
  const trajectory = numbers(dice, points * stride);
  for (let n = 0; n < 50; n++) trajectory[dice.whole(0, points - 1) * stride + units[dice.whole(0, units.length - 1)]] = 0;
  const shape = { points, stride, count: units.length };
  return {
    stage: codes("codes", shape, named("trajectory", "units", "codes")),
    buffers: { trajectory, units, codes: dice.words32(points * Math.ceil(units.length / 32)) },
    size: `${points} points, ${units.length} units`,
  };
}

/** From the beginning or from somewhere on, to the end or not so far. */
function sequences(dice: Dice): Case {
  const [count, length, letters] = [dice.whole(65, 100), dice.whole(50, 120), dice.whole(2, 3)];
  const bytes = new Uint8Array(4 * Math.ceil((count * length) / 4)).map(() => dice.whole(0, letters - 1));
  const symbols = new Uint32Array(bytes.buffer);
  const progress = new Uint32Array(PROGRESS_WORDS * count);
  countOn({ sequences: count, length, most: dice.whole(0, 1) * dice.whole(50, 300) }, symbols, progress);
  // The first begins anew.
  progress.fill(0, 0, PROGRESS_WORDS);
  const shape = { sequences: count, length, most: dice.whole(100, 3000) };
  return {
    stage: lempelZiv("lempel-ziv", shape, named("symbols", "progress")),
    buffers: { symbols, progress },
    size: `${count} x ${length}, ${shape.most} comparisons`,
  };
}

/** Some regions of a map far from singular, or of one whose matrix has a row of zeros, or nearly, that of a unit with a kink. */
function fixed(dice: Dice): Case {
  const [size, kinks] = [dice.whole(9, 14), dice.whole(2, 6)];
  const regions = dice.whole(1, 2 ** kinks - 1);
  const map = numbers(dice, 2 * size ** 2 + size, -1 / size, 1 / size);
  const kinked = new Uint32Array(size);
  const units = Array.from({ length: size }, (_, unit) => unit).sort((a, b) => ((a * 5) % size) - ((b * 5) % size) || a - b);
  for (let k = 0; k < kinks; k++) kinked[units[k]] = k + 1;
  const near = [0, 1, 0.99999][dice.whole(0, 2)];
  if (near > 0) {
    const row = units[0];
    for (let column = 0; column < size; column++) map[row * size + column] = near * Number(column === row);
    map.fill(0, (size + row) * size, (size + row + 1) * size);
  }
  return {
    stage: fixedPoints("fixed points", { size, regions }, named("map", "kinked", "first", "work", "marked")),
    buffers: {
      ...{ map, kinked, first: Uint32Array.of(dice.whole(0, 2 ** kinks - 1 - regions)) },
      work: poisoned(regions * size * (size + 1)),
      marked: dice.words32(regions),
    },
    size: `${regions} regions of ${size} units`,
  };
}
