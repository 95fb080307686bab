/** The kernels of piecewise-linear recurrent networks and of what trains them. */
import { alRnnBackward } from "../cell/kernels/al_rnn_backward.ts";
import { alRnnForward } from "../cell/kernels/al_rnn_forward.ts";
import { columnDots } from "../cell/kernels/column_dots.ts";
import { forcingStrength } from "../cell/kernels/forcing_strength.ts";
import { gradientRecord } from "../cell/kernels/gradient_record.ts";
import { initialState } from "../cell/kernels/initial_state.ts";
import { initialStateBackward } from "../cell/kernels/initial_state_backward.ts";
import { jacobianNorms } from "../cell/kernels/jacobian_norms.ts";
import { reconstructionError } from "../cell/kernels/reconstruction_error.ts";
import { sequenceWindows } from "../cell/kernels/sequence_windows.ts";
import { shallowPlrnnBackward } from "../cell/kernels/shallow_plrnn_backward.ts";
import { shallowPlrnnForward } from "../cell/kernels/shallow_plrnn_forward.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { guarded, poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: sums over units, a few steps one after another. */
const SUMS = 2e-5;
/** The same with rounds of the power method and a logarithm. */
const ROUNDS = 1e-4;

export const cellPlrnnChecks: readonly StageCheck[] = [
  { kernel: "cell sequence windows", tolerance: 0, make: windows },
  { kernel: "cell initial state", tolerance: SUMS, make: (dice) => initial(dice, false) },
  { kernel: "cell initial state, back", tolerance: SUMS, make: (dice) => initial(dice, true) },
  { kernel: "cell al-rnn, forced", tolerance: SUMS, make: (dice) => alRnn(dice, true) },
  { kernel: "cell al-rnn, free", tolerance: SUMS, make: (dice) => alRnn(dice, false) },
  { kernel: "cell al-rnn, back", tolerance: SUMS, make: alRnnBack },
  { kernel: "cell shallow plrnn, forced", tolerance: SUMS, make: (dice) => shallow(dice, true) },
  { kernel: "cell shallow plrnn, free", tolerance: SUMS, make: (dice) => shallow(dice, false) },
  { kernel: "cell shallow plrnn, back", tolerance: SUMS, make: shallowBack },
  { kernel: "cell reconstruction error", tolerance: SUMS, make: error },
  { kernel: "cell column dots", tolerance: SUMS, make: dots },
  { kernel: "cell jacobian norms", tolerance: ROUNDS, make: norms },
  { kernel: "cell forcing strength", tolerance: ROUNDS, make: strength },
  { kernel: "cell gradient record", tolerance: SUMS, make: record },
];

/** The second batch or a later one, of an epoch that is not the first. */
function clockOf(dice: Dice, cursor = dice.whole(1, 4)): Uint32Array {
  const clock = new Uint32Array(CLOCK_WORDS);
  clock[Clock.cursor] = cursor;
  clock[Clock.epoch] = dice.whole(1, 9);
  clock[Clock.examples] = 1000;
  return clock;
}

function windows(dice: Dice): Case {
  const [batch, rows, columns, starts] = [dice.whole(3, 6), dice.whole(4, 9), dice.whole(1, 3), dice.whole(50, 90)];
  const first = batch * flag(dice);
  const random = { key0: dice.word(), key1: dice.word(), stream: dice.word() };
  const shape = { batch, rows, columns, starts, whole: 2 * batch, first, ...random };
  return {
    stage: sequenceWindows("windows", shape, named("clock", "series", "windows")),
    buffers: {
      clock: clockOf(dice),
      series: numbers(dice, (starts + rows - 1) * columns),
      windows: poisoned(rows * batch * columns),
    },
    size: `${rows} x ${batch} x ${columns}`,
  };
}

function initial(dice: Dice, back: boolean): Case {
  const [batch, observed, l_at] = [dice.whole(3, 9), dice.whole(2, 4), dice.whole(1, 5)];
  // More elements than a workgroup has threads, most of the time.
  const units = observed + dice.whole(5, 50);
  const weights = l_at + (units - observed) * observed;
  const shape = { batch, units, observed, l_at };
  const size = `${batch} x ${units}, ${observed} observed`;
  const signals = numbers(dice, batch * observed);
  if (back)
    return {
      stage: initialStateBackward("first states, back", shape, named("signals", "grad_state", "gradients")),
      buffers: { signals, grad_state: numbers(dice, batch * units), gradients: numbers(dice, weights) },
      size,
    };
  return {
    stage: initialState("first states", shape, named("parameters", "signals", "state")),
    buffers: { parameters: numbers(dice, weights), signals, state: poisoned(batch * units) },
    size,
  };
}

