import { Dice } from "../../src/learn/dice.ts";
import { LinearWeights, type LinearWeightsSpec } from "../../src/local/exponentiated-gradient.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import { mean } from "../../src/view/statistics.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

type Rule = LinearWeightsSpec["rule"];
export const RULES: readonly Rule[] = ["exponentiated-gradient", "gradient-descent"];

/** What a rule makes of weights. */
export interface Learnt {
  readonly first: Float32Array;
  readonly weights: Float32Array;
}

async function learn(spec: LinearWeightsSpec, steps: number, bench: Bench): Promise<Learnt> {
  const learner = await LinearWeights.create(spec, { adapter: bench.adapter });
  try {
    bench.ran(learner);
    await learner.run(steps);
    return { first: Float32Array.from(spec.weights), weights: await learner.weights() };
  } finally {
    learner.destroy();
  }
}

/** Weights of size 1 under gradients that are noise. */
export function underNoise(rule: Rule, count: number, seed: number, bench: Bench): Promise<Learnt> {
  const weights = Float32Array.from({ length: count }, (_, i) => (i < p.INHIBITORY * count ? -1 : 1));
  return learn({ rule, rate: p.RATE, weights, drive: { kind: "noise", deviation: p.DEVIATION, seed } }, p.STEPS, bench);
}

/** A teacher with signs by input, its answers to random inputs, and first weights of the right signs. */
export function taskOf(seed: number) {
  const { inputs, outputs, examples } = p.TASK;
  const signs = Array.from({ length: inputs }, (_, i) => (i < p.INHIBITORY * inputs ? -1 : 1));
  const sizes = new Dice(seed, streamOf(Stream.couplings, 0)).normals(inputs * outputs, p.SPREAD);
  const teacher = sizes.map((log, k) => signs[Math.floor(k / outputs)]! * p.FIRST * Math.exp(log));
  const given = new Dice(seed, streamOf(Stream.patterns, 0)).normals(examples * inputs, 1);
  const targets = answers(given, teacher);
  return { teacher, given, targets, first: teacher.map((w) => Math.sign(w) * p.FIRST) };
}

/** Inputs times weights. */
function answers(given: Float32Array, weights: Float32Array): Float32Array {
  const { inputs, outputs, examples } = p.TASK;
  const all = new Float32Array(examples * outputs);
  for (let e = 0; e < examples; e++)
    for (let j = 0; j < inputs; j++)
      for (let o = 0; o < outputs; o++) all[e * outputs + o]! += given[e * inputs + j]! * weights[j * outputs + o]!;
  return all;
}

/** Learns the teacher. */
export function onTask(rule: Rule, { given, targets, first }: ReturnType<typeof taskOf>, bench: Bench): Promise<Learnt> {
  const drive = { kind: "regression", examples: p.TASK.examples, inputs: given, targets } as const;
  return learn({ rule, rate: p.TASK_RATES[rule], weights: first, drive }, p.TASK.steps, bench);
}

const squares = (list: Float32Array) => list.reduce((sum, value) => sum + value ** 2, 0);

/** Squared error over the squares of the targets. */
export function errorOf({ given, targets }: ReturnType<typeof taskOf>, weights: Float32Array): number {
  const found = answers(given, weights);
  return squares(found.map((value, i) => value - targets[i]!)) / squares(targets);
}

/** The same for new inputs, all of them: they are white, so it is the squared distance of the weights over the teacher's squares. */
export function newErrorOf({ teacher }: ReturnType<typeof taskOf>, weights: Float32Array): number {
  return squares(weights.map((w, k) => w - teacher[k]!)) / squares(teacher);
}

/** Weights whose sign is another one. */
export const flips = ({ first, weights }: Pick<Learnt, "first" | "weights">) =>
  weights.filter((w, i) => Math.sign(w) !== Math.sign(first[i]!)).length;

/** Mean, standard deviation and skewness. */
export function moments(values: ArrayLike<number>): { readonly mean: number; readonly deviation: number; readonly skew: number } {
  const list = Array.from(values);
  const middle = mean(list);
  const central = (power: number) => mean(list.map((x) => (x - middle) ** power));
  const deviation = Math.sqrt(central(2));
  return { mean: middle, deviation, skew: central(3) / deviation ** 3 };
}
