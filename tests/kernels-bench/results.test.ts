import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Row } from "../../kernels-bench/bench.ts";
import { mapped, repeated, spreadOf } from "../../kernels-bench/measure.ts";
import { changeOf, type Results, readResults, writeResults } from "../../kernels-bench/results.ts";
import { head, line, short } from "../../kernels-bench/table.ts";
import { folder } from "../cli/terminal.ts";

const ENVIRONMENT = {
  date: "2026-11-22T03:00:00.000Z",
  node: "20.20.2",
  webgpu: "0.6.2",
  commit: "abc1234",
  platform: "linux x64",
  processor: "some",
  cores: 2,
  load: 0.5,
};

function results(...rows: Row[]): Results {
  return { adapter: "cpu", environment: ENVIRONMENT, rows };
}

function time(value: number, low: number, high: number, more: Partial<Row> = {}): Row {
  return { name: "update", size: 1000, value, low, high, unit: "ns", better: "less", ...more };
}

test("median, smallest and largest, in the order of the values and not of the measurement", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ value: 2, low: 1, high: 3 });
  expect(spreadOf([10, 1, 2, 4])).toEqual({ value: 3, low: 1, high: 10 });
  expect(spreadOf([7])).toEqual({ value: 7, low: 7, high: 7 });
});

test("a rate made of times has its ends turned around", () => {
  expect(mapped({ value: 2, low: 1, high: 4 }, (s) => 8 / s)).toEqual({ value: 4, low: 2, high: 8 });
});

test("the first pass does not count", async () => {
  const values = [100, 1, 2, 3];
  expect(await repeated(() => values.shift()!, 3)).toEqual({ value: 2, low: 1, high: 3 });
});

test.each([
  ["the value inside the other's spread", time(11, 9, 13), "", 1.1],
  ["the other's value inside this spread", time(13, 9, 14), "", 1.3],
  ["a longer time", time(15, 14, 16), "slower", 1.5],
  ["spreads that overlap, each value outside the other", time(13, 11, 16), "slower", 1.3],
  ["a shorter time", time(5, 4, 6), "faster", 0.5],
])("against a saved run: %s", (_what, now, mark, ratio) => {
  const change = changeOf(now, results(time(10, 8, 12)));
  expect(change?.mark).toBe(mark);
  expect(change?.ratio).toBeCloseTo(ratio, 12);
});

test("against a saved run: more is better for rates, neither for what has no better", () => {
  const before = (row: Partial<Row>) => results(time(10, 9, 11, row));
  expect(changeOf(time(20, 19, 21, { better: "more" }), before({ better: "more" }))?.mark).toBe("faster");
  expect(changeOf(time(5, 4, 6, { better: "more" }), before({ better: "more" }))?.mark).toBe("slower");
  expect(changeOf(time(20, 19, 21, { better: undefined }), before({}))?.mark).toBe("changed");
});

test("rows are found by name and size", () => {
  const before = results(time(10, 10, 10), time(30, 30, 30, { size: 3000 }), time(50, 50, 50, { size: undefined }));
  expect(changeOf(time(60, 60, 60, { size: 3000 }), before)?.ratio).toBe(2);
  expect(changeOf(time(25, 25, 25, { size: undefined }), before)?.ratio).toBe(0.5);
  expect(changeOf(time(10, 10, 10, { size: 2000 }), before)).toBeUndefined();
  expect(changeOf(time(10, 10, 10, { name: "other" }), before)).toBeUndefined();
});

test("the table says everything once, in columns", () => {
  const row = time(5, 4, 6, { share: { of: "copy", value: 0.456 }, note: "windows of 32" });
  const shown = line(row, results(time(10, 9, 11)));
  expect(shown).toMatch(/^update +1,000 +5\.00 +4\.00 - 6\.00 +ns +46 % of copy +0\.500 x faster +windows of 32$/);
  expect(line(row, undefined)).toMatch(/46 % of copy {2,}windows of 32$/);
  expect(line(time(1, 1, 1, { name: "alone" }), results())).toMatch(/new$/);
  const columns = (text: string) => ["size", "median"].map((word) => text.indexOf(word) + word.length);
  expect(columns(head(true))).toEqual([shown.indexOf("1,000") + 5, shown.indexOf("5.00") + 4]);
});

test.each([
  [0, "0"],
  [0.000123456, "0.000123"],
  [0.05678, "0.0568"],
  [9.876, "9.88"],
  [1234.5, "1,235"],
  [Number.NaN, "NaN"],
])("%f is shown as %s", (value, text) => {
  expect(short(value)).toBe(text);
});

test("a file of results comes back as it was", () => {
  const path = join(folder(), "a.json");
  const all = results(time(10, 9, 11, { share: { of: "copy", value: 0.5 }, note: "n" }));
  writeResults(path, all);
  expect(readResults(path)).toEqual(all);
  expect(readFileSync(path, "utf8")).toMatch(/\n$/);
});

test.each([
  ["no JSON", "{"],
  ["another file", '{"rows": 3}'],
  ["null", "null"],
  ["rows without numbers", '{"adapter": "cpu", "environment": {}, "rows": [{"name": "update", "value": null, "low": 1, "high": 2}]}'],
])("a file that is none: %s", (_what, text) => {
  const path = join(folder(), "a.json");
  writeFileSync(path, text);
  expect(() => readResults(path)).toThrow(/--against: ".*a\.json": /);
});
