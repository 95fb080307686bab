import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { metricsCsv } from "../io/table.ts";
import { decodeTraining, encodeTraining } from "../io/training.ts";
import { bestEpoch, type EpochRecord } from "../learn/epochs.ts";
import type { Trainer } from "../learn/trainer.ts";
import { networkText } from "../view/network-text.ts";
import { percent, SOFT_AND_HARD, trainingReportHtml } from "../view/training-report.ts";
import { VERSION } from "./io.ts";
import { commandLine, type Files } from "./output.ts";
import { forPeople } from "./progress.ts";
import { adapterName } from "./summary.ts";
import { table } from "./table.ts";
import { type DataSetName, PRESETS, type TrainSettings } from "./train-spec.ts";

/** What a checkpoint of `galvani train` says of its training. */
export interface About {
  readonly data_set: DataSetName;
  /** Of all pixels and labels: another set would not continue to the same bits. */
  readonly data_sha256: string;
  readonly settings: TrainSettings;
}

/** A training under way. */
export interface Run {
  readonly about: About;
  readonly trainer: Trainer;
  /** The command that started it. */
  readonly argv: readonly string[];
  readonly resumed: { readonly file: string; readonly epoch: number } | undefined;
  /** As `performance.now()` has it. */
  readonly started: number;
}

/** What `--json` prints, and `summary.json` holds. */
export interface TrainSummary extends TrainSettings {
  readonly data_set: DataSetName;
  readonly adapter: string;
  /** Numbers that are learnt or kept: the elements of the state_dict. */
  readonly parameters: number;
  /** The checkpoint it continued from. */
  readonly resumed?: string;
  readonly epochs_done: number;
  /** The epoch of the highest soft test accuracy. */
  readonly best: EpochRecord;
  readonly last: EpochRecord;
  /** Of this run. */
  readonly took_s: number;
}

export function summarise({ about, trainer, resumed, started }: Run, history: readonly EpochRecord[]): TrainSummary {
  return {
    data_set: about.data_set,
    ...about.settings,
    adapter: adapterName(trainer.executor),
    parameters: trainer.training.recording.parameters.reduce((sum, { length }) => sum + length, 0),
    ...(resumed && { resumed: resumed.file }),
    epochs_done: history.length,
    best: bestEpoch(history) as EpochRecord,
    last: history[history.length - 1],
    took_s: Number(((performance.now() - started) / 1000).toPrecision(9)),
  };
}

/** The contents of `--out` after an epoch. */
export async function filesOf(run: Run, history: readonly EpochRecord[]): Promise<Files> {
  const { about, trainer } = run;
  const summary = summarise(run, history);
  const model = encodeTraining({ spec: trainer.spec, state: await trainer.state(), history, about });
  return {
    "model.safetensors": model,
    ...(summary.best === summary.last && { "best.safetensors": model }),
    "metrics.csv": metricsCsv(history, layersOf(trainer)),
    "summary.json": `${JSON.stringify(summary, null, 2)}\n`,
    "report.html": report(run, history, summary),
  };
}

/** The layers of neurons, by their places in the network: "1", "3". */
function layersOf({ training }: Trainer): readonly string[] {
  return training.recording.spiking.map(({ name }) => name);
}

function report(run: Run, history: readonly EpochRecord[], summary: TrainSummary): string {
  const { trainer, resumed, argv } = run;
  const { preset, sparsity, schedule, lr, batch, seed, timesteps, adapter, epochs, parameters, took_s, data_set } = summary;
  const rows = {
    "data set": data_set,
    network: networkText(trainer.spec.network),
    parameters,
    "time steps": timesteps,
    epochs: `${history.length} of ${epochs}`,
    batch,
    "learning rate": `${lr}, ${schedule}`,
    ...(sparsity > 0 && { "weight of spikes": String(sparsity) }),
    seed: String(seed),
    adapter,
    took: forPeople(took_s),
  };
  const { layers } = trainer.spec.network;
  return trainingReportHtml({
    title: `${data_set}, ${summary.neuron}`,
    command: commandLine(argv),
    version: VERSION,
    summary: rows,
    history,
    layers: layersOf(trainer).map((name) => `${layers[Number(name)].layer} (${name})`),
    notes: [
      `Preset ${preset}: ${PRESETS[preset].about}.`,
      ...(resumed ? [`Continued after epoch ${resumed.epoch} from ${resumed.file}; the time is that of this run.`] : []),
    ],
  });
}

/** One epoch for people. */
export function epochLine({ epoch, train_loss, train_accuracy, test_accuracy_soft, test_accuracy_hard, seconds = 0 }: EpochRecord): string {
  const test = `test ${percent(test_accuracy_soft)} soft, ${percent(test_accuracy_hard)} hard`;
  return `epoch ${String(epoch).padStart(3)}  loss ${train_loss.toFixed(4)}  training ${percent(train_accuracy)}  ${test}  ${forPeople(seconds)}\n`;
}

/** The end of a training for people. @param out where it is kept */
export function summaryText(summary: TrainSummary, out: string | undefined): string {
  const { best, last, adapter, took_s } = summary;
  const rates = (values: readonly number[]) => values.map((rate) => rate.toFixed(3)).join(", ");
  const row = (name: string, record: EpochRecord) => [
    name,
    String(record.epoch),
    percent(record.test_accuracy_soft),
    percent(record.test_accuracy_hard),
    rates(record.rates_soft),
    rates(record.rates_hard),
    percent(record.train_accuracy),
    record.train_loss.toFixed(4),
  ];
  const head = ["", "epoch", "test soft", "test hard", "spike rate soft", "spike rate hard", "training", "training loss"];
  const lines = [
    table(head, [row("best (soft)", best), row("last", last)]),
    "",
    SOFT_AND_HARD,
    `adapter           ${adapter}`,
    `took              ${forPeople(took_s)}`,
    ...(out === undefined ? ["note              nothing is kept without --out"] : keptLines(out, best)),
  ];
  return `\n${lines.join("\n")}\n`;
}

function keptLines(out: string, best: EpochRecord): string[] {
  const file = join(out, "best.safetensors");
  const kept = existsSync(file) ? isOf(file, best) : undefined;
  return [
    `checkpoint        ${join(out, "model.safetensors")}`,
    kept
      ? `best epoch        ${file}`
      : `note              epoch ${best.epoch}, the best, was before --resume: that run kept it${kept === false ? `; ${file} is not of it` : ""}`,
    `report            ${join(out, "report.html")}`,
  ];
}

/** Whether a checkpoint ends with this epoch: a folder may hold another training's. */
function isOf(file: string, best: EpochRecord): boolean {
  const { history } = decodeTraining(readFileSync(file), "--out", file);
  const { epoch, test_loss } = history[history.length - 1];
  return epoch === best.epoch && test_loss === best.test_loss;
}
