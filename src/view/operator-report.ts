import { bestFieldEpoch, type FieldEpochRecord } from "../operator/training.ts";
import { linePlot } from "./curves.ts";
import { curve, epochTable, learningRatePlot, PLOT, plots } from "./epoch-curves.ts";
import { type FieldCase, type FieldNames, fieldCases } from "./field-cases.ts";
import { pageOf } from "./page.ts";
import { drawing, type Header, header, notesSection, section } from "./sections.ts";
import type { Panel } from "./svg.ts";

/** What the report of an operator's training is made from. */
export interface OperatorReportInput extends Omit<Header, "headline"> {
  /** A record an epoch, at least one. */
  readonly history: readonly FieldEpochRecord[];
  /** Of the last epoch; a figure for each test set, by its name. */
  readonly cases: Readonly<Record<string, readonly FieldCase[]>>;
  readonly names: FieldNames;
  readonly notes: readonly string[];
}

/** What the error is: beside every number of it. */
export const RELATIVE_L2 =
  "Relative L2: the norm of prediction – target over that of the target, a case at a time, then the mean over the cases; fields in their own units.";

/** One self-contained HTML page about an operator's training: no script, nothing fetched. */
export function operatorReportHtml(input: OperatorReportInput): string {
  const { title, history, cases, names, notes } = input;
  const last = history[history.length - 1];
  const best = bestFieldEpoch(history) as FieldEpochRecord;
  const after = history.length === 1 ? "one epoch" : `${history.length} epochs`;
  const headline = `After ${after}: relative L2 of the test sets ${errorsText(last)}.`;
  const figures = Object.entries(cases).map(([name, own]) => {
    const panel = fieldCases(`Test cases at ${name}`, own, names);
    return section(panel.title, drawing(panel));
  });
  const sections = [
    section("Best and last epoch", bestAndLast(best, last)),
    section("Learning curves", plots("Learning curves", [errorPlot(history), ...learningRatePlot(history)])),
    ...figures,
    notesSection([RELATIVE_L2, ...notes]),
  ];
  return pageOf(`${title} – Galvani`, `${header({ ...input, headline })}\n${sections.join("\n")}`);
}

/** The errors of an epoch: "0.0123 at 16, 0.0130 at 32". */
function errorsText({ tests }: FieldEpochRecord): string {
  return Object.entries(tests)
    .map(([name, { relative_l2 }]) => `${errorText(relative_l2)} at ${name}`)
    .join(", ");
}

/** An error for people: three digits that count. */
export function errorText(error: number): string {
  return Number(error.toPrecision(3)).toString();
}

/** Relative L2 over the epochs, of training and of every test set. */
export function errorPlot(history: readonly FieldEpochRecord[]): Panel {
  const series = [
    curve("training", history, ({ train_relative_l2 }) => train_relative_l2),
    ...Object.keys(history[0].tests).map((name) => curve(`test at ${name}`, history, ({ tests }) => tests[name].relative_l2)),
  ];
  return linePlot(series, { title: "Relative L2", xLabel: "epoch", yLabel: "relative L2", yLog: true, yFormat: ".3~g", ...PLOT });
}

function bestAndLast(best: FieldEpochRecord, last: FieldEpochRecord): string {
  const names = Object.keys(last.tests);
  const [first] = names;
  const head = [...names.map((name) => `relative L2 at ${name}`), "in training", "training loss"];
  return epochTable({ [`best (at ${first})`]: best, last }, head, ({ tests, train_relative_l2, train_loss }) =>
    [...names.map((name) => tests[name].relative_l2), train_relative_l2, train_loss].map(errorText),
  );
}
