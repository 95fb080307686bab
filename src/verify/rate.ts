/** The kernels of rate networks. */
import { activate } from "../rate/kernels/activate.ts";
import { euler } from "../rate/kernels/euler.ts";
import { flip } from "../rate/kernels/flip.ts";
import { gather } from "../rate/kernels/gather.ts";
import { keep } from "../rate/kernels/keep.ts";
import { rateMap } from "../rate/kernels/map.ts";
import { recall } from "../rate/kernels/recall.ts";
import { recur } from "../rate/kernels/recur.ts";
import { rateStage } from "../rate/kernels/stage.ts";
import { turn } from "../rate/kernels/turn.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { STEP_CLOCK_WORDS, StepClock } from "../twins/lib/step_clock.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: a handful of operations, a rational tanh beside an exact one. */
const FEW = 3e-6;

/** Names of the checks, what they allow, and what they run. */
export const rateChecks: readonly StageCheck[] = [
  { kernel: "rate activate", tolerance: FEW, make: activating },
  { kernel: "rate recur", tolerance: FEW, make: recurring },
  { kernel: "rate gather", tolerance: FEW, make: gathering },
  { kernel: "rate recall", tolerance: 0, make: recalling },
  { kernel: "rate euler", tolerance: FEW, make: stepping },
  { kernel: "rate stage", tolerance: FEW, make: staging },
  { kernel: "rate map", tolerance: FEW, make: mapping },
  { kernel: "rate keep", tolerance: FEW, make: keeping },
  { kernel: "rate flip", tolerance: 0, make: flipping },
  { kernel: "rate turn", tolerance: 0, make: turning },
];

function clockOf(dice: Dice): Uint32Array {
  const clock = new Uint32Array(STEP_CLOCK_WORDS);
  clock[StepClock.step] = dice.whole(0, 60);
  return clock;
}

/** Networks, rows of each, and elements of a row with a few behind the units. */
function sizes(dice: Dice) {
  const units = dice.whole(30, 140) | 1;
  return { networks: dice.whole(2, 4), vectors: dice.whole(1, 4), units, stride: 4 * Math.ceil(units / 4) };
}

/** A table of inputs: for all networks or one each. */
function tableOf(dice: Dice, networks: number, stride: number) {
  const [frames, hold, spread] = [dice.whole(1, 4), dice.whole(1, 5), flag(dice) ? networks : 1];
  return { shape: { frames, hold, spread }, inputs: numbers(dice, frames * spread * stride) };
}

const noiseOf = (dice: Dice) => ({
  noise: flag(dice) * dice.uniform(0.1, 1),
  ...{ key0: dice.word(), key1: dice.word(), stream: dice.word() },
});

function activating(dice: Dice): Case {
  const { units: _, ...given } = sizes(dice);
  const shape = { ...given, kind: dice.whole(0, 3), slots: dice.whole(1, 3), fill: flag(dice) };
  const count = shape.networks * shape.vectors * shape.stride;
  return {
    stage: activate("activate", shape, named("clock", "gains", "values", "signals")),
    buffers: {
      clock: clockOf(dice),
      gains: numbers(dice, shape.networks, 0.5, 2),
      values: numbers(dice, count, -3, 3),
      signals: numbers(dice, shape.slots * count),
    },
    size: `${shape.networks} x ${shape.vectors} x ${shape.stride}`,
  };
}

function recurring(dice: Dice): Case {
  const [rows, stride, vectors, matrices] = [dice.whole(3, 40), 4 * dice.whole(10, 30), dice.whole(1, 7), dice.whole(1, 3)];
  const count = matrices * vectors * stride;
  return {
    stage: recur("recur", { rows, stride, vectors, matrices }, named("couplings", "signals", "drive")),
    buffers: { couplings: whole(numbers(dice, matrices * rows * stride)), signals: whole(numbers(dice, count)), drive: poisoned(count) },
    size: `${matrices} x ${vectors} x ${rows} x ${stride}`,
  };
}

/** Guards rounded up to whole vectors of four. */
function whole(values: Float32Array): Float32Array {
  const all = new Float32Array(4 * Math.ceil(values.length / 4)).fill(Number.NaN);
  all.set(values);
  return all;
}

function gathering(dice: Dice): Case {
  const [rows, vectors, sets, slots] = [dice.whole(20, 50), dice.whole(1, 3), dice.whole(1, 3), dice.whole(1, 5)];
  const stride = 4 * Math.ceil(rows / 4);
  const lengths = Array.from({ length: sets * rows }, () => dice.whole(0, 30));
  const starts = Uint32Array.from([0, ...lengths]);
  for (let n = 1; n < starts.length; n++) starts[n] += starts[n - 1];
  const total = starts[starts.length - 1];
  const bits = slots === 1 ? 31 : 6;
  const word = () => (dice.whole(0, slots - 1) << bits) | dice.whole(0, rows - 1);
  return {
    stage: gather(
      "gather",
      { rows, stride, vectors, sets, bits, slots, ahead: flag(dice) },
      named("clock", "starts", "sources", "weights", "signals", "drive"),
    ),
    buffers: {
      ...{ clock: clockOf(dice), starts, sources: Uint32Array.from({ length: total + 1 }, word), weights: numbers(dice, total) },
      ...{ signals: numbers(dice, slots * sets * vectors * stride), drive: poisoned(sets * vectors * stride) },
    },
    size: `${total} synapses, ${sets} x ${vectors} vectors, ${slots} slots`,
  };
}

