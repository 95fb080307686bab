/** What reports of trainings draw over the epochs. */
import type { EpochFrame } from "../learn/training.ts";
import { linePlot, type Series } from "./curves.ts";
import { drawing, WIDTH } from "./sections.ts";
import { arrange, type Panel } from "./svg.ts";
import { htmlTable } from "./table.ts";

/** Two plots of this size stand side by side. */
export const PLOT = { width: 566, height: 340 };

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
export function plots(title: string, panels: readonly Panel[]): string {
  return drawing(arrange(title, panels, WIDTH));
}

/** A table of the best and the last epoch. @param cells of a record, in the order of `head` */
export function epochTable<R extends EpochFrame>(
  rows: Readonly<Record<string, R>>,
  head: readonly string[],
  cells: (record: R) => readonly string[],
): string {
  const body = Object.entries(rows).map(([name, record]) => [name, String(record.epoch), ...cells(record)]);
  return htmlTable(["", "epoch", ...head], body);
}
