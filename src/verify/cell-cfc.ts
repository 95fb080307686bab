/** The kernels of gated and continuous-time cells over sequences. */
import { activate } from "../cell/kernels/activate.ts";
import { activateBackward } from "../cell/kernels/activate_backward.ts";
import { cfcBackward } from "../cell/kernels/cfc_backward.ts";
import { cfcPureBackward } from "../cell/kernels/cfc_pure_backward.ts";
import { cfcPureStep } from "../cell/kernels/cfc_pure_step.ts";
import { cfcStep } from "../cell/kernels/cfc_step.ts";
import { gatherSequences } from "../cell/kernels/gather_sequences.ts";
import { gruBackward } from "../cell/kernels/gru_backward.ts";
import { gruStep } from "../cell/kernels/gru_step.ts";
import { lstmBackward } from "../cell/kernels/lstm_backward.ts";
import { lstmStep } from "../cell/kernels/lstm_step.ts";
import { ltcStep } from "../cell/kernels/ltc_step.ts";
import type { Stage } from "../plan/program.ts";
import { ACTIVATIONS } from "../twins/lib/activation.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { guarded, poisoned, type Words } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: tanh and the logistic function are fitted to 4e-7, twins have the host's. */
const GATES = 4e-6;
/** The same with an exponential, accurate to 3 + 2 |x| units in WGSL, and quotients of sums over all units. */
const EXPONENTIALS = 2e-5;

/** Names of the checks, what they allow, and what they run. */
export const cellCfcChecks: readonly StageCheck[] = [
  { kernel: "cell gather sequences", tolerance: GATES, make: gathered },
  ...ACTIVATIONS.flatMap((name, kind) => [
    { kernel: `cell activate, ${name}`, tolerance: GATES, make: (dice: Dice) => activated(dice, kind, false) },
    { kernel: `cell activate backward, ${name}`, tolerance: GATES, make: (dice: Dice) => activated(dice, kind, true) },
  ]),
  { kernel: "cell lstm step", tolerance: GATES, make: lstmForward },
  { kernel: "cell lstm backward", tolerance: GATES, make: (dice) => lstmAdjoint(dice, 0) },
  { kernel: "cell lstm backward, last step", tolerance: GATES, make: (dice) => lstmAdjoint(dice, 1) },
  { kernel: "cell gru step", tolerance: GATES, make: gruForward },
  { kernel: "cell gru backward", tolerance: GATES, make: gruAdjoint },
  ...([1, 0] as const).flatMap((gate) => [
    { kernel: `cell cfc step${gate ? "" : ", no gate"}`, tolerance: GATES, make: (dice: Dice) => cfcForward(dice, gate) },
    { kernel: `cell cfc backward${gate ? "" : ", no gate"}`, tolerance: GATES, make: (dice: Dice) => cfcAdjoint(dice, gate) },
  ]),
  { kernel: "cell cfc step, pure", tolerance: EXPONENTIALS, make: (dice) => pure(dice, false) },
  { kernel: "cell cfc backward, pure", tolerance: EXPONENTIALS, make: (dice) => pure(dice, true) },
  { kernel: "cell ltc step", tolerance: EXPONENTIALS, make: liquid },
];

/** A step somewhere in a sequence of a batch. */
interface Moment {
  readonly batch: number;
  readonly units: number;
  readonly steps: number;
  readonly step: number;
}

function moment(dice: Dice): Moment {
  const steps = dice.whole(2, 4);
  return { batch: dice.whole(2, 6), units: dice.size(11, 70), steps, step: dice.whole(0, steps - 1) };
}

/** Which sequences are going on, and the times of all steps. */
function times(dice: Dice, { steps, batch }: Moment): { readonly live: Float32Array; readonly elapsed: Float32Array } {
  const live = guarded(Array.from({ length: steps * batch }, (_, k) => (k % 3 === 1 ? flag(dice) : k % 2)));
  return { live, elapsed: numbers(dice, steps * batch, 0.05, 2) };
}

