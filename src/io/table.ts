/** A table of columns as CSV text and as an `.npz`. */
import type { EpochRecord } from "../learn/epochs.ts";
import type { FieldEpochRecord } from "../operator/training.ts";
import type { Sweep } from "../simulate/sweep.ts";
import { encodeNpz, type NpzArray } from "./npz.ts";

/** RFC 4180: a field with a comma, a quote or a line break stands in quotes, quotes in it doubled. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A number as JavaScript prints it, which reads back to the same; nothing where there is none. */
function cell(value: number | string): string {
  return typeof value === "string" ? field(value) : Number.isNaN(value) ? "" : String(value);
}

/** CSV (RFC 4180): a line of column names, then one an instance, each ended by CR LF; an empty field where there is no number. */
export function sweepCsv({ columns, instances }: Pick<Sweep, "columns" | "instances">): string {
  const lines = [columns.map(({ name }) => field(name)).join(",")];
  for (let k = 0; k < instances; k++) lines.push(columns.map(({ values }) => cell(values[k])).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

/** `.npz`: one array a column, float64 or text, named as the column; `columns` holds the names in order. */
export function sweepNpz({ columns, instances }: Pick<Sweep, "columns" | "instances">): Uint8Array {
  const arrays: Record<string, NpzArray> = {};
  for (const { name, values } of columns) arrays[name.replaceAll("/", "_")] = { data: values, shape: [instances] };
  arrays.columns = { data: columns.map(({ name }) => name), shape: [columns.length] };
  return encodeNpz(arrays);
}

/**
 * A training as CSV: a line an epoch; `seconds` is empty for epochs before a resumption, `train_penalty` is there where spikes are penalised.
 * @param layers names of the layers of neurons, in the order of the records' rates
 */
export function metricsCsv(history: readonly EpochRecord[], layers: readonly string[]): string {
  const column = (name: string, of: (record: EpochRecord) => number) => ({ name, values: Float64Array.from(history, of) });
  const plain = ["train_accuracy", "test_loss", "test_accuracy_soft", "test_accuracy_hard"] as const;
  const penalised = history.some(({ train_penalty }) => train_penalty !== undefined);
  const columns = [
    column("epoch", ({ epoch }) => epoch),
    column("train_loss", ({ train_loss }) => train_loss),
    ...(penalised ? [column("train_penalty", ({ train_penalty = Number.NaN }) => train_penalty)] : []),
    ...plain.map((name) => column(name, (record) => record[name])),
    ...layers.flatMap((layer, k) => [
      column(`spike_rate_${layer}_soft`, ({ rates_soft }) => rates_soft[k]),
      column(`spike_rate_${layer}_hard`, ({ rates_hard }) => rates_hard[k]),
    ]),
    column("lr", ({ lr }) => lr),
    column("seconds", ({ seconds = Number.NaN }) => seconds),
  ];
  return sweepCsv({ columns, instances: history.length });
}

/** An operator's training as CSV: a line an epoch, a column of relative L2 a test set; `seconds` is empty for epochs before a resumption. */
export function fieldMetricsCsv(history: readonly FieldEpochRecord[]): string {
  const column = (name: string, of: (record: FieldEpochRecord) => number) => ({ name, values: Float64Array.from(history, of) });
  const columns = [
    column("epoch", ({ epoch }) => epoch),
    column("train_loss", ({ train_loss }) => train_loss),
    column("train_relative_l2", ({ train_relative_l2 }) => train_relative_l2),
    ...Object.keys(history[0].tests).map((name) => column(`test_${name}_relative_l2`, ({ tests }) => tests[name].relative_l2)),
    column("lr", ({ lr }) => lr),
    column("seconds", ({ seconds = Number.NaN }) => seconds),
  ];
  return sweepCsv({ columns, instances: history.length });
}
