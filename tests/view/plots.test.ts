import { describe, expect, test } from "vitest";
import * as plots from "../../src/view/plots.ts";
import { rates } from "../../src/view/statistics.ts";
import { escapeXml } from "../../src/view/svg.ts";
import { fromPairs, poissonSpikes, spans } from "./synthetic.ts";
import { xmlFault } from "./xml.ts";

const nasty = `<b> & "quoted" 'it' \u0000 \ud800`;
const many = spans(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`population ${i}`, 10 + i * i])));
const cases = {
  "no spikes": fromPairs([], spans({ a: 10, b: 5 }), 1000),
  "no populations": fromPairs([], [], 1000),
  "no time": fromPairs([], spans({ a: 10 }), 0),
  "an empty population": poissonSpikes(spans({ a: 10, none: 0 }), [20, 0], 200),
  "one neuron": poissonSpikes(spans({ a: 1 }), [50], 500),
  "20 populations": poissonSpikes(
    many,
    many.map((_, i) => i),
    300,
  ),
  "odd names": poissonSpikes(spans({ [nasty]: 10, constructor: 3 }), [20, 20], 300),
};

/** Dots of a raster. */
const dots = (svg: string) => svg.match(/h0/g)?.length ?? 0;

describe.each(Object.entries(cases))("%s", (_, spikes) => {
  const reference = { source: nasty, rates: { a: 3, [nasty]: 4 }, cv: { a: 1 } };
  const drawings: Record<string, plots.Panel> = {
    raster: plots.raster(spikes),
    rates: plots.rateBars(spikes, reference),
    cv: plots.cvBars(spikes, reference),
    isi: plots.isiPlot(spikes),
    correlation: plots.correlationPlot(spikes),
    rate: plots.ratePlot(spikes),
  };
  test.each(Object.entries(drawings))("%s is well-formed and has no NaN", (_, panel) => {
    const svg = plots.svgFile(panel);
    expect(xmlFault(svg)).toBe("");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
  test("they make one figure", () => {
    expect(xmlFault(plots.figure(nasty, Object.values(drawings)))).toBe("");
  });
});

describe("raster", () => {
  test("draws every spike where there are few, one path a population", () => {
    const spikes = fromPairs(
      [
        [0, 0],
        [500, 1],
        [999, 2],
        [20, 3],
      ],
      spans({ a: 3, b: 1 }),
      1000,
    );
    const { body, caption } = plots.raster(spikes);
    expect(dots(body)).toBe(4);
    expect(body.match(/<path/g)).toHaveLength(2);
    expect(caption).toBe("All 4 spikes of all 4 neurons are drawn.");
  });
  test("draws an evenly spread share of the neurons where there are many, and says which", () => {
    const spikes = poissonSpikes(spans({ a: 4000, b: 1000 }), [10, 10], 1000);
    const { body, caption } = plots.raster(spikes, { maxMarks: 5000 });
    expect(dots(body)).toBeLessThan(5200);
    expect(dots(body)).toBeGreaterThan(4000);
    expect(caption).toMatch(/an evenly spread (9\.\d|10) % of the neurons is drawn \(\d+ of 5,000\)/);
  });
  test("shows a window of time", () => {
    const spikes = fromPairs(
      [
        [0, 0],
        [500, 0],
        [999, 0],
      ],
      spans({ a: 1 }),
      1000,
    );
    expect(dots(plots.raster(spikes, { fromMs: 40, toMs: 60 }).body)).toBe(1);
  });
});

test("bars are as long as their values", () => {
  const spikes = poissonSpikes(spans({ a: 100, b: 100 }), [10, 20], 1000);
  const widths = [...plots.rateBars(spikes).body.matchAll(/<rect [^>]*width="([\d.]+)" height="26"/g)].map((m) => Number(m[1]));
  const [a, b] = rates(spikes);
  expect(widths[0]! / widths[1]!).toBeCloseTo(a! / b!, 2);
});

test("lines: a trace of a million points stays small, gaps and logarithmic axes work", () => {
  const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i * 0.1);
  const y = Float32Array.from(x, (t) => Math.sin(t));
  const svg = plots.svgFile(plots.traces([{ name: "V", x, y }], { marker: 0.5 }));
  expect(svg.length).toBeLessThan(100_000);
  expect(xmlFault(svg)).toBe("");
  const series: plots.Series[] = [
    { name: "measured", x: [1, 10, 100], y: [1, Number.NaN, 5], style: "dots" },
    { name: "analytic", x: [1, 10, 100], y: [0, 2, 4], style: "dashed" },
  ];
  const log = plots.svgFile(plots.linePlot(series, { title: "f-I", xLabel: "I (pA)", yLabel: "rate (Hz)", xLog: true, yLog: true }));
  expect(xmlFault(log)).toBe("");
  expect(log).not.toMatch(/NaN|Infinity/);
});

test("lines: one value alone is inside its axes, and so are values below 0; the highest and lowest of a crowd are drawn", () => {
  const options = { title: "t", xLabel: "x", yLabel: "y" };
  const pointsOf = (y: readonly number[], log = false, x: readonly number[] = y) => {
    const { body } = plots.linePlot([{ name: "one", x, y, style: "dots" }], { ...options, xLog: log, yLog: log });
    return [...body.matchAll(/M([\d.-]+) ([\d.-]+)h0/g)].map((found) => [Number(found[1]), Number(found[2])] as const);
  };
  // 58 to 544 across, 24 to 318 down: the frame of a plot of 560 x 360.
  for (const [value, log] of [
    [5, false],
    [0, false],
    [5, true],
  ] as const) {
    const [[x, y]] = pointsOf([value], log) as [readonly [number, number]];
    expect(x).toBeGreaterThanOrEqual(58);
    expect(x).toBeLessThan(500);
    expect(y).toBeGreaterThan(24);
    expect(y).toBeLessThanOrEqual(318);
    if (value > 0) expect(x).toBeGreaterThan(200);
    // Axes of one value would have one number each.
    const { body } = plots.linePlot([{ name: "one", x: [value], y: [value] }], { ...options, xLog: log, yLog: log });
    expect(body.split("<text").length).toBeGreaterThan(8);
  }
  const both = pointsOf([-4, 4]);
  expect(both.map(([x]) => x)).toEqual([58, 544]);
  for (const [, y] of both) expect(y >= 24 && y <= 318).toBe(true);
  // One sample in 100,000 stands out, in the middle of its column.
  const many = Float64Array.from({ length: 100_000 }, (_, i) => (i === 50_111 ? 9 : i === 70_111 ? -9 : i % 2));
  const { body } = plots.linePlot([{ name: "spike", x: Float64Array.from(many, (_, i) => i), y: many }], options);
  const heights = [...body.matchAll(/[ML][\d.-]+ ([\d.-]+)(?=[ML"])/g)].map(([, y]) => Number(y));
  expect(Math.min(...heights)).toBeLessThan(80);
  expect(Math.max(...heights)).toBeGreaterThan(270);
});

test("escaping leaves no markup", () => {
  expect(escapeXml(nasty)).toBe("&lt;b&gt; &amp; &quot;quoted&quot; &#39;it&#39; \ufffd \ufffd");
});

test("the XML check itself finds faults", () => {
  for (const bad of ["<a>", "<a></b>", "<a b=c/>", "<a>&</a>", `<a b="1" b="2"/>`, "<a>1 < 2</a>"]) expect(xmlFault(bad)).not.toBe("");
});
