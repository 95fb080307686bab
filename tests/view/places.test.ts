/** Numbers are where the axes say: read from the drawings' text. */
import { expect, test } from "vitest";
import { extentOf } from "../../src/view/extent.ts";
import { barChart, histogramPlot, raster } from "../../src/view/plots.ts";
import { bandHeights } from "../../src/view/raster.ts";
import { reportHtml } from "../../src/view/report.ts";
import { fromPairs, spans } from "./synthetic.ts";

test("the axis of a bar chart reaches its references", () => {
  const { body, width } = barChart([{ name: "a", value: 1, reference: 10 }], { title: "rates", label: "Hz" });
  // The key's diamond, then the bar's.
  const [, x] = [...body.matchAll(/<path d="M([\d.]+) [^>]*fill="#111111"/g)].map(([, at]) => Number(at));
  expect(x).toBeGreaterThan(width / 2);
  expect(x).toBeLessThan(width);
});

test("a histogram's bins are shares of all values, in percent", () => {
  const { body } = histogramPlot(
    { start: 0, width: 1, counts: Float64Array.of(1, 3), total: 8, above: 4, below: 0 },
    { title: "values", label: "x" },
  );
  const ticks = [...body.matchAll(/text-anchor="end"[^>]*>(\d+)</g)].map(([, tick]) => Number(tick));
  expect(Math.max(...ticks)).toBe(40);
});

test("a spike of a step is drawn at the step's end, bands fill their height", () => {
  const spikes = fromPairs([[9, 0]], spans({ a: 1 }), 10, 1);
  const { body, width } = raster(spikes, { width: 760 });
  expect(body).toContain(`d="m${10 * (width - 12)} `);
  expect(bandHeights([1, 3, 0], 100).reduce((a, b) => a + b)).toBeCloseTo(100, 10);
});

test("a report names the rate that is furthest from its reference, and by how much of it", () => {
  const spikes = fromPairs(
    Array.from({ length: 31 }, (_, k): [number, number] => [300 * k, k < 11 ? 0 : 1]),
    spans({ first: 1, second: 1 }),
    10_000,
  );
  const html = reportHtml({
    network: "<net>",
    command: "",
    version: "",
    summary: {},
    spikes,
    parameters: {},
    reference: { source: "a source", rates: { first: 8, second: 19 } },
  });
  expect(html).toContain("<title>&lt;net&gt; ");
  // 11 Hz where 8 were expected; 20 where 19.
  expect(html).toContain("within 37.5 % of the reference, a source (furthest: first)");
});

test("the extent of numbers leaves out what is none, and what does not count", () => {
  expect(
    extentOf([
      [3, Number.NaN, -2],
      [Number.POSITIVE_INFINITY, 7],
    ]),
  ).toEqual([-2, 7]);
  expect(extentOf([[3, -2]], (value) => value > 0)).toEqual([3, 3]);
  expect(extentOf([[Number.NaN], []])).toBeUndefined();
});
