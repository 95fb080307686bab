import { expect, test } from "vitest";
import type { EpochRecord } from "../../src/learn/epoch-record.ts";
import { trainingReportHtml } from "../../src/view/training-report.ts";
import { xmlFault } from "./xml.ts";

const record = (epoch: number, soft: number, lr = 0.01): EpochRecord => ({
  ...{
    epoch,
    train_loss: 1 / epoch,
    train_accuracy: 0.5,
    test_loss: 2 / epoch,
    test_accuracy_soft: soft,
    test_accuracy_hard: soft - 0.1,
    lr,
  },
  ...{ rates_soft: [0.25, 0.5], rates_hard: [0.125, 0.0625] },
});
const report = (history: readonly EpochRecord[]) =>
  trainingReportHtml({
    title: "set <1>",
    command: `galvani train "a&b"`,
    version: "0.1.0",
    summary: { parameters: 50892 },
    history,
    layers: ["UltraLIF (1)", "UltraLIF (3)"],
    notes: ["fell back to <cpu>"],
  });

test("best and last epoch, soft beside hard, curves; nothing is fetched and every drawing is well-formed", () => {
  const html = report([record(1, 0.7), record(2, 0.8123, 0.005), record(3, 0.75, 0.001)]);
  expect(html).not.toMatch(/https?:\/\/|\ssrc=|<script|NaN|undefined|Infinity/);
  const drawings = [...html.matchAll(/<svg[\s\S]*?<\/svg>/g)];
  expect(drawings).toHaveLength(2);
  for (const [svg] of drawings) expect(xmlFault(svg)).toBe("");
  for (const piece of [
    "set &lt;1&gt;",
    "After 3 epochs: best test accuracy 81.23 % soft and, in the same epoch (2), 71.23 % hard.",
    `<th scope="row">best (soft)</th><td>2</td><td>81.23 %</td><td>71.23 %</td><td>50.00 %</td><td>1.0000</td><td>0.5000</td>`,
    `<th scope="row">last</th><td>3</td><td>75.00 %</td><td>65.00 %</td>`,
    "<td>0.2500</td><td>0.1250</td><td>0.5000</td><td>0.0625</td>",
    "spike rate of UltraLIF (3), soft",
    "UltraLIF (1), hard",
    ">Learning rate<",
    "50,892",
    "fell back to &lt;cpu&gt;",
    "Hard: every spike 0 or 1",
  ])
    expect(html).toContain(piece);
});

test("one epoch is seen as dots, and a learning rate that stays the same is not drawn", () => {
  const html = report([record(1, 0.7)]);
  expect(html).toContain("After one epoch: best test accuracy 70.00 % soft");
  expect(html).toMatch(/<path d="M[\d. ]+h0"/);
  expect(html).not.toContain(">Learning rate<");
});
