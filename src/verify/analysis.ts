/** The kernels of analysis. */
import { orthonormalise } from "../analysis/kernels/orthonormalise.ts";
import { planes } from "../analysis/kernels/planes.ts";
import { power } from "../analysis/kernels/power.ts";
import { segment } from "../analysis/kernels/segment.ts";
import { shift } from "../analysis/kernels/shift.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { GUARD, poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: what hundreds of rounded steps in a row leave. */
const LONG = 2e-5;
/** The same of sums of a hundred numbers. */
const SUMS = 2e-6;

/** Names of the checks, what they allow, and what they run. */
export const analysisChecks: readonly StageCheck[] = [
  { kernel: "analysis orthonormalise", tolerance: LONG, make: orthonormal },
  { kernel: "analysis segment", tolerance: SUMS, make: cut },
  { kernel: "analysis power", tolerance: SUMS, make: powers },
  { kernel: "analysis planes", tolerance: 0, make: chosen },
  { kernel: "analysis shift", tolerance: SUMS, make: shifting },
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