/** Few steps: a difference grows from step to step. Units on both sides of a workgroup's 64 threads. */
function sizes(dice: Dice) {
  const [steps, batch, observed] = [dice.whole(4, 6), dice.whole(2, 5), dice.whole(2, 3)];
  return { steps, batch, observed, units: observed + dice.whole(2, 5) + 64 * flag(dice), every: dice.whole(1, 2) };
}

/** What both cells read and write, forwards; `kept`: rows of what is kept. */
function forwardBuffers(
  dice: Dice,
  { steps, batch, units, observed }: ReturnType<typeof sizes>,
  kept: number,
  wide: number,
  count: number,
) {
  return {
    parameters: weights(dice, count, units + (wide === units ? 0 : wide)),
    signals: numbers(dice, (steps + 1) * batch * observed),
    strength: numbers(dice, 1, 0.2, 0.9),
    state: numbers(dice, batch * units),
    states: poisoned(steps * batch * units),
    inputs: poisoned(kept * batch * units),
    activations: poisoned(kept * batch * wide),
  };
}

const FORWARD = ["parameters", "signals", "strength", "state", "states", "inputs", "activations"] as const;

/** So small that states neither vanish nor grow much. */
const weights = (dice: Dice, count: number, wide: number): Float32Array => numbers(dice, count, -2 / Math.sqrt(wide), 2 / Math.sqrt(wide));

function alRnnPlaces(units: number) {
  const a_at = 4;
  const w_at = a_at + units + 3;
  const h_at = w_at + units * units + 1;
  return { a_at, w_at, h_at, count: h_at + units };
}

function alRnn(dice: Dice, forced: boolean): Case {
  const size = sizes(dice);
  const { steps, batch, units, observed } = size;
  const { count, ...places } = alRnnPlaces(units);
  const keep = forced ? 1 : 0;
  const linear = units - dice.whole(1, 3);
  const shape = { ...size, linear, every: forced ? size.every : 0, keep, ...places };
  return {
    stage: alRnnForward("al-rnn", shape, named(...FORWARD)),
    buffers: forwardBuffers(dice, size, forced ? steps : 1, units, count),
    size: `${steps} steps, ${batch} x ${units}, ${observed} observed`,
  };
}

function alRnnBack(dice: Dice): Case {
  const { observed, ...size } = sizes(dice);
  const { steps, batch, units } = size;
  const { count, a_at, w_at } = alRnnPlaces(units);
  const shape = { ...size, observed, linear: units - dice.whole(1, 3), a_at, w_at };
  const rows = steps * batch * units;
  return {
    stage: alRnnBackward("back", shape, named("parameters", "strength", "inputs", "grad_states", "grad_outputs", "grad_state")),
    buffers: {
      parameters: weights(dice, count, units),
      strength: numbers(dice, 1, 0.2, 0.9),
      inputs: numbers(dice, rows),
      grad_states: numbers(dice, rows),
      grad_outputs: poisoned(rows),
      grad_state: poisoned(batch * units),
    },
    size: `${steps} steps, ${batch} x ${units}`,
  };
}

function shallowPlaces(units: number, hidden: number) {
  const a_at = 2;
  const w1_at = a_at + units + 1;
  const w2_at = w1_at + units * hidden + 2;
  const h1_at = w2_at + units * hidden + 3;
  const h2_at = h1_at + units + 1;
  return { a_at, w1_at, w2_at, h1_at, h2_at, count: h2_at + hidden };
}

function shallow(dice: Dice, forced: boolean): Case {
  const size = sizes(dice);
  const { steps, batch, units, observed } = size;
  const hidden = dice.whole(65, 90) | 1;
  const { count, ...places } = shallowPlaces(units, hidden);
  const shape = { ...size, hidden, every: forced ? size.every : 0, keep: forced ? 1 : 0, clipped: flag(dice), ...places };
  return {
    stage: shallowPlrnnForward("shallow plrnn", shape, named(...FORWARD)),
    buffers: forwardBuffers(dice, size, forced ? steps : 1, hidden, count),
    size: `${steps} steps, ${batch} x ${units} by ${hidden}, ${observed} observed`,
  };
}

