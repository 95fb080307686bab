/** A table of columns as CSV text and as an `.npz`. */
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
