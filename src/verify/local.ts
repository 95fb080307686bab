/** The kernels of local learning rules. */
import { equilibriumPropagationContrast } from "../local/kernels/equilibrium_propagation_contrast.ts";
import { equilibriumPropagationJudge } from "../local/kernels/equilibrium_propagation_judge.ts";
import { equilibriumPropagationSettle } from "../local/kernels/equilibrium_propagation_settle.ts";
import { equilibriumPropagationTargets } from "../local/kernels/equilibrium_propagation_targets.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: a handful of operations, of which a device may fuse two. */
const FEW = 2e-6;

/** Names of the checks, what they allow, and what they run. */
export const localChecks: readonly StageCheck[] = [
  { kernel: "equilibrium propagation settle, zero", tolerance: 0, make: (dice) => settle(dice, 0) },
  { kernel: "equilibrium propagation settle, free", tolerance: FEW, make: (dice) => settle(dice, 1) },
  { kernel: "equilibrium propagation settle, nudged", tolerance: FEW, make: (dice) => settle(dice, 2) },
  { kernel: "equilibrium propagation targets", tolerance: 0, make: targets },
  { kernel: "equilibrium propagation judge", tolerance: FEW, make: judge },
  { kernel: "equilibrium propagation contrast", tolerance: FEW, make: contrast },
];

/** Somewhere in a pass whose last batch is not full. */
function clockIn(dice: Dice, batch: number): { readonly clock: Uint32Array; readonly batches: number; readonly examples: number } {
  const batches = dice.whole(2, 4);
  const examples = (batches - 1) * batch + dice.whole(1, batch);
  const clock = new Uint32Array(CLOCK_WORDS);
  clock[Clock.examples] = examples;
  clock[Clock.cursor] = dice.whole(1, batches - 1);
  return { clock, batches, examples };
}

function settle(dice: Dice, mode: number): Case {
  const [batch, units] = [dice.whole(2, 5), dice.size(20, 60)];
  const count = batch * units;
  const [from, to] = [[0, 0] as const, [0, 1] as const, [2, 1] as const][dice.whole(0, 2)];
  const shape = { count, mode, fixed: flag(dice), read_at: from * count, write_at: to * count };
  const { clock, batches } = clockIn(dice, batch);
  const values = () => numbers(dice, count, -1, 2);
  const states = numbers(dice, 3 * count, 0, 1);
  return {
    stage: equilibriumPropagationSettle(
      "settle",
      { ...shape, step: dice.uniform(0.2, 0.9), sign: flag(dice) * 2 - 1 },
      named("clock", "betas", "drive", "clamped", "targets", "states"),
    ),
    buffers: { clock, betas: numbers(dice, batches, 0.2, 1), drive: values(), clamped: values(), targets: values(), states },
    size: `${batch} x ${units}`,
  };
}

function targets(dice: Dice): Case {
  const [batch, classes] = [dice.whole(5, 30), dice.whole(2, 11)];
  const { clock, examples } = clockIn(dice, batch);
  // Backwards: a permutation that no element but one at most keeps its place in.
  const order = Uint32Array.from({ length: examples }, (_, k) => examples - 1 - k);
  const labels = Uint32Array.from({ length: examples }, () => dice.whole(0, classes - 1));
  return {
    stage: equilibriumPropagationTargets("targets", { batch, classes }, named("clock", "order", "labels", "targets")),
    buffers: { clock, order, labels, targets: poisoned(batch * classes) },
    size: `${batch} x ${classes}`,
  };
}

function judge(dice: Dice): Case {
  const [batch, units] = [dice.size(65, 90), dice.whole(2, 11)];
  const states = numbers(dice, 2 * batch * units, 0, 1);
  // Equals among the largest.
  for (let b = 0; b < batch; b += 3) states.fill(1, b * units + dice.whole(0, units - 2), (b + 1) * units);
  return {
    stage: equilibriumPropagationJudge("judge", { batch, units }, named("states", "targets", "costs", "hits")),
    buffers: { states, targets: numbers(dice, batch * units, 0, 1), costs: poisoned(batch), hits: poisoned(batch) },
    size: `${batch} x ${units}`,
  };
}

function contrast(dice: Dice): Case {
  const [batch, units] = [dice.whole(3, 9), dice.size(20, 60)];
  const count = batch * units;
  const { clock, batches } = clockIn(dice, batch);
  const shape = { batch, units, first_at: count, other_at: 2 * flag(dice) * count, span: dice.whole(1, 2) };
  return {
    stage: equilibriumPropagationContrast("contrast", shape, named("clock", "betas", "states", "differences", "means")),
    buffers: {
      ...{ clock, betas: numbers(dice, batches, 0.2, 1), states: numbers(dice, 3 * count, 0, 1) },
      ...{ differences: poisoned(count), means: poisoned(count) },
    },
    size: `${batch} x ${units}`,
  };
}
