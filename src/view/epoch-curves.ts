/** What reports of trainings draw over the epochs. */
import type { EpochFrame } from "../learn/training.ts";
import { linePlot, type Series } from "./curves.ts";
import { figureHtml } from "./sections.ts";
import { arrange, escapeXml, type Panel, svgInline } from "./svg.ts";

/** Two plots of this size stand side by side. */
export const PLOT = { width: 566, height: 340 };
const WIDTH = 1150;

/** A curve over the epochs; of one epoch only a dot can be seen. */
export function curve<R extends EpochFrame>(
  name: string,
  history: readonly R[],
  of: (record: R) => number,
  more: Partial<Series> = {},
): Series {
  const style = history.length === 1 ? "dots" : (more.style ?? "line");
  return { name, x: history.map(({ epoch }) => epoch), y: history.map(of), ...more, style };
}

/** Nothing of a rate that stays the same: the first table has it. */
export function learningRatePlot(history: readonly EpochFrame[]): readonly Panel[] {
  if (history.every(({ lr }) => lr === history[0].lr)) return [];
  const series = curve("learning rate", history, ({ lr }) => lr);
  return [linePlot([series], { title: "Learning rate", xLabel: "epoch", yLabel: "learning rate", ...PLOT })];
}

/** Plots side by side, as a piece of a page. */
export function drawing(title: string, panels: readonly Panel[]): string {
  const panel = arrange(title, panels, WIDTH);
  return figureHtml(svgInline(panel), panel.caption);
}

/** A table of the best and the last epoch. @param cells of a record, in the order of `head` */
export function epochTable<R extends EpochFrame>(
  rows: Readonly<Record<string, R>>,
  head: readonly string[],
  cells: (record: R) => readonly string[],
): string {
  const columns = ["", "epoch", ...head].map((name) => `<th scope="col">${escapeXml(name)}</th>`).join("");
  const body = Object.entries(rows).map(([name, record]) => {
    const values = [String(record.epoch), ...cells(record)];
    return `<tr><th scope="row">${escapeXml(name)}</th>${values.map((cell) => `<td>${escapeXml(cell)}</td>`).join("")}</tr>`;
  });
  return `<div class="wide"><table class="numbers"><thead><tr>${columns}</tr></thead>
<tbody>${body.join("")}</tbody></table></div>`;
}