/** States before the first step and after each: poisoned from the step on that is about to be done. */
function states(dice: Dice, { steps, step, batch, units }: Moment): Float32Array {
  const all = numbers(dice, (1 + steps) * batch * units);
  return all.fill(Number.NaN, (1 + step) * batch * units);
}

/** Numbers of all steps, `each` a unit: of the step itself nothing is known yet. */
function later(dice: Dice, { steps, step, batch, units }: Moment, each: number): Float32Array {
  const one = each * batch * units;
  return numbers(dice, steps * one).fill(Number.NaN, step * one, (step + 1) * one);
}

/** Numbers of all steps, `each` a unit. */
const known = (dice: Dice, { steps, batch, units }: Moment, each: number, low = -1, high = 1) =>
  numbers(dice, steps * each * batch * units, low, high);

const sizeOf = ({ batch, units, step }: Moment) => `${batch} x ${units} units, step ${step}`;

function cased(stage: Stage, buffers: Words, at: Moment): Case {
  return { stage, buffers, size: sizeOf(at) };
}

const shapeOf = ({ batch, units, step }: Moment) => ({ batch, units, step });

function gathered(dice: Dice): Case {
  const [steps, features, batch, count] = [dice.whole(3, 9), dice.whole(1, 3), dice.whole(5, 20), dice.whole(8, 30)];
  const part = { whole: 2 * batch, batch, first: flag(dice) * batch };
  const clock = new Uint32Array(CLOCK_WORDS);
  clock[Clock.cursor] = count > 2 * batch ? flag(dice) : 0;
  clock[Clock.examples] = count;
  const order = Uint32Array.from({ length: count }, (_, k) => (7 * k + 3) % count);
  const stage = gatherSequences(
    "gather",
    { ...part, steps, features, time_scale: dice.uniform(0.5, 3) },
    named("clock", "order", "lengths", "values", "times", "inputs", "elapsed", "live"),
  );
  const buffers = {
    ...{ clock, order, lengths: Uint32Array.from({ length: count }, () => dice.whole(1, steps)) },
    ...{ values: numbers(dice, count * steps * features), times: numbers(dice, count * steps, 0.1, 1) },
    ...{ inputs: poisoned(steps * batch * features), elapsed: poisoned(steps * batch), live: poisoned(steps * batch) },
  };
  return { stage, buffers, size: `${batch} of ${count} sequences x ${steps}` };
}

function activated(dice: Dice, kind: number, back: boolean): Case {
  const [count, first] = [dice.size(30, 300), dice.whole(0, 40)];
  const all = first + count + 9;
  const sums = numbers(dice, all, -6, 6);
  const shape = { count, first, kind };
  const size = `${count} numbers`;
  if (!back) return { stage: activate("activate", shape, named("sums", "outputs")), buffers: { sums, outputs: poisoned(all) }, size };
  const buffers = { outputs: numbers(dice, all), grads: numbers(dice, count), sums };
  return { stage: activateBackward("activate backward", shape, named("outputs", "grads", "sums")), buffers, size };
}

function lstmForward(dice: Dice): Case {
  const at = moment(dice);
  const { live } = times(dice, at);
  const stage = lstmStep("lstm", shapeOf(at), named("live", "sums", "cells", "states", "gates"));
  const buffers = { live, sums: known(dice, at, 4, -4, 4), cells: states(dice, at), states: states(dice, at), gates: later(dice, at, 4) };
  return cased(stage, buffers, at);
}

function lstmAdjoint(dice: Dice, last: number): Case {
  const at = moment(dice);
  const { live } = times(dice, at);
  const { steps, batch, units } = at;
  const names = named("live", "gates", "cells", "grad_cell", "grad_state", "sums");
  const buffers = {
    ...{ live, gates: known(dice, at, 4, 0.05, 0.95), cells: numbers(dice, (1 + steps) * batch * units, -2, 2) },
    grad_cell: last ? poisoned(batch * units) : numbers(dice, batch * units),
    ...{ grad_state: numbers(dice, batch * units), sums: later(dice, at, 4) },
  };
  return cased(lstmBackward("lstm backward", { ...shapeOf(at), last }, names), buffers, at);
}

