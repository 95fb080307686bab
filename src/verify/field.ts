/** The kernels of fields. */
import { amari } from "../field/kernels/amari.ts";
import { drift } from "../field/kernels/drift.ts";
import { etdrk4Finish } from "../field/kernels/etdrk4_finish.ts";
import { etdrk4Stage } from "../field/kernels/etdrk4_stage.ts";
import { filter } from "../field/kernels/filter.ts";
import { kleinGordonKick } from "../field/kernels/klein_gordon_kick.ts";
import { record } from "../field/kernels/record.ts";
import { square } from "../field/kernels/square.ts";
import { tick } from "../field/kernels/tick.ts";
import { wilsonCowan } from "../field/kernels/wilson_cowan.ts";
import { ETD_WORDS } from "../twins/lib/etdrk4.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { STEP_CLOCK_WORDS, StepClock } from "../twins/lib/step_clock.ts";
import { type Case, flag, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { poisoned } from "./stage.ts";

/** Largest relative error, over the largest value of a buffer: a handful of operations, of which a device may fuse two. */
const FEW = 2e-6;
/** The same with an exponential, accurate to 3 + 2 |x| units in WGSL. */
const EXPONENTIALS = 2e-5;

/** Names of the checks, what they allow, and what they run. */
export const fieldChecks: readonly StageCheck[] = [
  { kernel: "field klein gordon kick", tolerance: FEW, make: kick },
  { kernel: "field drift", tolerance: FEW, make: drifting },
  { kernel: "field tick", tolerance: 0, make: ticking },
  { kernel: "field record", tolerance: 0, make: recording },
  { kernel: "field square", tolerance: FEW, make: squares },
  { kernel: "field filter", tolerance: FEW, make: filtering },
  { kernel: "field etdrk4 stage", tolerance: FEW, make: stage },
  { kernel: "field etdrk4 finish", tolerance: FEW, make: finish },
  { kernel: "field amari, trial", tolerance: EXPONENTIALS, make: (dice) => neural(dice, 0) },
  { kernel: "field amari, step", tolerance: EXPONENTIALS, make: (dice) => neural(dice, 1) },
  { kernel: "field amari, rates", tolerance: EXPONENTIALS, make: (dice) => neural(dice, 2) },
  { kernel: "field wilson cowan, trial", tolerance: EXPONENTIALS, make: (dice) => populations(dice, 0) },
  { kernel: "field wilson cowan, step", tolerance: EXPONENTIALS, make: (dice) => populations(dice, 1) },
];

function clockAt(step: number): Uint32Array {
  const clock = new Uint32Array(STEP_CLOCK_WORDS);
  clock[StepClock.step] = step;
  return clock;
}

function kick(dice: Dice): Case {
  // One row too; sides of one and two places, whose neighbours are one.
  const [batch, rows, columns] = [dice.whole(1, 3), dice.whole(1, 20), dice.whole(1, 40)];
  const [keep, push, along_rows, along_columns, restore] = dice.list(5, 0.1, 1);
  const noise = flag(dice) * dice.list(1, 0.1, 1)[0];
  const random = { key0: dice.word(), key1: dice.word(), stream: dice.word() };
  const shape = { batch, rows, columns, forced: flag(dice), keep, push, along_rows, along_columns, restore, noise, ...random };
  const count = batch * rows * columns;
  return {
    stage: kleinGordonKick("kick", shape, named("clock", "tables", "phi", "input", "velocity")),
    buffers: {
      clock: clockAt(dice.word()),
      tables: Uint32Array.from(normalTable),
      ...{ phi: numbers(dice, count), input: numbers(dice, count), velocity: numbers(dice, count) },
    },
    size: `${batch} x ${rows} x ${columns}`,
  };
}

function drifting(dice: Dice): Case {
  const count = dice.whole(65, 400) | 1;
  return {
    stage: drift("drift", { count, dt: dice.list(1, 0.01, 1)[0] }, named("velocities", "values")),
    buffers: { velocities: numbers(dice, count), values: numbers(dice, count) },
    size: `${count} values`,
  };
}

/** Some values that are not finite, anywhere or nowhere, at a step that looks or one that does not. */
function ticking(dice: Dice): Case {
  const [batch, each, every] = [dice.whole(2, 5), dice.whole(30, 90) | 1, dice.whole(2, 4)];
  const values = numbers(dice, batch * each);
  for (let n = dice.whole(0, 3); n > 0; n--) {
    values[dice.whole(0, batch * each - 1)] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][dice.whole(0, 2)];
  }
  // A multiple of `every`, or the step before one.
  const clock = clockAt(dice.whole(1, 50) * every - dice.whole(0, 1));
  if (dice.whole(0, 3) === 0) clock[StepClock.broken] = 1;
  return {
    stage: tick("tick", { steps: flag(dice), every, count: batch * each, each }, named("values", "clock")),
    buffers: { values, clock },
    size: `${batch} x ${each}`,
  };
}

