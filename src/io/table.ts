/** A table of columns as CSV text and as an `.npz`. */
import type { EpochRecord } from "../learn/epoch-record.ts";
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

/** A line an epoch. */
function historyCsv<R>(history: readonly R[], columns: Readonly<Record<string, (record: R) => number>>): string {
  const filled = Object.entries(columns).map(([name, of]) => ({ name, values: Float64Array.from(history, of) }));
  return sweepCsv({ columns: filled, instances: history.length });
}

/**
 * A training as CSV: a line an epoch; `seconds` is empty for epochs before a resumption, `train_penalty` is there where spikes are penalised.
 * @param layers names of the layers of neurons, in the order of the records' rates
 */
export function metricsCsv(history: readonly EpochRecord[], layers: readonly string[]): string {
  const penalised = history.some(({ train_penalty }) => train_penalty !== undefined);
  const rates = layers.flatMap((layer, k) => [
    [`spike_rate_${layer}_soft`, ({ rates_soft }: EpochRecord) => rates_soft[k]] as const,
    [`spike_rate_${layer}_hard`, ({ rates_hard }: EpochRecord) => rates_hard[k]] as const,
  ]);
  return historyCsv(history, {
    epoch: ({ epoch }) => epoch,
    train_loss: ({ train_loss }) => train_loss,
    ...(penalised && { train_penalty: ({ train_penalty = Number.NaN }) => train_penalty }),
    train_accuracy: ({ train_accuracy }) => train_accuracy,
    test_loss: ({ test_loss }) => test_loss,
    test_accuracy_soft: ({ test_accuracy_soft }) => test_accuracy_soft,
    test_accuracy_hard: ({ test_accuracy_hard }) => test_accuracy_hard,
    ...Object.fromEntries(rates),
    lr: ({ lr }) => lr,
    seconds: ({ seconds = Number.NaN }) => seconds,
  });
}

/** An operator's training as CSV: a line an epoch, a column of relative L2 a test set; `seconds` is empty for epochs before a resumption. */
export function fieldMetricsCsv(history: readonly FieldEpochRecord[]): string {
  const tests = Object.keys(history[0].tests).map(
    (name) => [`test_${name}_relative_l2`, ({ tests }: FieldEpochRecord) => tests[name].relative_l2] as const,
  );
  return historyCsv(history, {
    epoch: ({ epoch }) => epoch,
    train_loss: ({ train_loss }) => train_loss,
    train_relative_l2: ({ train_relative_l2 }) => train_relative_l2,
    ...Object.fromEntries(tests),
    lr: ({ lr }) => lr,
    seconds: ({ seconds = Number.NaN }) => seconds,
  });
}
