/** The kernels of memories. */
import logisticSource from "../../shaders/verify/logistic.wgsl";
import { drawSubsets } from "../memory/kernels/draw_subsets.ts";
import { glauber } from "../memory/kernels/glauber.ts";
import { matchSegments } from "../memory/kernels/match_segments.ts";
import { overlaps } from "../memory/kernels/overlaps.ts";
import { tallyHits } from "../memory/kernels/tally_hits.ts";
import { logisticTable } from "../twins/lib/logistic.ts";
import { overlaps as overlapsTwin } from "../twins/memory/overlaps.ts";
import { logistic } from "../twins/verify/logistic.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { GUARD, guarded, poisoned } from "./stage.ts";

/** Names of the checks and what they run: whole numbers all, so that nothing may differ. */
export const memoryChecks: readonly StageCheck[] = [
  { kernel: "memory overlaps", tolerance: 0, make: overlapping },
  { kernel: "memory glauber", tolerance: 0, make: updating },
  { kernel: "memory logistic", tolerance: 0, make: probabilities },
  { kernel: "memory draw subsets", tolerance: 0, make: drawing },
  { kernel: "memory match segments", tolerance: 0, make: matching },
  { kernel: "memory tally hits", tolerance: 0, make: tallying },
];

/** Random words with a guard behind. */
function bits(dice: Dice, length: number): Uint32Array {
  return dice.words32(length + GUARD);
}

function overlapping(dice: Dice): Case {
  const [replicas, patterns, words] = [dice.whole(2, 9), dice.size(20, 70), dice.whole(1, 4)];
  return {
    stage: overlaps("overlaps", { replicas, patterns, words }, named("patterns", "states", "overlaps")),
    buffers: {
      patterns: bits(dice, 2 * patterns * words),
      states: bits(dice, replicas * words),
      overlaps: poisoned(replicas * patterns),
    },
    size: `${replicas} states x ${patterns} patterns of ${words} words`,
  };
}

/** A few sweeps' worth of units, with the overlaps that belong to the states: sums stay exact. */
function updating(dice: Dice): Case {
  const order = dice.whole(2, 4);
  const examples = order === 2 ? dice.whole(1, 3) : 1;
  const [units, patterns, replicas] = [dice.size(65, 140), dice.size(3, 150), dice.whole(2, 5)];
  const all = patterns * examples;
  const [exampleWords, stateWords] = [Math.ceil(all / 32), Math.ceil(units / 32)];
  const entries = bits(dice, 2 * units * exampleWords);
  const states = bits(dice, replicas * stateWords);
  // The same patterns the other way round: by pattern, not by unit.
  const planes = new Uint32Array(2 * all * stateWords);
  const actives = new Float32Array(patterns + GUARD);
  for (let unit = 0; unit < units; unit++) {
    for (let e = 0; e < all; e++) {
      const at = e * stateWords + (unit >> 5);
      const word = unit * exampleWords + (e >> 5);
      if (((entries[word] >>> (e & 31)) & 1) === 0) continue;
      planes[at] |= 1 << (unit & 31);
      actives[Math.floor(e / examples)]++;
      if ((entries[units * exampleWords + word] >>> (e & 31)) & 1) planes[all * stateWords + at] |= 1 << (unit & 31);
    }
  }
  const sums = new Float32Array(replicas * all);
  overlapsTwin({ replicas, patterns: all, words: stateWords }, planes, states, sums);
  // Fields of a few units of noise, or none.
  const scale = Math.fround(dice.uniform(0.2, 2) / (Math.sqrt(all * examples) * units ** ((order - 1) / 2)));
  const random = { key0: dice.word(), key1: dice.word(), stream: dice.word() };
  // A part of a sweep, its last one or not.
  const first = 7 * flag(dice);
  const end = flag(dice) === 0 ? units : units - 3;
  return {
    stage: glauber(
      "glauber",
      { units, first, end, patterns, examples, replicas, order, frozen: flag(dice), scale, ...random },
      named("logistic", "entries", "actives", "sweeps", "states", "overlaps"),
    ),
    buffers: { logistic: logisticTable, entries, actives, sweeps: bits(dice, replicas), states, overlaps: guarded(sums) },
    size: `${replicas} replicas of ${units} units, ${patterns} patterns of ${examples}, order ${order}`,
  };
}

/** Most near 0, some beyond the table's end. */
function probabilities(dice: Dice): Case {
  const count = dice.size(65, 300);
  const values = numbers(dice, count).map((x) => 40 * x ** 3);
  return {
    stage: {
      label: "logistic",
      kernel: { source: logisticSource, twin: logistic },
      shape: { count },
      bindings: named("logistic", "values", "rare"),
      workgroups: Math.ceil(count / 64),
    },
    buffers: { logistic: logisticTable, values, rare: bits(dice, count) },
    size: `${count} fields`,
  };
}

function drawing(dice: Dice): Case {
  const [count, cells] = [dice.size(65, 200), dice.size(33, 150)];
  const chosen = dice.whole(1, cells);
  const words = Math.ceil(cells / 32);
  const shape = { count, cells, chosen, words, key0: dice.word(), key1: dice.word(), stream: dice.word(), step: dice.word() };
  return {
    stage: drawSubsets("draw", shape, named("clock", "subsets")),
    buffers: { clock: bits(dice, 1), subsets: bits(dice, count * words) },
    size: `${count} sets of ${chosen} of ${cells}`,
  };
}

function matching(dice: Dice): Case {
  const [inputs, segments, words] = [dice.size(3, 40), 32 * dice.whole(1, 7), dice.whole(1, 100)];
  // Sets of half of the cells, or of three in four; a threshold that about every other segment reaches.
  const dense = flag(dice) === 1;
  const sets = (length: number) => bits(dice, length).map((word) => (dense ? word | dice.word() : word));
  return {
    stage: matchSegments("match", { inputs, segments, words, threshold: (dense ? 18 : 8) * words }, named("segments", "inputs", "hits")),
    buffers: {
      segments: sets(words * segments),
      inputs: sets(inputs * words),
      hits: bits(dice, (inputs * segments) / 32),
    },
    size: `${segments} segments x ${inputs} inputs of ${words} words`,
  };
}

function tallying(dice: Dice): Case {
  const [inputs, words] = [dice.size(65, 300), dice.whole(1, 3)];
  return {
    stage: tallyHits("tally", { inputs, words }, named("hits", "clock", "histogram")),
    buffers: { hits: bits(dice, inputs * words), clock: bits(dice, 1), histogram: bits(dice, 32 * words + 1) },
    size: `${inputs} inputs of ${words} words`,
  };
}
