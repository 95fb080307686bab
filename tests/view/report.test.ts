import { expect, test } from "vitest";
import type { SpikeData } from "../../src/view/data.ts";
import { linePlot, svgFile } from "../../src/view/plots.ts";
import { type ReportInput, reportHtml } from "../../src/view/report.ts";
import { fromPairs, poissonSpikes, spans } from "./synthetic.ts";
import { xmlFault } from "./xml.ts";

function input(spikes: SpikeData, more: Partial<ReportInput> = {}): ReportInput {
  return {
    network: "net <1>",
    command: `galvani run "a&b"`,
    version: "0.1.0",
    summary: { neurons: 1234567, adapter: "none" },
    spikes,
    parameters: { tau_m: 10 },
    ...more,
  };
}

/** Nothing that makes a browser ask for anything, and every drawing well-formed. */
function expectSelfContained(html: string): void {
  expect(html).not.toMatch(/https?:\/\/|\ssrc=|<script|<link(?! rel="icon" href="data:,")|@import|url\(/i);
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
  for (const [svg] of html.matchAll(/<svg[\s\S]*?<\/svg>/g)) expect(xmlFault(svg)).toBe("");
}

test("shows rates beside the reference, the summary, the command and the extras", () => {
  const spikes = fromPairs(
    [
      [0, 0],
      [5, 0],
      [9, 1],
      [12, 1],
      [30, 0],
      [31, 2],
    ],
    spans({ "L4<E>": 2, other: 1 }),
    10_000,
  );
  const figure = svgFile(linePlot([{ name: "a", x: [0, 1], y: [0, 1] }], { title: "f-I", xLabel: "I", yLabel: "f" }));
  const html = reportHtml(
    input(spikes, {
      reference: { source: "A & B 2014", rates: { "L4<E>": 2.5, other: 1 }, cv: { "L4<E>": 1 }, note: "Ten seconds." },
      figures: [{ title: "f-I curve", svg: `<?xml version="1.0"?>\n${figure}`, caption: "By hand." }],
      notes: ["fell back to <cpu>"],
    }),
  );
  expectSelfContained(html);
  for (const piece of [
    "net &lt;1&gt;",
    "galvani run &quot;a&amp;b&quot;",
    "1,234,567",
    "2.500",
    "+0.0 %",
    "A &amp; B 2014",
    "Ten seconds.",
    "By hand.",
    "fell back to &lt;cpu&gt;",
    "&quot;tau_m&quot;: 10",
  ])
    expect(html).toContain(piece);
  expect(html).toContain(
    "3 neurons fired 6 spikes in 1,000 ms of model time, 2.00 Hz on average. Every rate lies within 0.0 % of the reference",
  );
});

test.each([
  ["no spikes", fromPairs([], spans({ a: 10 }), 1000)],
  ["no spikes, no populations, no time", fromPairs([], [], 0)],
  [
    "20 populations",
    poissonSpikes(spans(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i}`, 20]))), Array(20).fill(10), 200),
  ],
])("works with %s", (_, spikes) => {
  expectSelfContained(reportHtml(input(spikes)));
});

test("a deviation without a base is a dash", () => {
  const html = reportHtml(input(fromPairs([[1, 0]], spans({ a: 1 }), 1000), { reference: { source: "S", rates: { a: 0 } } }));
  expectSelfContained(html);
  expect(html).toContain("<td>–</td>");
});

test("250,000 spikes and long parameters stay under 3 MB", () => {
  const spikes = poissonSpikes(spans({ a: 40_000, b: 10_000 }), [5, 5], 1000);
  expect(spikes.step.length).toBeGreaterThan(240_000);
  const html = reportHtml(
    input(spikes, { parameters: { list: Array.from({ length: 500_000 }, (_, i) => i), typed: new Float32Array(9) } }),
  );
  expectSelfContained(html);
  expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
  expect(html).toContain("more characters)");
});
