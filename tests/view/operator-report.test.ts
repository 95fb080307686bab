import { expect, test } from "vitest";
import type { FieldEpochRecord } from "../../src/operator/training.ts";
import { type FieldCase, fieldCases } from "../../src/view/field-cases.ts";
import { errorText, operatorReportHtml } from "../../src/view/operator-report.ts";
import { svgFile } from "../../src/view/plots.ts";
import { xmlFault } from "./xml.ts";

const record = (epoch: number, at16: number, at32: number, lr = 0.01): FieldEpochRecord => ({
  ...{ epoch, train_loss: 0.5 / epoch, train_relative_l2: 0.25 / epoch, lr },
  tests: { "16": { loss: at16, relative_l2: at16 }, "32": { loss: at32, relative_l2: at32 } },
});
const wave = (n: number, size: number) => Float32Array.from({ length: n }, (_, i) => size * Math.sin((2 * Math.PI * i) / n));
const lines: FieldCase[] = [
  { name: "1 (<a>)", sizes: [16], input: wave(16, 1), target: wave(16, 2), prediction: wave(16, 2.5) },
  { name: "2", sizes: [16], input: wave(16, 3), target: wave(16, 4), prediction: wave(16, 3) },
];
const image = (value: (row: number, column: number) => number) =>
  Float64Array.from({ length: 12 }, (_, i) => value(Math.floor(i / 4), i % 4));
const grids: FieldCase[] = [
  { name: "1", sizes: [3, 4], input: image((r) => r), target: image((_, c) => c), prediction: image((r, c) => c + r) },
];
const names = { input: "first <field>", target: "last field" };

test("best and last epoch at every size, curves, cases; nothing is fetched and every drawing is well-formed", () => {
  const history = [record(1, 0.5, 0.6), record(2, 0.1234567, 0.2, 0.005), record(3, 0.15, 0.25, 0.001)];
  const html = operatorReportHtml({
    title: "set <1>",
    command: `galvani train "a&b"`,
    version: "0.1.0",
    summary: { parameters: 50892 },
    history,
    cases: { "16": lines, "32": grids },
    names,
    notes: ["continued <here>"],
  });
  expect(html).not.toMatch(/https?:\/\/|\ssrc=|<script|NaN|undefined|Infinity/);
  const drawings = [...html.matchAll(/<svg[\s\S]*?<\/svg>/g)];
  expect(drawings).toHaveLength(3);
  for (const [svg] of drawings) expect(xmlFault(svg)).toBe("");
  for (const piece of [
    "set &lt;1&gt;",
    "After 3 epochs: relative L2 of the test sets 0.15 at 16, 0.25 at 32.",
    `<th scope="row">best (at 16)</th><td>2</td><td>0.123</td><td>0.2</td><td>0.125</td><td>0.25</td>`,
    `<th scope="row">last</th><td>3</td><td>0.15</td><td>0.25</td><td>0.0833</td><td>0.167</td>`,
    "test at 32",
    ">Learning rate<",
    "Test cases at 16",
    "Test cases: 1 (&lt;a&gt;); 2.",
    "first &lt;field&gt;",
    "50,892",
    "continued &lt;here&gt;",
    "Relative L2: the norm of prediction",
  ])
    expect(html).toContain(piece);
});

test("lines: a row of inputs, one of targets with predictions, one of errors; images in one scale", () => {
  const drawn = svgFile(fieldCases("cases", lines, names));
  expect(drawn.match(/>error, /g)).toHaveLength(2);
  // Dashed beside its target, and in the key.
  expect(drawn.match(/stroke-dasharray="6 4"/g)?.length).toBeGreaterThanOrEqual(4);
  // The error of the first case goes half a unit each way, which no other panel does.
  expect(drawn).toContain(">−4e-1<");
  const images = svgFile(fieldCases("cases", grids, names));
  for (const title of ["last field: target", "last field: prediction", "prediction – target"]) expect(images).toContain(title);
  // Targets are 0 to 3, and so is the scale of both; three predictions are beyond it.
  expect(images.match(/>3</g)?.length).toBe(2);
  expect(fieldCases("cases", grids, names).caption).toBe("Test cases: 1. Values beyond the ends of the scale, drawn as its ends: 3.");
});

test("errors keep three digits", () => {
  expect([0.0123456, 1, 0.00001234, 12.3456].map(errorText)).toEqual(["0.0123", "1", "0.0000123", "12.3"]);
});
