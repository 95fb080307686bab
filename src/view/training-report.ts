import { bestEpoch, type EpochRecord } from "../learn/epochs.ts";
import { linePlot, type Series } from "./curves.ts";
import { pageOf } from "./page.ts";
import { figureHtml, type Header, header, notesSection, section } from "./sections.ts";
import { arrange, colour, escapeXml, type Panel, svgInline } from "./svg.ts";

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

const WIDTH = 1150;
const SIZE = { width: 566, height: 340 };

/** One self-contained HTML page about a training: no script, nothing fetched. */
export function trainingReportHtml(input: TrainingReportInput): string {
  const { title, history, layers, notes } = input;
  const best = bestEpoch(history) as EpochRecord;
  const headline = `After ${history.length === 1 ? "one epoch" : `${history.length} epochs`}: best test accuracy ${percent(best.test_accuracy_soft)} soft and, in the same epoch (${best.epoch}), ${percent(best.test_accuracy_hard)} hard.`;
  const sections = [
    section("Best and last epoch", epochTable(best, history[history.length - 1], layers)),
    section("Learning curves", drawing(arrange("Learning curves", [lossPlot(history), accuracyPlot(history)], WIDTH))),
    section("Spike rates", drawing(arrange("Spike rates", [ratePlot(history, layers), ...learningRatePlot(history)], WIDTH))),
    notesSection([SOFT_AND_HARD, ...notes]),
  ];
  return pageOf(`${title} – Galvani`, `${header({ ...input, headline })}\n${sections.join("\n")}`);
}

/** A share as per cent, with two decimals. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function epochTable(best: EpochRecord, last: EpochRecord, layers: readonly string[]): string {
  const head = ["", "epoch", "test accuracy, soft", "test accuracy, hard", "training accuracy", "test loss", "training loss"];
  head.push(...layers.flatMap((layer) => [`spike rate of ${layer}, soft`, "hard"]));
  const row = (name: string, record: EpochRecord) => {
    const cells = [String(record.epoch), ...[record.test_accuracy_soft, record.test_accuracy_hard, record.train_accuracy].map(percent)];
    cells.push(record.test_loss.toFixed(4), record.train_loss.toFixed(4));
    cells.push(...layers.flatMap((_, k) => [record.rates_soft[k].toFixed(4), record.rates_hard[k].toFixed(4)]));
    return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  };
  const top = head.map((name) => `<th scope="col">${escapeXml(name)}</th>`).join("");
  return `<div class="wide"><table class="numbers"><thead><tr>${top}</tr></thead>
<tbody>${row("best (soft)", best)}${row("last", last)}</tbody></table></div>`;
}

/** A curve over the epochs; of one epoch only a dot can be seen. */
function curve(name: string, history: readonly EpochRecord[], of: (record: EpochRecord) => number, more: Partial<Series> = {}): Series {
  const style = history.length === 1 ? "dots" : (more.style ?? "line");
  return { name, x: history.map(({ epoch }) => epoch), y: history.map(of), ...more, style };
}

function lossPlot(history: readonly EpochRecord[]): Panel {
  const series = [curve("training", history, (r) => r.train_loss), curve("test, soft", history, (r) => r.test_loss)];
  return linePlot(series, { title: "Loss", xLabel: "epoch", yLabel: "loss an example", ...SIZE });
}

function accuracyPlot(history: readonly EpochRecord[]): Panel {
  const series = [
    curve("training", history, (r) => 100 * r.train_accuracy),
    curve("test, soft", history, (r) => 100 * r.test_accuracy_soft),
    curve("test, hard", history, (r) => 100 * r.test_accuracy_hard, { style: "dashed" }),
  ];
  return linePlot(series, { title: "Accuracy", xLabel: "epoch", yLabel: "right (%)", ...SIZE });
}

function ratePlot(history: readonly EpochRecord[], layers: readonly string[]): Panel {
  const series = layers.flatMap((layer, k) => [
    curve(`${layer}, soft`, history, (r) => r.rates_soft[k], { colour: colour(k) }),
    curve(`${layer}, hard`, history, (r) => r.rates_hard[k], { colour: colour(k), style: "dashed" }),
  ]);
  return linePlot(series, { title: "Spike rates, test set", xLabel: "epoch", yLabel: "spikes a neuron and step", ...SIZE });
}

/** Nothing of a rate that stays the same: the first table has it. */
function learningRatePlot(history: readonly EpochRecord[]): readonly Panel[] {
  if (history.every(({ lr }) => lr === history[0].lr)) return [];
  const series = curve("learning rate", history, ({ lr }) => lr);
  return [linePlot([series], { title: "Learning rate", xLabel: "epoch", yLabel: "learning rate", ...SIZE })];
}

function drawing(panel: Panel): string {
  return figureHtml(svgInline(panel), panel.caption);
}
