import { join } from "node:path";
import { loadImages } from "../../examples/datasets.ts";
import type { TrainingSpec } from "../../src/learn/compile.ts";
import type { DataSet } from "../../src/learn/data.ts";
import type { EncoderSpec } from "../../src/learn/encoders.ts";
import { bestEpoch, type EpochRecord, fit } from "../../src/learn/fit.ts";
import type { LayerSpec } from "../../src/learn/layers/index.ts";
import { Trainer } from "../../src/learn/trainer.ts";
import type { Check, Measurement, Run } from "./check.ts";

/** The published network and schedule (arXiv 2602.11206, its public code): 784-64-10, Bernoulli(0.5 clip(x)), Adam 1e-3, batch 128. */
const FASHION: EncoderSpec = { encoder: "bernoulli", mean: 0.286, std: 0.353 };
const HIDDEN = 64;
/** Best test accuracy on Fashion-MNIST at T = 1 of that paper's table, %. */
const PUBLISHED = 83.02;
const SEEDS = [42, 43, 44];

type Neuron = Exclude<LayerSpec, { readonly layer: "Linear" | "Conv2d" | "AvgPool2d" | "MaxPool2d" | "Flatten" }>;

interface Training {
  readonly neuron: Neuron;
  readonly steps: number;
  readonly epochs: number;
  readonly seed: number;
  readonly sparsity?: number;
}

function fashionSpec({ neuron, steps, seed, sparsity }: Training): TrainingSpec {
  return {
    network: {
      input: [784],
      layers: [
        { layer: "Linear", in_features: 784, out_features: HIDDEN },
        neuron,
        { layer: "Linear", in_features: HIDDEN, out_features: 10 },
      ],
    },
    steps,
    batch: 128,
    encoder: FASHION,
    loss: { loss: "cross_entropy" },
    optimiser: { optimiser: "Adam", lr: 1e-3 },
    seed,
    ...(sparsity !== undefined && { sparsity }),
  };
}

async function dataOf({ data }: Run, name: string): Promise<DataSet> {
  const { train, test } = await loadImages(join(data, name));
  const [a, b] = [train, test].map(({ pixels, labels }) => ({ shape: [784], pixels, labels, classes: 10 }));
  return { train: a!, test: b! };
}

/** A training's epochs, and where it ran. */
async function trained(spec: TrainingSpec, epochs: number, title: string, data: DataSet, { adapter, note }: Run) {
  const trainer = await Trainer.create(spec, data, adapter);
  try {
    const history = await fit(trainer, { epochs });
    const last = history[history.length - 1]!;
    const seconds = history.reduce((sum, epoch) => sum + (epoch.seconds ?? 0), 0);
    note(
      `${title}: ${percent(bestEpoch(history)!.test_accuracy_soft)} % at best, ${percent(last.test_accuracy_hard)} % hard, ${seconds.toFixed(0)} s`,
    );
    return { history, where: trainer.executor.adapter };
  } finally {
    trainer.destroy();
  }
}

const percent = (share: number) => (100 * share).toFixed(2);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const best = (history: readonly EpochRecord[]) => 100 * bestEpoch(history)!.test_accuracy_soft;

/** Soft accuracy at best and at last, hard accuracy at both epochs, and how often neurons spike: all of the test set. */
function rowsOf(title: string, history: readonly EpochRecord[]): Measurement[] {
  const at = bestEpoch(history)!;
  const last = history[history.length - 1]!;
  const row = (what: string, value: number, unit = "%", digits = 2): Measurement => ({ what: `${title}: ${what}`, value, unit, digits });
  return [
    row(`soft, best (epoch ${at.epoch})`, 100 * at.test_accuracy_soft),
    row("soft, last", 100 * last.test_accuracy_soft),
    row("hard, at the best soft epoch", 100 * at.test_accuracy_hard),
    row("hard, last", 100 * last.test_accuracy_hard),
    row("spikes a neuron and step, soft, last", mean(last.rates_soft), "", 3),
    row("spikes a neuron and step, hard, last", mean(last.rates_hard), "", 3),
  ];
}

/** Several trainings on Fashion-MNIST; what their bests must be is the caller's. */
function fashionCheck(
  name: string,
  title: string,
  trainings: readonly (Training & { readonly label: string })[],
  judge: (histories: readonly (readonly EpochRecord[])[]) => Measurement[],
): Check {
  return {
    name,
    title,
    async measure(run) {
      const started = performance.now();
      const data = await dataOf(run, "fashion-mnist");
      const measurements: Measurement[] = [];
      const histories: (readonly EpochRecord[])[] = [];
      let place = "";
      for (const training of trainings) {
        const { history, where } = await trained(fashionSpec(training), training.epochs, training.label, data, run);
        histories.push(history);
        measurements.push(...rowsOf(training.label, history));
        place = where;
      }
      return { measurements: [...judge(histories), ...measurements], where: place, seconds: (performance.now() - started) / 1000 };
    },
  };
}

