/** Losses against their definitions and central differences in float64; a whole training's gradient, penalty included, against the same. */
import { expect, test } from "vitest";
import { compileTraining } from "../../src/learn/compile.ts";
import { Dice } from "../../src/learn/dice.ts";
import { type LossSpec, loss } from "../../src/learn/losses.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { hits } from "../../src/twins/dense/hits.ts";
import { CLOCK_WORDS, Clock } from "../../src/twins/lib/batch.ts";
import { smallData, smallSpec } from "./small.ts";

const [STEPS, BATCH, CLASSES] = [4, 5, 3];
/** A part of the second batch of 10, of which three examples of five are known. */
const PART = { whole: 10, batch: BATCH, first: 5 };
const EXAMPLES = 10 + 5 + 3;
const VALID = 8;

type Outputs = (t: number, c: number) => number;

const total = (n: number, term: (i: number) => number) => Array.from({ length: n }, (_, i) => term(i)).reduce((a, b) => a + b, 0);
const negLogSoftmax = (x: (c: number) => number, label: number) => {
  const most = Math.max(...Array.from({ length: CLASSES }, (_, c) => x(c)));
  return Math.log(total(CLASSES, (c) => Math.exp(x(c) - most))) + most - x(label);
};
const sums = (o: Outputs) => (c: number) => total(STEPS, (t) => o(t, c));
const squares = (x: (c: number) => number, label: number, on: number, off: number) =>
  total(CLASSES, (c) => (x(c) - (c === label ? on : off)) ** 2) / CLASSES;

/** What each loss of an example is by definition: torch.nn.CrossEntropyLoss, snntorch.functional. */
const DEFINED: readonly [string, LossSpec, (o: Outputs, label: number) => number][] = [
  ["cross-entropy of the mean", { loss: "cross_entropy" }, (o, label) => negLogSoftmax((c) => sums(o)(c) / STEPS, label)],
  ["ce_count_loss", { loss: "cross_entropy", over: "sum" }, (o, label) => negLogSoftmax(sums(o), label)],
  ["ce_rate_loss", { loss: "cross_entropy_steps" }, (o, label) => total(STEPS, (t) => negLogSoftmax((c) => o(t, c), label)) / STEPS],
  [
    "tutorial 5: cross-entropy of each step, summed",
    { loss: "cross_entropy_steps", over: "sum" },
    (o, label) => total(STEPS, (t) => negLogSoftmax((c) => o(t, c), label)),
  ],
  ["mse_count_loss", { loss: "mse_count" }, (o, label) => squares(sums(o), label, STEPS, 0) / STEPS],
  [
    "mse_count_loss with rates",
    { loss: "mse_count", correct_rate: 0.8, incorrect_rate: 0.3 },
    (o, label) => squares(sums(o), label, 3, 1) / STEPS,
  ],
  ["mse_membrane_loss", { loss: "mse_membrane" }, (o, label) => total(STEPS, (t) => squares((c) => o(t, c), label, 1, 0)) / STEPS],
  [
    "mse_membrane_loss with targets",
    { loss: "mse_membrane", on_target: 1.5, off_target: -0.25 },
    (o, label) => total(STEPS, (t) => squares((c) => o(t, c), label, 1.5, -0.25)) / STEPS,
  ],
];

const clock = new Uint32Array(CLOCK_WORDS);
clock[Clock.cursor] = 1;
clock[Clock.examples] = EXAMPLES;
const order = Uint32Array.from({ length: EXAMPLES }, (_, i) => EXAMPLES - 1 - i);
const labels = Uint32Array.from({ length: EXAMPLES }, (_, i) => (i * i) % CLASSES);
const labelOf = (b: number) => labels[order[10 + PART.first + b]];

/** The loss of random outputs in [-reach, reach): losses, gradients, and what each example's should be. */
function lossOn(spec: LossSpec, defined: (o: Outputs, label: number) => number, reach: number) {
  const dice = new Dice(11, 5);
  const outputs = Float64Array.from({ length: STEPS * BATCH * CLASSES }, () => dice.uniform(reach));
  const tensor = { name: "outputs", steps: STEPS, batch: BATCH, shape: [CLASSES], features: CLASSES, grad: "grad" };
  const { kernel, shape } = loss(spec, "train", PART, tensor);
  const gradients = new Float64Array(outputs.length).fill(Number.NaN);
  const losses = new Float64Array(PART.whole).fill(Number.NaN);
  (kernel.twin as (...args: unknown[]) => void)(shape, clock, order, labels, outputs, gradients, losses);
  const lossOf = (b: number) => defined((t, c) => outputs[(t * BATCH + b) * CLASSES + c], labelOf(b));
  return { outputs, gradients, losses, lossOf };
}

