/** The kernels of local learning rules. */
import { curlDescentError } from "../local/kernels/curl_descent_error.ts";
import { curlDescentStep } from "../local/kernels/curl_descent_step.ts";
import { equilibriumPropagationContrast } from "../local/kernels/equilibrium_propagation_contrast.ts";
import { equilibriumPropagationJudge } from "../local/kernels/equilibrium_propagation_judge.ts";
import { equilibriumPropagationSettle } from "../local/kernels/equilibrium_propagation_settle.ts";
import { equilibriumPropagationTargets } from "../local/kernels/equilibrium_propagation_targets.ts";
import { tempotronPass } from "../local/kernels/tempotron_pass.ts";
import { kernelPeak, starts } from "../local/tempotron.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { GUARD, guarded, poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: a handful of operations, of which a device may fuse two. */
const FEW = 2e-6;
/** Prefix sums in another order, exponentials and a logarithm. */
const SCANS = 1e-4;

/** Names of the checks, what they allow, and what they run. */
export const localChecks: readonly StageCheck[] = [
  { kernel: "equilibrium propagation settle, zero", tolerance: 0, make: (dice) => settle(dice, 0) },
  { kernel: "equilibrium propagation settle, free", tolerance: FEW, make: (dice) => settle(dice, 1) },
  { kernel: "equilibrium propagation settle, nudged", tolerance: FEW, make: (dice) => settle(dice, 2) },
  { kernel: "equilibrium propagation targets", tolerance: 0, make: targets },
  { kernel: "equilibrium propagation judge", tolerance: FEW, make: judge },
  { kernel: "equilibrium propagation contrast", tolerance: FEW, make: contrast },
  { kernel: "tempotron pass", tolerance: SCANS, make: tempotron },
  { kernel: "curl descent error", tolerance: FEW, make: (dice) => curlError(dice, false) },
  { kernel: "curl descent error, not finite", tolerance: FEW, make: (dice) => curlError(dice, true) },
  { kernel: "curl descent step", tolerance: FEW, make: curlStep },
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

/** Patterns of one spike, of fewer and of more than there are threads; equal times, and several spikes an afferent. */
function tempotron(dice: Dice): Case {
  const [tasks, afferents, rows, duration, tau, tau_s] = [dice.whole(2, 4), dice.size(130, 150), 3, 200, 15, 3.75];
  const counts = Array.from({ length: tasks }, () => dice.whole(3, 5));
  const first = starts(counts);
  const sizes = Array.from({ length: first[tasks] }, (_, k) => [1, dice.whole(20, 100), dice.whole(140, 300)][k % 3]);
  const begins = starts(sizes);
  const spikes = sizes.flatMap((size) => {
    const times = dice.list(size, 0, duration).sort((a, b) => a - b);
    if (size > 2) times[2] = times[1];
    const decay = (k: number, constant: number) => (k === 0 ? 1 : Math.exp((times[k - 1] - times[k]) / constant));
    return times.flatMap((time, k) => [time, decay(k, tau), decay(k, tau_s)]);
  });
  const { clock } = clockIn(dice, 1);
  const shape = { tasks, afferents, rows, duration, tau, tau_s, peak: kernelPeak(tau, tau_s), threshold: 1, rate: 0.02, momentum: 0.9 };
  const names = named("clock", "tasks", "patterns", "spikes", "sources", "weights", "velocities", "errors");
  return {
    stage: tempotronPass("pass", shape, names),
    buffers: {
      ...{ clock, tasks: first },
      patterns: Uint32Array.from([...sizes.flatMap((_, k) => [begins[k], flag(dice)]), begins[sizes.length]]),
      ...{ spikes: guarded(spikes), sources: Uint32Array.from({ length: begins[sizes.length] }, () => dice.whole(0, afferents - 1)) },
      ...{ weights: numbers(dice, tasks * afferents, -0.3, 0.4), velocities: numbers(dice, tasks * afferents, -0.02, 0.02) },
      errors: numbers(dice, rows * tasks),
    },
    size: `${tasks} of ${afferents} afferents`,
  };
}

/** @param broken one of them is not finite: its norm is so large that it hides errors of the others */
function curlError(dice: Dice, broken: boolean): Case {
  const [networks, count] = [dice.whole(5, 8), dice.size(65, 200)];
  const students = numbers(dice, networks * count, -1, 1);
  if (broken) students[count + dice.whole(0, count - 1)] = Number.POSITIVE_INFINITY;
  return {
    stage: curlDescentError("error", { networks, count }, named("students", "teachers", "misses", "residuals")),
    buffers: {
      students,
      teachers: numbers(dice, networks * count, -1, 1),
      misses: poisoned(networks * count),
      residuals: poisoned(networks),
    },
    size: `${networks} of ${count}`,
  };
}

function curlStep(dice: Dice): Case {
  const [networks, rows, columns, by_column, limit] = [dice.whole(3, 6), dice.size(7, 20), dice.size(7, 20), flag(dice), 5];
  const count = networks * rows * columns;
  // Behind the last network there are numbers too: it is the count that ends the work.
  const values = () => Float32Array.from(dice.list(count + GUARD, -1, 1));
  const residuals = Float32Array.from({ length: networks + 1 }, (_, k) => (k === 1 ? limit : dice.uniform(0, limit)));
  const signs = numbers(dice, networks * (by_column ? columns : rows)).map(Math.sign);
  return {
    stage: curlDescentStep(
      "step",
      { networks, rows, columns, by_column, rate: dice.uniform(0.1, 0.9), limit },
      named("residuals", "signs", "gradients", "weights"),
    ),
    buffers: { residuals, signs, gradients: values(), weights: values() },
    size: `${networks} of ${rows} x ${columns}`,
  };
}
