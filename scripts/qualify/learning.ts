import { join } from "node:path";
import { labelledSet, loadImages } from "../../examples/shared/datasets.ts";
import { adapterName } from "../../src/cli/summary.ts";
import { type ImageSet, type ImageSettings, NEURONS, settingsOf, specOf } from "../../src/cli/train-spec.ts";
import type { DataSet } from "../../src/learn/data.ts";
import type { EpochRecord } from "../../src/learn/epoch-record.ts";
import { bestEpoch, trainEpochs } from "../../src/learn/epochs.ts";
import { Trainer } from "../../src/learn/trainer.ts";
import { mean } from "../../src/view/statistics.ts";
import { percent } from "../../src/view/training-report.ts";
import type { Check, Measurement, Run } from "./check.ts";

/** Best test accuracy on Fashion-MNIST at T = 1 of the table of arXiv 2602.11206, %. */
const PUBLISHED = 83.02;
const SEEDS = [42, 43, 44];

/** Settings of `galvani train`; those that are missing are its defaults: the published network and schedule. */
type Settings = Partial<ImageSettings>;

async function dataOf({ data }: Run, set: ImageSet): Promise<DataSet> {
  const { train, test } = await loadImages(join(data, set));
  return { train: labelledSet(train), test: labelledSet(test) };
}

/** A training's epochs, and where it ran. */
async function trained(given: Settings, set: ImageSet, label: string, data: DataSet, { adapter, note }: Run) {
  const settings = settingsOf(given);
  const trainer = await Trainer.create(specOf(settings, set, 784), data, adapter);
  try {
    const history = await trainEpochs(trainer, { epochs: settings.epochs });
    const last = history[history.length - 1]!;
    const seconds = history.reduce((sum, epoch) => sum + (epoch.seconds ?? 0), 0);
    note(
      `${label}: soft ${percent(bestEpoch(history)!.test_accuracy_soft)} at best, ${percent(last.test_accuracy_soft)} at last; ` +
        `hard ${percent(last.test_accuracy_hard)}; ${seconds.toFixed(0)} s`,
    );
    return { history, where: adapterName(trainer.executor) };
  } finally {
    trainer.destroy();
  }
}

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
  trainings: Readonly<Record<string, Settings>>,
  judge: (histories: readonly (readonly EpochRecord[])[]) => Measurement[],
): Check {
  return {
    name,
    title,
    async measure(run) {
      const data = await dataOf(run, "fashion-mnist");
      const measurements: Measurement[] = [];
      const histories: (readonly EpochRecord[])[] = [];
      let place = "";
      for (const [label, settings] of Object.entries(trainings)) {
        const { history, where } = await trained(settings, "fashion-mnist", label, data, run);
        histories.push(history);
        measurements.push(...rowsOf(label, history));
        place = where;
      }
      return { measurements: [...judge(histories), ...measurements], where: place };
    },
  };
}

/** The same training for each of several neurons, or seeds, by label. */
function each<T extends string | number>(values: readonly T[], settings: (value: T) => Settings): Readonly<Record<string, Settings>> {
  return Object.fromEntries(values.map((value) => [typeof value === "number" ? `seed ${value}` : value, settings(value)]));
}

const published = ["UltraDLIF", "LIF"];
const others = Object.keys(NEURONS).filter((name) => !published.includes(name)) as ImageSettings["neuron"][];

/** The preset of `galvani train`. */
const tutorial: Check = {
  name: "tutorial-5",
  title: "snnTorch tutorial 5: 784-1000-10 of Leaky (beta 0.95), 25 steps, one epoch of MNIST, seed 42",
  async measure(run) {
    const { history, where } = await trained({ preset: "tutorial-5" }, "mnist", "tutorial 5", await dataOf(run, "mnist"), run);
    const error = { what: "test errors (published accuracy: 93.87 %)", value: 100 - best(history), unit: "%", digits: 2, below: 7 };
    return { measurements: [error, ...rowsOf("tutorial 5", history)], where };
  },
};

/** Networks that learn from gradients, against published accuracies. */
export const learningChecks: readonly Check[] = [
  tutorial,
  fashionCheck(
    "ultradlif",
    "UltraDLIF, Fashion-MNIST, 784-64-10, T = 1, 100 epochs, three seeds (arXiv 2602.11206)",
    each(SEEDS, (seed) => ({ neuron: "UltraDLIF", seed })),
    (histories) => [
      { what: "best soft accuracy, mean of seeds", value: mean(histories.map(best)), unit: "%", digits: 2, target: PUBLISHED, absolute: 1 },
      { what: "errors of the best epoch, worst seed", value: 100 - Math.min(...histories.map(best)), unit: "%", digits: 2, below: 17.5 },
    ],
  ),
  fashionCheck(
    "soft-lif",
    "The paper's soft LIF, the same, three seeds",
    each(SEEDS, (seed) => ({ neuron: "LIF", seed })),
    (histories) => [
      // Recomputed independently: 81.66 and 81.67 % (two seeds).
      { what: "best soft accuracy, mean of seeds", value: mean(histories.map(best)), unit: "%", digits: 2, target: 81.67, absolute: 1 },
    ],
  ),
  fashionCheck(
    "neurons-T1",
    "Every other neuron, Fashion-MNIST, T = 1, 30 epochs, seed 42",
    each(others, (neuron) => ({ neuron, epochs: 30 })),
    () => [],
  ),
  fashionCheck(
    "neurons-T10",
    "UltraDLIF, UltraPLIF, Leaky, Fashion-MNIST, T = 10, 10 epochs, seed 42",
    each(["UltraDLIF", "UltraPLIF", "Leaky"] as const, (neuron) => ({ neuron, timesteps: 10, epochs: 10 })),
    () => [],
  ),
  fashionCheck(
    "sparsity",
    "UltraPLIF, Fashion-MNIST, T = 1, 100 epochs, without and with the penalty of 0.1 on spikes, seed 42",
    { without: { neuron: "UltraPLIF" }, "with it": { neuron: "UltraPLIF", sparsity: 0.1 } },
    ([without, penalised]) => {
      const rate = (history: readonly EpochRecord[]) => mean(bestEpoch(history)!.rates_soft);
      return [
        { what: "spike rate with the penalty, as a share of that without", value: rate(penalised!) / rate(without!), below: 2 / 3 },
        { what: "points lost by it, best soft accuracy", value: best(without!) - best(penalised!), unit: "points", digits: 2, below: 0.3 },
      ];
    },
  ),
];
