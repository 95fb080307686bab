import type { EpochRecord } from "../learn/epoch-record.ts";
import { bestEpoch } from "../learn/epochs.ts";
import { linePlot } from "./curves.ts";
import { curve, epochTable, learningRatePlot, PLOT, plots } from "./epoch-curves.ts";
import { pageOf } from "./page.ts";
import { type Header, header, notesSection, section } from "./sections.ts";
import { colour, type Panel } from "./svg.ts";

/** What the report of a training is made from. */
export interface TrainingReportInput extends Omit<Header, "headline"> {
  /** A record an epoch, at least one. */
  readonly history: readonly EpochRecord[];
  /** Names of the layers of neurons, in the order of the records' rates. */
  readonly layers: readonly string[];
  readonly notes: readonly string[];
}

/** What soft and hard mean: beside every number of either kind. */
export const SOFT_AND_HARD =
  "Soft: spikes as in training, for a soft neuron any number from 0 to 1. Hard: every spike 0 or 1, 1 where the soft one is above 0.5.";

/** One self-contained HTML page about a training: no script, nothing fetched. */
export function trainingReportHtml(input: TrainingReportInput): string {
  const { title, history, layers, notes } = input;
  const best = bestEpoch(history) as EpochRecord;
  const headline = `After ${history.length === 1 ? "one epoch" : `${history.length} epochs`}: best test accuracy ${percent(best.test_accuracy_soft)} soft and, in the same epoch (${best.epoch}), ${percent(best.test_accuracy_hard)} hard.`;
  const sections = [
    section("Best and last epoch", bestAndLast(best, history[history.length - 1], layers)),
    section("Learning curves", plots("Learning curves", [lossPlot(history), accuracyPlot(history)])),
    section("Spike rates", plots("Spike rates", [ratePlot(history, layers), ...learningRatePlot(history)])),
    notesSection([SOFT_AND_HARD, ...notes]),
  ];
  return pageOf(`${title} – Galvani`, `${header({ ...input, headline })}\n${sections.join("\n")}`);
}

/** A share as per cent, with two decimals. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function bestAndLast(best: EpochRecord, last: EpochRecord, layers: readonly string[]): string {
  const head = ["test accuracy, soft", "test accuracy, hard", "training accuracy", "test loss", "training loss"];
  head.push(...layers.flatMap((layer) => [`spike rate of ${layer}, soft`, "hard"]));
  return epochTable({ "best (soft)": best, last }, head, (record) => [
    ...[record.test_accuracy_soft, record.test_accuracy_hard, record.train_accuracy].map(percent),
    ...[record.test_loss, record.train_loss].map((loss) => loss.toFixed(4)),
    ...layers.flatMap((_, k) => [record.rates_soft[k].toFixed(4), record.rates_hard[k].toFixed(4)]),
  ]);
}

function lossPlot(history: readonly EpochRecord[]): Panel {
  const series = [curve("training", history, (r) => r.train_loss), curve("test, soft", history, (r) => r.test_loss)];
  return linePlot(series, { title: "Loss", xLabel: "epoch", yLabel: "loss an example", ...PLOT });
}

function accuracyPlot(history: readonly EpochRecord[]): Panel {
  const series = [
    curve("training", history, (r) => 100 * r.train_accuracy),
    curve("test, soft", history, (r) => 100 * r.test_accuracy_soft),
    curve("test, hard", history, (r) => 100 * r.test_accuracy_hard, { style: "dashed" }),
  ];
  return linePlot(series, { title: "Accuracy", xLabel: "epoch", yLabel: "right (%)", ...PLOT });
}

function ratePlot(history: readonly EpochRecord[], layers: readonly string[]): Panel {
  const series = layers.flatMap((layer, k) => [
    curve(`${layer}, soft`, history, (r) => r.rates_soft[k], { colour: colour(k) }),
    curve(`${layer}, hard`, history, (r) => r.rates_hard[k], { colour: colour(k), style: "dashed" }),
  ]);
  return linePlot(series, { title: "Spike rates, test set", xLabel: "epoch", yLabel: "spikes a neuron and step", ...PLOT });
}
