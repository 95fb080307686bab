/** The reader of the fly's connectivity file: what it reads, and what it refuses. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, test } from "vitest";
import type { Counts } from "../../examples/fly-brain/counts.ts";
import { readWiring } from "../../examples/fly-brain/reader.ts";
import { standIn, standInCounts } from "../../examples/fly-brain/stand-in.ts";
import { InputError } from "../../src/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "galvani-brain-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A connectivity file of 4 neurons and 5 connections. */
const TINY: Counts = { neurons: 4, connections: 5, synapses: 21, positive: 3, negative: 2 };
const WEIGHTS = [1, 2, 3, -5, -10];

function columns(change: Readonly<Record<string, readonly unknown[]>> = {}): ColumnSource[] {
  const data = {
    Presynaptic_ID: [7, 7, 8, 9, 9],
    Postsynaptic_ID: [8, 9, 9, 7, 8],
    Presynaptic_Index: [0, 0, 1, 3, 3],
    Postsynaptic_Index: [1, 2, 3, 0, 1],
    Connectivity: WEIGHTS.map(Math.abs),
    Excitatory: WEIGHTS.map(Math.sign),
    "Excitatory x Connectivity": WEIGHTS,
    ...change,
  };
  return Object.entries(data).map(([name, values]) => {
    const whole = values.every((value) => value === null || Number.isInteger(value));
    return whole
      ? { name, type: "INT64", data: values.map((value) => (value === null ? null : BigInt(value as number))) }
      : { name, type: "DOUBLE", data: [...values] };
  });
}

let files = 0;
function written(columnData: ColumnSource[], change: (path: string) => void = () => {}): string {
  const path = join(folder, `${files++}.parquet`);
  writeFileSync(path, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 2 })));
  change(path);
  return path;
}

test("a small connectivity file of three row groups", async () => {
  const wiring = await readWiring(written(columns()), TINY);
  expect(wiring).toEqual({
    neurons: 4,
    source: Uint32Array.of(0, 0, 1, 3, 3),
    target: Uint32Array.of(1, 2, 3, 0, 1),
    weight: Int32Array.from(WEIGHTS),
  });
});

test("a larger one, in pages of dictionaries and plain numbers, is read as it was written", async () => {
  const { neurons, source, target, weight } = standIn(1, 0.02);
  const int64 = (name: string, values: ArrayLike<number>) => ({
    name,
    type: "INT64" as const,
    data: BigInt64Array.from(Array.from(values, BigInt)),
  });
  const columnData = [int64("Presynaptic_Index", source), int64("Postsynaptic_Index", target), int64("Excitatory x Connectivity", weight)];
  const path = join(folder, "larger.parquet");
  writeFileSync(path, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 100_000 })));
  const { positive, synapses, connections } = standInCounts(0.02);
  const counts = { neurons, connections, synapses, positive, negative: connections - positive };
  expect(await readWiring(path, counts)).toEqual({ neurons, source, target, weight });
});

describe("a file that is not the published one", () => {
  const cut = (path: string) => truncateSync(path, readFileSync(path).length >> 1);
  const damaged = (path: string) => {
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4, bytes.length >> 2);
    writeFileSync(path, bytes);
  };
  const without = (name: string) => columns().filter((column) => column.name !== name);
  test.each<[string, () => string, RegExp]>([
    ["no source", () => written(without("Presynaptic_Index")), /has no column "Presynaptic_Index"; its columns: Presynaptic_ID, /],
    ["no weight", () => written(without("Excitatory x Connectivity")), /has no column "Excitatory x Connectivity"/],
    [
      "a target too large",
      () => written(columns({ Postsynaptic_Index: [1, 2, 3, 4, 1] })),
      /column "Postsynaptic_Index", row 3: 4 is not an integer of 0 to 3/,
    ],
    ["a source below 0", () => written(columns({ Presynaptic_Index: [0, 0, -1, 3, 3] })), /column "Presynaptic_Index", row 2: -1 is not/],
    ["no number", () => written(columns({ Presynaptic_Index: [0, 0, 1, 3, null] })), /column "Presynaptic_Index", row 4: null is not/],
    [
      "a fraction",
      () => written(columns({ "Excitatory x Connectivity": [1, 2.5, 3, -5, -10] })),
      /Excitatory x Connectivity", row 1: 2.5 is not/,
    ],
    [
      "fewer rows",
      () => written(columns().map((c) => ({ ...c, data: c.data.slice(0, 4) }))),
      /has 4 connections where the published file has 5/,
    ],
    [
      "other weights",
      () => written(columns({ "Excitatory x Connectivity": [1, 2, 4, -5, -10] })),
      /has 22 synapses where the published file has 21/,
    ],
    ["other signs", () => written(columns({ "Excitatory x Connectivity": [1, 2, 3, 5, -10] })), /has 4 connections of positive weight/],
    ["truncated", () => written(columns(), cut), /is not a whole parquet file \(.*\); fetch it again/],
    ["damaged", () => written(columns(), damaged), /is not a whole parquet file/],
    ["not parquet", () => written(columns(), (path) => writeFileSync(path, "spam")), /is not a whole parquet file/],
    ["empty", () => written(columns(), (path) => writeFileSync(path, "")), /is not a whole parquet file/],
  ])("%s", async (_, made, message) => {
    const path = made();
    const read = async () => readWiring(path, TINY);
    await expect(read).rejects.toThrow(InputError);
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toThrow(`data: "${path}"`);
  });
});