const seeds = (neuron: Neuron, epochs: number) =>
  SEEDS.map((seed) => ({ neuron, steps: 1, epochs, seed, label: `${neuron.layer}, seed ${seed}` }));

const leaky: Neuron = { layer: "Leaky", beta: 0.9 };
const OTHERS: readonly Neuron[] = [
  { layer: "UltraLIF" },
  { layer: "UltraPLIF" },
  { layer: "UltraDPLIF" },
  { layer: "PLIF" },
  { layer: "DSpike" },
  { layer: "DSpike+" },
  { layer: "SigmaLIF" },
  leaky,
];

/** snnTorch's tutorial 5: 784-1000-10, 25 steps of the same input, cross-entropy of the membranes summed over steps, one epoch of MNIST. */
const tutorial: Check = {
  name: "tutorial-5",
  title: "snnTorch tutorial 5: 784-1000-10 of Leaky (beta 0.95), 25 steps, one epoch of MNIST, seed 42",
  async measure(run) {
    const started = performance.now();
    const neuron: LayerSpec = { layer: "Leaky", beta: 0.95 };
    const spec: TrainingSpec = {
      network: {
        input: [784],
        layers: [
          { layer: "Linear", in_features: 784, out_features: 1000 },
          neuron,
          { layer: "Linear", in_features: 1000, out_features: 10 },
          { ...neuron, readout: "membrane" },
        ],
      },
      steps: 25,
      batch: 128,
      encoder: { encoder: "constant", mean: 0, std: 1 },
      loss: { loss: "cross_entropy_steps", over: "sum" },
      optimiser: { optimiser: "Adam", lr: 5e-4 },
      seed: 42,
    };
    const { history, where } = await trained(spec, 1, "tutorial 5", await dataOf(run, "mnist"), run);
    const error = { what: "test errors (published accuracy: 93.87 %)", value: 100 - best(history), unit: "%", digits: 2, below: 7 };
    return { measurements: [error, ...rowsOf("tutorial 5", history)], where, seconds: (performance.now() - started) / 1000 };
  },
};

/** Part 4: networks that learn. */
export const learningChecks: readonly Check[] = [
  tutorial,
  fashionCheck(
    "ultradlif",
    "UltraDLIF, Fashion-MNIST, 784-64-10, T = 1, 100 epochs, three seeds (arXiv 2602.11206)",
    seeds({ layer: "UltraDLIF" }, 100),
    (histories) => [
      { what: "best soft accuracy, mean of seeds", value: mean(histories.map(best)), unit: "%", digits: 2, target: PUBLISHED, absolute: 1 },
      { what: "errors of the best epoch, worst seed", value: 100 - Math.min(...histories.map(best)), unit: "%", digits: 2, below: 17.5 },
    ],
  ),
  fashionCheck("soft-lif", "The paper's soft LIF, the same, three seeds", seeds({ layer: "LIF" }, 100), (histories) => [
    // Recomputed independently: 81.66 and 81.67 % (two seeds).
    { what: "best soft accuracy, mean of seeds", value: mean(histories.map(best)), unit: "%", digits: 2, target: 81.67, absolute: 1 },
  ]),
  fashionCheck(
    "neurons-T1",
    "Every other neuron, Fashion-MNIST, T = 1, 30 epochs, seed 42",
    OTHERS.map((neuron) => ({ neuron, steps: 1, epochs: 30, seed: 42, label: neuron.layer })),
    () => [],
  ),
  fashionCheck(
    "neurons-T10",
    "UltraDLIF, UltraPLIF, Leaky, Fashion-MNIST, T = 10, 10 epochs, seed 42",
    [{ layer: "UltraDLIF" } as const, { layer: "UltraPLIF" } as const, leaky].map((neuron) => ({
      neuron,
      steps: 10,
      epochs: 10,
      seed: 42,
      label: neuron.layer,
    })),
    () => [],
  ),
  fashionCheck(
    "sparsity",
    "UltraPLIF, Fashion-MNIST, T = 1, 100 epochs, without and with the penalty of 0.1 on spikes, seed 42",
    [0, 0.1].map((sparsity) => ({
      neuron: { layer: "UltraPLIF" } as const,
      steps: 1,
      epochs: 100,
      seed: 42,
      sparsity,
      label: sparsity > 0 ? "with it" : "without",
    })),
    ([without, penalised]) => {
      const rate = (history: readonly EpochRecord[]) => mean(bestEpoch(history)!.rates_soft);
      return [
        { what: "spike rate with the penalty, as a share of that without", value: rate(penalised!) / rate(without!), below: 2 / 3 },
        { what: "points lost by it, best soft accuracy", value: best(without!) - best(penalised!), unit: "points", digits: 2, below: 0.3 },
      ];
    },
  ),
];