test.each(DEFINED)("%s: value and gradient", (_, spec, defined) => {
  const { outputs, gradients, losses, lossOf } = lossOn(spec, defined, 2);
  for (let b = 0; b < BATCH; b++) expect(losses[PART.first + b]).toBeCloseTo(b < 3 ? lossOf(b) : 0, 12);
  expect(losses.subarray(0, PART.first).every(Number.isNaN)).toBe(true);
  const step = 1e-5;
  for (let i = 0; i < outputs.length; i++) {
    const b = Math.floor(i / CLASSES) % BATCH;
    const kept = outputs[i];
    outputs[i] = kept + step;
    const up = lossOf(b);
    outputs[i] = kept - step;
    const down = lossOf(b);
    outputs[i] = kept;
    expect(gradients[i]).toBeCloseTo(b < 3 ? (up - down) / (2 * step) / VALID : 0, 8);
  }
});

test.each(DEFINED)("%s: outputs whose exponentials are beyond float64", (_, spec, defined) => {
  const { gradients, losses, lossOf } = lossOn(spec, defined, 1500);
  for (let b = 0; b < 3; b++) expect(Math.abs(losses[PART.first + b] - lossOf(b))).toBeLessThan(1e-9);
  expect(gradients.every(Number.isFinite)).toBe(true);
});

test("of equal classes the first is the answer", () => {
  const shape = { whole: 3, batch: 3, first: 0, steps: 2, classes: 3 };
  const votes = Float64Array.of(0, 1, 1, 1, 0, 0, 2, 2, 2, /* step 1 */ 0, 1, 1, 0, 0, 1, 1, 1, 1);
  const counted = new Float64Array(3);
  const own = new Uint32Array(CLOCK_WORDS);
  own[Clock.examples] = 3;
  hits(shape, own, Uint32Array.of(0, 1, 2), Uint32Array.of(1, 0, 2), votes, counted);
  expect([...counted]).toEqual([1, 1, 0]);
});

/** Loss and penalty of the batch at the cursor, by their definitions, after a pass through both parts. */
async function objective(program: CpuProgram, sparsity: number, valid: number, sizes: readonly number[]): Promise<number> {
  for (const part of [0, 1]) await program.run(`train, part ${part}`);
  const mean = (values: ArrayLike<number>, from: number) => total(valid, (b) => values[from + b]) / valid;
  const spikes = program.view("spikes");
  return (
    mean(program.view("losses"), 0) + (sparsity * total(sizes.length, (layer) => mean(spikes, layer * 12) / sizes[layer])) / sizes.length
  );
}

test.each([
  ["a whole batch", 1, 12],
  ["the last batch, of five", 4, 5],
])("the gradient of a training with a penalty, %s", async (_, cursor, valid) => {
  const sparsity = 0.7;
  const spec = { ...smallSpec, parts: 2, sparsity, optimiser: { optimiser: "SGD", lr: 1 } as const };
  const { program, recording } = compileTraining(spec, smallData);
  const cpu = new CpuProgram(program, "f64");
  const start = Uint32Array.of(cursor, 0, 2, 53);
  cpu.write("clock", start);
  cpu.write("rates", new Float32Array(5).fill(1));
  const parameters = cpu.view("parameters");
  const before = parameters.slice();
  await cpu.run("train");
  const gradient = before.map((value, i) => value - parameters[i]);
  expect(gradient.some((value) => Math.abs(value) > 1e-3)).toBe(true);
  parameters.set(before as never);
  cpu.write("clock", start);
  const sizes = [3 * 7, 3 * 5];
  const fixed = new Set(recording.parameters.flatMap(({ at, learnt }) => (learnt ?? []).flatMap((is, k) => (is ? [] : [at + k]))));
  const step = 1e-5;
  for (let i = 0; i < parameters.length; i++) {
    if (fixed.has(i)) {
      expect(gradient[i]).toBe(0);
      continue;
    }
    parameters[i] = before[i] + step;
    const up = await objective(cpu, sparsity, valid, sizes);
    parameters[i] = before[i] - step;
    const down = await objective(cpu, sparsity, valid, sizes);
    parameters[i] = before[i];
    expect(gradient[i]).toBeCloseTo((up - down) / (2 * step), 7);
  }
});
