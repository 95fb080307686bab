/** The kernels around a network that learns: encoders, losses, counts, optimisers. */
import type { Device } from "../gpu/device.ts";
import { adadelta } from "../learn/kernels/adadelta.ts";
import { adam } from "../learn/kernels/adam.ts";
import { clip } from "../learn/kernels/clip.ts";
import { crossEntropy } from "../learn/kernels/cross_entropy.ts";
import { crossEntropySteps } from "../learn/kernels/cross_entropy_steps.ts";
import { decay } from "../learn/kernels/decay.ts";
import { encodeBernoulli } from "../learn/kernels/encode_bernoulli.ts";
import { encodeConstant } from "../learn/kernels/encode_constant.ts";
import { encodeLatency } from "../learn/kernels/encode_latency.ts";
import { hits } from "../learn/kernels/hits.ts";
import { addPartialSums } from "../learn/kernels/neuron.ts";
import { penalise } from "../learn/kernels/penalise.ts";
import { radam } from "../learn/kernels/radam.ts";
import { rmsprop } from "../learn/kernels/rmsprop.ts";
import { sgd } from "../learn/kernels/sgd.ts";
import { spikeSums } from "../learn/kernels/spike_sums.ts";
import { squareSums } from "../learn/kernels/square_sums.ts";
import { squaredError } from "../learn/kernels/squared_error.ts";
import { tally as tallyStage } from "../learn/kernels/tally.ts";
import { tick } from "../learn/kernels/tick.ts";
import type { Stage } from "../plan/program.ts";
import { HISTORY_COLUMNS } from "../twins/dense/tally.ts";
import { type BatchPart, CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { type Case, named, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { type Alter, checkStage, guarded, poisoned } from "./stage.ts";
import type { Tally } from "./tally.ts";

/**
 * Largest relative error, over the largest value of a buffer. Sums of up to some hundred numbers, square roots and divisions are right to a
 * few units of 2^-24; WGSL's exp to 3 + 2 |x| units, its log to 2^-21 near 1, and a logit of 99, which is rounded before its exponential is
 * taken, to some 99 units.
 */
const SUMS = 2e-6;
const EXPONENTIALS = 2e-5;

/** Names of the checks, what they allow, and what they run. */
export const trainingChecks: readonly StageCheck[] = [
  { kernel: "learn encode bernoulli", tolerance: 0, make: bernoulli },
  { kernel: "learn encode constant", tolerance: 0, make: constant },
  { kernel: "learn encode latency", tolerance: 0, make: latency },
  { kernel: "learn cross entropy", tolerance: EXPONENTIALS, make: (dice) => entropy(dice, crossEntropy) },
  { kernel: "learn cross entropy of steps", tolerance: EXPONENTIALS, make: (dice) => entropy(dice, crossEntropySteps) },
  { kernel: "learn squared error", tolerance: SUMS, make: (dice) => squares(dice, 0) },
  { kernel: "learn squared error of sums", tolerance: SUMS, make: (dice) => squares(dice, 1) },
  { kernel: "learn hits", tolerance: 0, make: votes },
  { kernel: "learn penalise", tolerance: SUMS, make: penalty },
  { kernel: "learn spike sums", tolerance: SUMS, make: spikes },
  { kernel: "learn tally", tolerance: SUMS, make: counts },
  { kernel: "learn tick", tolerance: 0, make: next },
  { kernel: "learn add partials", tolerance: SUMS, make: partialSums },
  { kernel: "learn square sums", tolerance: SUMS, make: norm },
  { kernel: "learn clip", tolerance: SUMS, make: clipping },
  { kernel: "learn decay", tolerance: SUMS, make: decaying },
  ...["adam", "radam", "sgd", "rmsprop", "adadelta"].map((name) => ({
    kernel: `learn ${name}`,
    tolerance: SUMS,
    make: (dice: Dice) => optimiser(dice, name),
  })),
];

/** Runs a check of `trainingChecks` on several draws of its operands. */
export function checkTraining(make: (dice: Dice) => Case) {
  return async (device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> => {
    const sizes: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { stage, buffers, size, edges } = make(dice);
      await checkStage(device, tally, stage, buffers, alter, edges);
      sizes.push(size);
    }
    return sizes.join("; ");
  };
}

/** A part of a batch in the middle of a pass, some of its examples past the end, and what it is a part of. */
export function scene(dice: Dice) {
  const batch = dice.whole(9, 20) | 1;
  const parts = dice.whole(1, 3);
  const whole = parts * batch;
  const part: BatchPart = { whole, batch, first: dice.whole(0, parts - 1) * batch };
  const steps = dice.whole(2, 9);
  const cursor = dice.whole(0, 3);
  // The pass ends within this part, or behind it.
  const examples = cursor * whole + part.first + dice.whole(1, 2 * batch);
  const clock = new Uint32Array(CLOCK_WORDS);
  clock[Clock.cursor] = cursor;
  clock[Clock.epoch] = dice.whole(0, 9);
  clock[Clock.examples] = examples;
  const order = Uint32Array.from({ length: examples }, () => dice.whole(0, examples - 1));
  return { part, steps, clock, order, examples, size: `${batch} of ${whole} examples, ${steps} steps` };
}

const numbers = (dice: Dice, length: number, low = -1, high = 1) => Float32Array.from(dice.list(length, low, high));

function images(dice: Dice) {
  const at = scene(dice);
  const features = dice.whole(17, 90) | 1;
  const pixels = dice.words32(Math.ceil((at.examples * features) / 4));
  return { ...at, features, pixels, size: `${at.size}, ${features} pixels` };
}

const PICTURES = named("clock", "order", "pixels", "levels", "outputs");

function bernoulli(dice: Dice): Case {
  const { part, steps, features, clock, order, pixels, size } = images(dice);
  const shape = { ...part, steps, features, key0: dice.word(), key1: dice.word(), stream: dice.word() };
  const outputs = poisoned(steps * part.batch * features);
  return {
    stage: encodeBernoulli("encode", shape, PICTURES),
    buffers: { clock, order, pixels, levels: numbers(dice, 256, 0), outputs },
    size,
  };
}

function constant(dice: Dice): Case {
  const { part, features, clock, order, pixels, size } = images(dice);
  const outputs = poisoned(part.batch * features);
  const stage = encodeConstant("encode", { ...part, features }, PICTURES);
  return { stage, buffers: { clock, order, pixels, levels: numbers(dice, 256), outputs }, size };
}

function latency(dice: Dice): Case {
  const { part, steps, features, clock, order, pixels, size } = images(dice);
  const levels = Float32Array.from({ length: 256 }, () => dice.whole(-1, steps - 1));
  const outputs = poisoned(steps * part.batch * features);
  const stage = encodeLatency("encode", { ...part, steps, features }, PICTURES);
  return { stage, buffers: { clock, order, pixels, levels, outputs }, size };
}

function answers(dice: Dice) {
  const at = scene(dice);
  // More than the threads of a workgroup, sometimes; the same of the steps.
  const classes = dice.whole(0, 1) === 0 ? dice.whole(2, 12) : dice.whole(65, 90);
  const steps = dice.whole(0, 1) === 0 ? at.steps : dice.whole(65, 80);
  const labels = Uint32Array.from({ length: at.examples }, () => dice.whole(0, classes - 1));
  // At times so far apart that float32 has no exponential of them.
  const reach = dice.whole(0, 1) === 0 ? 3 : 99;
  const outputs = numbers(dice, steps * at.part.batch * classes, -reach, reach);
  // Errors are taken over the largest loss and gradient: one example at least, which is never past the end, is far from its answer.
  labels[at.order[at.clock[Clock.cursor] * at.part.whole + at.part.first]] = leastOf(outputs, steps, at.part.batch, classes);
  const results = { grad_outputs: poisoned(outputs.length), losses: poisoned(at.part.whole) };
  const { clock, order } = at;
  return { ...at, steps, classes, buffers: { clock, order, labels, outputs, ...results }, size: `${at.size}, ${classes} classes` };
}

/** The class whose outputs (steps x batch x classes) are the smallest for the first of a batch, all steps together. */
function leastOf(outputs: Float32Array, steps: number, batch: number, classes: number): number {
  const sums = new Float64Array(classes);
  for (let t = 0; t < steps; t++) for (let c = 0; c < classes; c++) sums[c] += outputs[t * batch * classes + c];
  return sums.indexOf(Math.min(...sums));
}

const LOSS = named("clock", "order", "labels", "outputs", "grad_outputs", "losses");

function entropy(dice: Dice, loss: typeof crossEntropy): Case {
  const { part, steps, classes, buffers, size } = answers(dice);
  return { stage: loss("loss", { ...part, steps, classes, gain: dice.uniform(0.5, 1) / steps }, LOSS), buffers, size };
}

function squares(dice: Dice, summed: number): Case {
  const { part, steps, classes, buffers, size } = answers(dice);
  const wanted = { on_target: dice.uniform(1, 2), off_target: dice.uniform(-1, 0), gain: dice.uniform(0.1, 0.5) };
  return { stage: squaredError("loss", { ...part, steps, classes, summed, ...wanted }, LOSS), buffers, size };
}

function votes(dice: Dice): Case {
  const { part, steps, classes, buffers, size } = answers(dice);
  const { clock, order, labels } = buffers;
  // Whole numbers: sums are exact and classes often equal.
  const outputs = Float32Array.from(buffers.outputs, (value) => (value > 2 ? 1 : 0));
  const stage = hits("hits", { ...part, steps, classes }, named("clock", "order", "labels", "votes", "hits"));
  return { stage, buffers: { clock, order, labels, votes: outputs, hits: poisoned(part.whole) }, size };
}

function penalty(dice: Dice): Case {
  const { part, steps, clock, size } = scene(dice);
  const features = dice.whole(17, 90) | 1;
  const stage = penalise("penalty", { ...part, steps, features, amount: dice.uniform(1, 9) }, named("clock", "grad"));
  return { stage, buffers: { clock, grad: guarded(dice.list(steps * part.batch * features, -1, 1)) }, size };
}

function spikes(dice: Dice): Case {
  const { part, steps, size } = scene(dice);
  const features = dice.whole(17, 90) | 1;
  const stage = spikeSums("spikes", { batch: part.batch, steps, features, out_at: part.first }, named("spikes", "sums"));
  return { stage, buffers: { spikes: numbers(dice, steps * part.batch * features, 0), sums: poisoned(part.whole) }, size };
}

function counts(dice: Dice): Case {
  const { part, clock, size } = scene(dice);
  const { whole } = part;
  const layers = dice.whole(0, 3);
  const losses = numbers(dice, whole, 0);
  // One in four is not finite, and halts.
  if (dice.whole(0, 3) === 0) losses[0] = dice.whole(0, 1) === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
  const buffers = {
    losses,
    hits: Float32Array.from({ length: whole }, () => dice.whole(0, 1)),
    spikes: numbers(dice, Math.max(1, layers * whole), 0),
    sizes: numbers(dice, Math.max(1, layers), 1, 9),
    clock,
    history: poisoned((clock[Clock.cursor] + 1) * (HISTORY_COLUMNS + layers)),
  };
  const names = named("losses", "hits", "spikes", "sizes", "clock", "history");
  return { stage: tallyStage("tally", { whole, layers }, names), buffers, size: `${size}, ${layers} layers` };
}

function next(dice: Dice): Case {
  const { clock, size } = scene(dice);
  clock[Clock.halted] = dice.whole(0, 1);
  return { stage: tick("tick", { batches: dice.whole(1, 3) }, named("clock")), buffers: { clock }, size };
}

/** More than a workgroup's, and beyond 4,096 where sums start over. */
const lengthOf = (dice: Dice) => dice.size(4200, 5000);

/** Rows shorter and longer than a workgroup has threads, of one sign so that no sum cancels; some of their parameters are not learnt. */
function partialSums(dice: Dice): Case {
  const shape = { rows: dice.whole(1, 5), groups: dice.whole(1, 300), out_at: dice.whole(0, 3), learnt: dice.word() & 31 };
  const { rows, groups, out_at } = shape;
  const stage = addPartialSums("add", shape, named("partials", "gradients"));
  const buffers = { partials: guarded(dice.list(rows * groups, 0, 1)), gradients: guarded(dice.list(out_at + rows, 0, 1)) };
  return { stage, buffers, size: `${rows} rows of ${groups}` };
}

function norm(dice: Dice): Case {
  const count = lengthOf(dice);
  const stage = squareSums("norm", { count }, named("gradients", "squares"));
  return { stage, buffers: { gradients: guarded(dice.list(count, -1, 1)), squares: poisoned(64) }, size: `${count} numbers` };
}

function clipping(dice: Dice): Case {
  const count = lengthOf(dice);
  const squares = numbers(dice, 64, 0);
  // Mostly too long, at times short enough.
  const stage = clip("clip", { count, limit: dice.uniform(1, 7) }, named("squares", "gradients"));
  return { stage, buffers: { squares, gradients: guarded(dice.list(count, -1, 1)) }, size: `${count} numbers` };
}

function decaying(dice: Dice): Case {
  const [at, count] = [dice.whole(1, 9), lengthOf(dice)];
  const stage = decay("decay", { at, count, amount: dice.uniform(0.1, 1) }, named("parameters", "gradients"));
  const both = () => numbers(dice, at + count + 3);
  return { stage, buffers: { parameters: both(), gradients: both() }, size: `${count} numbers` };
}

/** One step in the middle of a training, or none where it is halted. */
function optimiser(dice: Dice, name: string): Case {
  const count = lengthOf(dice);
  const { clock } = scene(dice);
  clock[Clock.halted] = Number(dice.whole(0, 3) === 0);
  const moment = () => guarded(dice.list(count, 0, 1));
  const state = { first: moment(), second: moment(), velocity: moment(), squares: moment(), changes: moment() };
  const names = named("clock", "rates", "parameters", "gradients");
  const adamNames = { ...names, first: "first", second: "second" };
  const adamShape = { count, beta1: 0.9, beta2: 0.99, eps: 1e-3 };
  const stages: Record<string, () => Stage> = {
    adam: () => adam(name, adamShape, adamNames),
    radam: () => radam(name, adamShape, adamNames),
    sgd: () => sgd(name, { count, momentum: 0.9 }, { ...names, velocity: "velocity" }),
    rmsprop: () => rmsprop(name, { count, alpha: 0.9, eps: 1e-3 }, { ...names, squares: "squares" }),
    adadelta: () => adadelta(name, { count, rho: 0.9, eps: 1e-3 }, { ...names, squares: "squares", changes: "changes" }),
  };
  const rates = numbers(dice, 8, 0.1, 0.5);
  // RAdam's second numbers: zero, as in its first steps, or not.
  if (name === "radam") for (let k = 1; k < rates.length; k += 2) rates[k] = dice.whole(0, 1);
  const gradients = guarded(dice.list(count, -1, 1));
  return {
    stage: stages[name](),
    buffers: { clock, rates, parameters: guarded(dice.list(count, -1, 1)), gradients, ...state },
    size: `${count} numbers`,
  };
}
