import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import type { EpochFrame, Learning } from "../learn/training.ts";
import type { Files } from "./output.ts";
import { forPeople } from "./progress.ts";
import { adapterName, rounded } from "./summary.ts";
import { table } from "./table.ts";
import type { Kind, Run, Settings, TrainSummary } from "./train-kind.ts";

export function summarise<L extends Learning, S extends Settings, D>(
  kind: Kind<L, S, D>,
  { about, trainer, resumed, started }: Run<L, S, D>,
  history: readonly L["record"][],
): S & TrainSummary<L["record"]> {
  return {
    data_set: about.data_set,
    ...about.settings,
    adapter: adapterName(trainer.executor),
    parameters: trainer.training.recording.parameters.reduce((sum, { length }) => sum + length, 0),
    ...(resumed && { resumed: resumed.file }),
    epochs_done: history.length,
    best: kind.best(history),
    last: history[history.length - 1],
    took_s: rounded((performance.now() - started) / 1000),
  };
}

/** Rows of a report's first table that tell how it went. @param more what else it was trained with */
export function courseRows(
  { epochs_done, epochs, batch, lr, schedule, seed, adapter, took_s }: Settings & TrainSummary<unknown>,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string | number>> {
  return {
    epochs: `${epochs_done} of ${epochs}`,
    batch,
    "learning rate": `${lr}, ${schedule}`,
    ...more,
    seed: String(seed),
    adapter,
    took: forPeople(took_s),
  };
}

/** What a report says of a checkpoint that the training continued from, if it did. */
export function resumedNotes({
  resumed,
}: {
  readonly resumed: { readonly file: string; readonly epoch: number } | undefined;
}): readonly string[] {
  return resumed ? [`Continued after epoch ${resumed.epoch} from ${resumed.file}; the time is that of this run.`] : [];
}

/** The contents of `--out` after an epoch. */
export async function filesOf<L extends Learning, S extends Settings, D>(
  kind: Kind<L, S, D>,
  run: Run<L, S, D>,
  history: readonly L["record"][],
): Promise<Files> {
  const { about, trainer } = run;
  const summary = summarise(kind, run, history);
  const model = kind.encode({ spec: trainer.spec, state: await trainer.state(), history, about });
  return {
    "model.safetensors": model,
    ...(summary.best === summary.last && { "best.safetensors": model }),
    "metrics.csv": kind.metrics(run, history),
    "summary.json": `${JSON.stringify(summary, null, 2)}\n`,
    "report.html": await kind.report(run, history, summary),
  };
}

/** One epoch for people. */
export function epochLine<L extends Learning, S extends Settings, D>(kind: Kind<L, S, D>, record: L["record"]): string {
  const { epoch, seconds = 0 } = record;
  return `epoch ${String(epoch).padStart(3)}  ${kind.epochText(record)}  ${forPeople(seconds)}\n`;
}

/** The end of a training for people. @param out where it is kept */
export function summaryText<L extends Learning, S extends Settings, D>(
  kind: Kind<L, S, D>,
  { best, last, adapter, took_s }: TrainSummary<L["record"]>,
  out: string | undefined,
): string {
  const row = (name: string, record: L["record"]) => [name, String(record.epoch), ...Object.values(kind.columns(record))];
  const head = ["", "epoch", ...Object.keys(kind.columns(last))];
  const lines = [
    table(head, [row(`best ${kind.bestBy}`, best), row("last", last)]),
    "",
    kind.meaning,
    `adapter           ${adapter}`,
    `took              ${forPeople(took_s)}`,
    ...(out === undefined ? ["note              nothing is kept without --out"] : keptLines(kind, out, best)),
  ];
  return `\n${lines.join("\n")}\n`;
}

function keptLines<L extends Learning, S extends Settings, D>(kind: Kind<L, S, D>, out: string, best: L["record"]): string[] {
  const file = join(out, "best.safetensors");
  const kept = existsSync(file) ? isOf(kind, file, best) : undefined;
  return [
    `checkpoint        ${join(out, "model.safetensors")}`,
    kept
      ? `best epoch        ${file}`
      : `note              epoch ${best.epoch}, the best, was before --resume: that run kept it${kept === false ? `; ${file} is not of it` : ""}`,
    `report            ${join(out, "report.html")}`,
  ];
}

/** Whether a checkpoint ends with this epoch: a folder may hold another training's, or what is none. */
function isOf<L extends Learning, S extends Settings, D>(kind: Kind<L, S, D>, file: string, best: L["record"]): boolean {
  let history: readonly L["record"][];
  try {
    ({ history } = kind.decode(readFileSync(file), "--out", file));
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
  const numbers = ({ seconds: _, ...record }: EpochFrame) => JSON.stringify(record);
  return numbers(history[history.length - 1]) === numbers(best);
}
