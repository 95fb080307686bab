/** The kernels of exponentiated gradient, SKA and deep linear networks. */
import { deepLinearStage } from "../local/kernels/deep_linear_stage.ts";
import { difference } from "../local/kernels/difference.ts";
import { exponentiatedGradient } from "../local/kernels/exponentiated_gradient.ts";
import { noise } from "../local/kernels/noise.ts";
import { ska } from "../local/kernels/ska.ts";
import { skaEntropy } from "../local/kernels/ska_entropy.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { guarded, poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: a handful of operations, of which a device may fuse two. */
const FEW = 2e-6;
/** The same with an exponential, accurate to 3 + 2 |x| units in WGSL; and for sums of a few hundred terms. */
const EXPONENTIALS = 2e-5;

/** Names of the checks, what they allow, and what they run. */
export const ruleChecks: readonly StageCheck[] = [
  { kernel: "exponentiated gradient", tolerance: EXPONENTIALS, make: (dice) => descending(dice, 0) },
  { kernel: "exponentiated gradient, plain", tolerance: FEW, make: (dice) => descending(dice, 1) },
  { kernel: "gradient noise", tolerance: FEW, make: shaking },
  { kernel: "local difference", tolerance: 0, make: differing },
  ...[0, 1, 2, 3].map((part) => ({ kernel: `deep linear stage ${part}`, tolerance: FEW, make: (dice: Dice) => staging(dice, part) })),
  { kernel: "ska", tolerance: EXPONENTIALS, make: knowing },
  { kernel: "ska entropy", tolerance: EXPONENTIALS, make: adding },
];

const clockAt = (step: number) => Uint32Array.of(step);
const sizeOf = (count: number) => `${count} values`;

/** Weights of either sign, and of 0; behind them some that are not to change. */
function descending(dice: Dice, plain: number): Case {
  const count = dice.whole(65, 400) | 1;
  const weights = numbers(dice, count + 8);
  weights[1] = 0;
  return {
    stage: exponentiatedGradient("rule", { count, plain, rate: dice.uniform(0.1, 2) }, named("gradients", "weights")),
    buffers: { gradients: numbers(dice, count + 8), weights },
    size: sizeOf(count),
  };
}

function shaking(dice: Dice): Case {
  const count = dice.whole(257, 700) | 1;
  const random = { key0: dice.word(), key1: dice.word(), stream: dice.word() };
  return {
    stage: noise("noise", { count, deviation: dice.uniform(0.1, 2), ...random }, named("clock", "tables", "gradients")),
    buffers: { clock: clockAt(dice.word()), tables: Uint32Array.from(normalTable), gradients: poisoned(count) },
    size: sizeOf(count),
  };
}

function differing(dice: Dice): Case {
  const count = dice.whole(65, 400) | 1;
  return {
    stage: difference("difference", { count }, named("left", "right", "out")),
    buffers: { left: numbers(dice, count + 8), right: numbers(dice, count + 8), out: poisoned(count) },
    size: sizeOf(count),
  };
}

function staging(dice: Dice, part: number): Case {
  const count = dice.whole(65, 400) | 1;
  const values = () => numbers(dice, count);
  return {
    stage: deepLinearStage("stage", { count, part, step: dice.uniform(0.2, 2) }, named("slope", "weights", "trial", "total")),
    buffers: { slope: values(), weights: values(), trial: poisoned(count), total: part === 0 ? poisoned(count) : values() },
    size: sizeOf(count),
  };
}

/** The first step, in which there is nothing before, or a later one. */
function knowing(dice: Dice): Case {
  const count = dice.whole(65, 400) | 1;
  const first = flag(dice) === 1;
  return {
    stage: ska("ska", { count, rate: dice.uniform(0.1, 2) }, named("clock", "knowledge", "decisions", "terms", "moves")),
    buffers: {
      ...{ clock: clockAt(first ? 0 : dice.whole(1, 9)), knowledge: numbers(dice, count, -8, 8) },
      ...{ decisions: numbers(dice, count, 0, 1), terms: poisoned(count), moves: poisoned(count) },
    },
    size: sizeOf(count),
  };
}

function adding(dice: Dice): Case {
  const [count, layers, step] = [dice.whole(300, 900) | 1, dice.whole(1, 4), dice.whole(0, 5)];
  const shape = { count, layer: dice.whole(0, layers - 1), layers, scale: dice.uniform(-2, -0.1) };
  // Terms of one sign: their sum is as large as they are. Rows of other steps stay as they were.
  return {
    stage: skaEntropy("entropy", shape, named("clock", "terms", "history")),
    buffers: { clock: clockAt(step), terms: numbers(dice, count, 0, 1), history: guarded(dice.list(6 * layers, -9, 9)) },
    size: sizeOf(count),
  };
}