function recording(dice: Dice): Case {
  const [every, frames, count, channels] = [dice.whole(1, 3), dice.whole(2, 5), dice.whole(65, 200) | 1, dice.whole(1, 2)];
  const shape = { every, frames, count, channels, channel: dice.whole(0, channels - 1) };
  // Frames that are not written stay as they were.
  return {
    stage: record("record", shape, named("clock", "values", "kept")),
    buffers: { clock: clockAt(dice.whole(1, 60)), values: numbers(dice, count * channels), kept: numbers(dice, frames * count) },
    size: `${count} values of ${channels} channels`,
  };
}

function squares(dice: Dice): Case {
  const count = dice.whole(65, 400) | 1;
  return {
    stage: square("square", { count }, named("values", "squares")),
    buffers: { values: numbers(dice, count), squares: poisoned(count) },
    size: `${count} values`,
  };
}

function filtering(dice: Dice): Case {
  const [batch, modes, channels] = [dice.whole(2, 4), dice.whole(20, 70) | 1, dice.whole(1, 3)];
  const length = 2 * batch * modes * channels;
  return {
    stage: filter("filter", { batch, modes, channels }, named("multipliers", "spectrum", "filtered")),
    buffers: { multipliers: numbers(dice, modes * channels ** 2), spectrum: numbers(dice, length), filtered: poisoned(length) },
    size: `${batch} x ${modes} x ${channels}`,
  };
}

function stage(dice: Dice): Case {
  const [batch, modes] = [dice.whole(2, 4), dice.whole(20, 70) | 1];
  const spectrum = () => numbers(dice, 2 * batch * modes);
  const empty = () => poisoned(2 * batch * modes);
  return {
    stage: etdrk4Stage(
      "stage",
      { batch, modes, forced: flag(dice), last: flag(dice) },
      named("coefficients", "base", "squares", "forcing", "first", "kept", "stage"),
    ),
    buffers: {
      coefficients: numbers(dice, ETD_WORDS * modes),
      ...{ base: spectrum(), squares: spectrum(), forcing: spectrum(), first: spectrum() },
      ...{ kept: empty(), stage: empty() },
    },
    size: `${batch} x ${modes}`,
  };
}

function finish(dice: Dice): Case {
  const [batch, modes] = [dice.whole(2, 4), dice.whole(20, 70) | 1];
  const names = ["squares", "forcing", "first", "second", "third", "spectrum"] as const;
  const spectra = Object.fromEntries(names.map((name) => [name, numbers(dice, 2 * batch * modes)]));
  return {
    stage: etdrk4Finish("finish", { batch, modes, forced: flag(dice) }, named("coefficients", ...names)),
    buffers: { coefficients: numbers(dice, ETD_WORDS * modes), ...spectra },
    size: `${batch} x ${modes}`,
  };
}

function neural(dice: Dice, part: number): Case {
  const count = dice.whole(65, 400) | 1;
  const [share, rest, threshold] = dice.list(3, 0.1, 1);
  const shape = { count, part, forced: flag(dice), heaviside: flag(dice), share, rest, threshold, gain: dice.list(1, 1, 9)[0] };
  const values = () => numbers(dice, count);
  return {
    stage: amari("amari", shape, named("drive", "input", "u", "trial", "change", "rate")),
    buffers: { drive: values(), input: values(), u: values(), trial: values(), change: values(), rate: poisoned(count) },
    size: `${count} values`,
  };
}

function populations(dice: Dice, part: number): Case {
  const count = 2 * (dice.whole(65, 200) | 1);
  const values = () => numbers(dice, count);
  const parameters = [0, 1].flatMap(() => [...dice.list(2, 0.1, 1), ...dice.list(2, 0.5, 4)]);
  return {
    stage: wilsonCowan("wilson cowan", { count, part, forced: flag(dice) }, named("parameters", "drive", "input", "u", "trial", "change")),
    buffers: {
      parameters: Float32Array.from(parameters),
      ...{ drive: values(), input: values(), u: values(), trial: values() },
      change: part === 0 ? poisoned(count) : values(),
    },
    size: `${count} values`,
  };
}