function recalling(dice: Dice): Case {
  const [count, slots] = [dice.whole(65, 200) | 1, dice.whole(2, 6)];
  return {
    stage: recall("recall", { count, slots, delay: dice.whole(1, slots - 1), ahead: flag(dice) }, named("clock", "signals", "delayed")),
    buffers: { clock: clockOf(dice), signals: numbers(dice, slots * count), delayed: poisoned(count) },
    size: `${slots} x ${count}`,
  };
}

function stepping(dice: Dice): Case {
  const given = sizes(dice);
  const { networks, vectors, stride } = given;
  const { shape, inputs } = tableOf(dice, networks, stride);
  const count = networks * vectors * stride;
  return {
    stage: euler(
      "euler",
      { ...given, ...shape, ...noiseOf(dice), share: dice.uniform(0.1, 1) },
      named("clock", "tables", "inputs", "drive", "state"),
    ),
    buffers: {
      ...{ clock: clockOf(dice), tables: Uint32Array.from(normalTable), inputs },
      ...{ drive: numbers(dice, count), state: numbers(dice, count) },
    },
    size: `${networks} x ${vectors} x ${given.units}`,
  };
}

function staging(dice: Dice): Case {
  const { units: _, ...given } = sizes(dice);
  const { networks, vectors, stride } = given;
  const { shape, inputs } = tableOf(dice, networks, stride);
  const count = networks * vectors * stride;
  const [share, next] = dice.list(2, 0.1, 1);
  return {
    stage: rateStage(
      "stage",
      { ...given, ...shape, first: flag(dice), last: flag(dice), share, next },
      named("clock", "inputs", "drive", "trial", "total", "state"),
    ),
    buffers: {
      ...{ clock: clockOf(dice), inputs, drive: numbers(dice, count) },
      ...{ trial: numbers(dice, count), total: numbers(dice, count), state: numbers(dice, count) },
    },
    size: `${networks} x ${vectors} x ${stride}`,
  };
}

function mapping(dice: Dice): Case {
  const given = sizes(dice);
  const { networks, vectors, stride } = given;
  const { shape, inputs } = tableOf(dice, networks, stride);
  const count = networks * vectors * stride;
  const state = new Float32Array(count + 5).fill(Number.NaN);
  // Behind the units there are zeros, which stay.
  for (let row = 0; row < networks * vectors; row++) state.fill(0, row * stride + given.units, (row + 1) * stride);
  return {
    stage: rateMap(
      "map",
      { ...given, ...shape, ...noiseOf(dice), kind: dice.whole(0, 3) },
      named("clock", "tables", "inputs", "drive", "state"),
    ),
    buffers: { clock: clockOf(dice), tables: Uint32Array.from(normalTable), inputs, drive: numbers(dice, count, -2, 2), state },
    size: `${networks} x ${vectors} x ${given.units}`,
  };
}

function keeping(dice: Dice): Case {
  const { networks, vectors, units, stride } = sizes(dice);
  const [chosen, every, frames] = [dice.whole(30, 70), dice.whole(1, 3), dice.whole(2, 5)];
  const clock = clockOf(dice);
  // A step that is kept, or the one behind it.
  clock[StepClock.step] = dice.whole(0, 20) * every + flag(dice);
  const choice = Uint32Array.from({ length: chosen }, () => dice.whole(0, units - 1));
  return {
    stage: keep(
      "keep",
      { networks, vectors, stride, chosen, kind: dice.whole(0, 3), every, frames },
      named("clock", "units", "state", "kept"),
    ),
    buffers: {
      ...{ clock, units: choice, state: numbers(dice, networks * vectors * stride, -3, 3) },
      kept: numbers(dice, frames * networks * chosen),
    },
    size: `${networks} x ${chosen}`,
  };
}

function turning(dice: Dice): Case {
  const { networks, vectors: _, units, stride } = sizes(dice);
  const vectors = dice.whole(2, 4);
  return {
    stage: turn("turn", { networks, vectors, stride, units, back: flag(dice) }, named("state", "tangents")),
    buffers: { state: numbers(dice, networks * vectors * stride), tangents: numbers(dice, networks * (vectors - 1) * units) },
    size: `${networks} x ${vectors} x ${units}`,
  };
}

function flipping(dice: Dice): Case {
  const [matrices, vectors, units] = [dice.whole(2, 3), dice.whole(5, 9), dice.whole(30, 60) | 1];
  const stride = 4 * Math.ceil(units / 4);
  return {
    stage: flip("flip", { matrices, vectors, units, stride }, named("columns", "rows")),
    buffers: { columns: numbers(dice, matrices * units * vectors), rows: poisoned(matrices * vectors * stride) },
    size: `${matrices} x ${vectors} x ${units}`,
  };
}