function gruForward(dice: Dice): Case {
  const at = moment(dice);
  const { live } = times(dice, at);
  const sums = { sums: known(dice, at, 3, -3, 3), recurrent: known(dice, at, 3, -3, 3) };
  const buffers = { live, ...sums, states: states(dice, at), gates: later(dice, at, 3) };
  return cased(gruStep("gru", shapeOf(at), named("live", "sums", "recurrent", "states", "gates")), buffers, at);
}

function gruAdjoint(dice: Dice): Case {
  const at = moment(dice);
  const { live } = times(dice, at);
  const { steps, batch, units } = at;
  const buffers = {
    ...{ live, gates: known(dice, at, 3, 0.05, 0.95), states: numbers(dice, (1 + steps) * batch * units) },
    ...{ grad_state: numbers(dice, batch * units), sums: later(dice, at, 3), recurrent: known(dice, at, 3) },
  };
  return cased(gruBackward("gru backward", shapeOf(at), named("live", "gates", "states", "grad_state", "sums", "recurrent")), buffers, at);
}

function cfcForward(dice: Dice, gate: number): Case {
  const at = moment(dice);
  const buffers = { ...times(dice, at), sums: known(dice, at, 4, -3, 3), states: states(dice, at), parts: later(dice, at, 3) };
  return cased(cfcStep("cfc", { ...shapeOf(at), gate }, named("live", "elapsed", "sums", "states", "parts")), buffers, at);
}

function cfcAdjoint(dice: Dice, gate: number): Case {
  const at = moment(dice);
  const gradState = numbers(dice, at.batch * at.units);
  const buffers = { ...times(dice, at), parts: known(dice, at, 3, 0.05, 0.95), grad_state: gradState, sums: later(dice, at, 4) };
  return cased(cfcBackward("cfc backward", { ...shapeOf(at), gate }, named("live", "elapsed", "parts", "grad_state", "sums")), buffers, at);
}

function pure(dice: Dice, back: boolean): Case {
  const at = moment(dice);
  const { batch, units } = at;
  const tau_at = dice.whole(1, 5);
  const shape = { ...shapeOf(at), tau_at, a_at: tau_at + units + 3 };
  const parameters = numbers(dice, 2 * units + 12, -2, 2);
  // Where w_tau is 0 its gradient is.
  parameters[tau_at + 1] = 0;
  const common = { ...times(dice, at), parameters, sums: known(dice, at, 1, -2, 2) };
  if (!back) {
    const stage = cfcPureStep("pure", shape, named("live", "elapsed", "parameters", "sums", "states"));
    return cased(stage, { ...common, states: states(dice, at) }, at);
  }
  const names = named("live", "elapsed", "parameters", "grad_state", "sums", "grad_tau", "grad_a");
  const grads = { grad_state: numbers(dice, batch * units), grad_tau: later(dice, at, 1), grad_a: later(dice, at, 1) };
  return cased(cfcPureBackward("pure backward", shape, names), { ...common, ...grads }, at);
}

function liquid(dice: Dice): Case {
  const at = moment(dice);
  const { steps, batch, units } = at;
  const [inputs, unfolds, stride] = [dice.whole(1, 3), dice.whole(1, 6), units + dice.whole(0, 3)];
  const input_b_at = inputs + 1;
  const sensory_at = input_b_at + inputs + 2;
  const recurrent_at = sensory_at + 4 * inputs * units + 1;
  const leak_at = recurrent_at + 4 * units * units + 3;
  const shape = { ...shapeOf(at), inputs, unfolds, input_w_at: 1, input_b_at, sensory_at, recurrent_at, leak_at, stride };
  const buffers = {
    ...{ ...times(dice, at), inputs: numbers(dice, steps * batch * inputs) },
    parameters: numbers(dice, leak_at + 3 * stride, 0.1, 1.5),
    ...{ sums: poisoned(batch * 4 * units), states: states(dice, at) },
  };
  return cased(ltcStep("ltc", shape, named("live", "elapsed", "inputs", "parameters", "sums", "states")), buffers, at);
}