function shallowBack(dice: Dice): Case {
  const size = sizes(dice);
  const { steps, batch, units } = size;
  const hidden = dice.whole(65, 90) | 1;
  const { count, h1_at: _, ...places } = shallowPlaces(units, hidden);
  const shape = { ...size, hidden, clipped: flag(dice), ...places };
  const [rows, wide] = [steps * batch * units, steps * batch * hidden];
  const names = ["parameters", "strength", "inputs", "grad_states", "grad_outputs", "grad_folds", "grad_shifts", "grad_state"] as const;
  return {
    stage: shallowPlrnnBackward("back", shape, named(...names)),
    buffers: {
      parameters: weights(dice, count, units + hidden),
      strength: numbers(dice, 1, 0.2, 0.9),
      inputs: numbers(dice, rows),
      grad_states: numbers(dice, rows),
      ...{ grad_outputs: poisoned(rows), grad_folds: poisoned(wide), grad_shifts: poisoned(wide), grad_state: poisoned(batch * units) },
    },
    size: `${steps} steps, ${batch} x ${units} by ${hidden}`,
  };
}

function error(dice: Dice): Case {
  const [steps, batch, observed] = [dice.whole(5, 30), dice.whole(2, 5), dice.whole(1, 3)];
  const units = observed + dice.whole(0, 4);
  const first = batch * flag(dice);
  const shape = { steps, batch, units, observed, whole: 2 * batch, first };
  return {
    stage: reconstructionError("error", shape, named("signals", "states", "grad_states", "losses")),
    buffers: {
      signals: numbers(dice, (steps + 1) * batch * observed),
      states: numbers(dice, steps * batch * units),
      grad_states: poisoned(steps * batch * units),
      losses: numbers(dice, 2 * batch),
    },
    size: `${steps} x ${batch} x ${units}, ${observed} observed`,
  };
}

function dots(dice: Dice): Case {
  const [rows, columns, out_at] = [dice.whole(3, 90), dice.whole(17, 40) | 1, dice.whole(1, 5)];
  return {
    stage: columnDots("dots", { rows, columns, out_at }, named("left", "right", "out")),
    buffers: { left: numbers(dice, rows * columns), right: numbers(dice, rows * columns), out: numbers(dice, out_at + columns) },
    size: `${rows} x ${columns}`,
  };
}

/** In a batch that looks at them, or the one before. */
function norms(dice: Dice): Case {
  const [steps, batch, units, every] = [dice.whole(2, 4), dice.whole(2, 3), dice.whole(3, 6), dice.whole(2, 5)];
  const observed = units - flag(dice);
  const hidden = dice.whole(65, 90) | 1;
  const { count, h1_at: _, ...places } = shallowPlaces(units, hidden);
  const shape = { steps, batch, units, hidden, observed, every, clipped: flag(dice), ...places };
  const cursor = every * dice.whole(1, 3) - 1 - (dice.whole(0, 2) === 0 ? 1 : 0);
  return {
    stage: jacobianNorms("norms", shape, named("clock", "parameters", "signals", "norms")),
    buffers: {
      clock: clockOf(dice, cursor),
      parameters: weights(dice, count, 4),
      signals: numbers(dice, (steps + 1) * batch * observed),
      norms: numbers(dice, steps * batch),
    },
    size: `${steps} x ${batch}, ${units} by ${hidden}`,
  };
}

/** Norms above and below 1; a strength below or above what is wanted. */
function strength(dice: Dice): Case {
  const [steps, batch, every] = [dice.whole(3, 9), dice.whole(65, 90), dice.whole(2, 5)];
  const cursor = every * dice.whole(1, 3) - 1 - (dice.whole(0, 2) === 0 ? 1 : 0);
  const decay = dice.uniform(0.5, 0.9);
  return {
    stage: forcingStrength("strength", { steps, batch, every, decay }, named("clock", "norms", "strength")),
    buffers: {
      clock: clockOf(dice, cursor),
      norms: numbers(dice, steps * batch, ...(flag(dice) ? ([-1, -0.1] as const) : ([-0.2, 1] as const))),
      strength: numbers(dice, 1, 0, 1),
    },
    size: `${steps} x ${batch}`,
  };
}

function record(dice: Dice): Case {
  const sums = dice.whole(3, 64);
  return {
    stage: gradientRecord("record", { sums }, named("clock", "squares", "strength", "kept")),
    buffers: {
      clock: clockOf(dice),
      squares: numbers(dice, sums, 0, 1),
      strength: guarded([0.25]),
      kept: numbers(dice, 12),
    },
    size: `${sums} sums`,
  };
}
