import { describe, expect, test } from "vitest";
import { histogramPlot, linePlot, svgFile, weightHistogram, weightHistograms } from "../../src/view/plots.ts";
import { shadeScale } from "../../src/view/shades.ts";
import { xmlFault } from "./xml.ts";

describe("weightHistogram", () => {
  test("both ends are inside, as float32 rounds them; the rest is counted outside", () => {
    const weights = Float32Array.of(0, 0, 0.1, 0.299, 0.3, 0.3, -0.1, 0.31, Number.NaN);
    const { counts, below, above, total, start, width } = weightHistogram(weights, 0, 0.3, 3);
    expect([...counts]).toEqual([2, 1, 3]);
    expect([below, above, total, start]).toEqual([1, 2, 9, 0]);
    expect(width).toBeCloseTo(0.1, 12);
  });
  test("goes into a histogram plot", () => {
    const svg = svgFile(histogramPlot(weightHistogram([0, 1, 1], 0, 1, 10), { title: "at the end", label: "weight" }));
    expect(xmlFault(svg)).toBe("");
  });
});

/** Rectangles of the image: [left, right, top, bottom, colour], px. */
function cells(body: string): [number, number, number, number, string][] {
  return [...body.matchAll(/<path d="(M[^"]+)" fill="(#[\da-f]{6})" shape-rendering="crispEdges"\/>/g)].flatMap(([, d, fill]) =>
    [...d!.matchAll(/M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H[\d.]+z/g)].map(
      ([, left, base, right, roof]) =>
        [Number(left), Number(right), Number(roof), Number(base), fill!] as [number, number, number, number, string],
    ),
  );
}

describe("weightHistograms", () => {
  // The plot reaches from 58 to 544 px across and from 26 to 270 px down.
  const options = { title: "Weights <over> time", label: "weight (nS)", bins: 2, width: 560, height: 360 };
  const times = [0, 100, 200];
  const weights = [Float32Array.of(0, 0, 0, 1), Float32Array.of(0, 0, 1, 1), Float32Array.of(1, 1, 1, 1)];

  test("a column a snapshot, a cell a bin that is not empty, the darker the more", () => {
    const { body } = weightHistograms({ times, weights }, options);
    const found = cells(body).sort((a, b) => a[0] - b[0] || b[3] - a[3]);
    const { colours, shadeOf } = shadeScale(0, 100, 0.5);
    const shade = (percent: number) => colours[shadeOf(percent)];
    expect(found).toEqual([
      [58, 220, 148, 270, shade(75)],
      [58, 220, 26, 148, shade(25)],
      [220, 382, 148, 270, shade(50)],
      [220, 382, 26, 148, shade(50)],
      [382, 544, 26, 148, shade(100)],
    ]);
    expect(body).toContain("time (ms)");
  });

  test("columns meet half-way between uneven times; long runs are in seconds", () => {
    const { body } = weightHistograms({ times: [0, 10_000, 40_000], weights }, options);
    const sorted = (edges: number[]) => [...new Set(edges)].sort((a, b) => a - b);
    const left = sorted(cells(body).map((c) => c[0]));
    const right = sorted(cells(body).map((c) => c[1]));
    // Edges at -5, 5, 25, 55 s.
    const at = (s: number) => Number((58 + ((s + 5) / 60) * 486).toFixed(2));
    expect(left).toEqual([-5, 5, 25].map(at));
    expect(right).toEqual([5, 25, 55].map(at));
    expect(body).toContain("time (s)");
  });

  test("a share however small is seen; what is outside or left out is said", () => {
    const many = new Float32Array(100_000);
    many[0] = 1;
    many[1] = 2;
    const { body, caption } = weightHistograms({ times: [5], weights: [many] }, { ...options, range: [0, 1], caption: "By hand." });
    expect(cells(body)).toHaveLength(2);
    expect(cells(body).every((c) => c[4] !== "#ffffff")).toBe(true);
    expect(caption).toBe("By hand. 0.001 % of the weights lie outside 0 to 1 and are not drawn.");
    const long = { times: Array.from({ length: 1000 }, (_, k) => k), weights: Array.from({ length: 1000 }, () => [0, 1]) };
    const drawn = weightHistograms(long, options);
    expect(drawn.caption).toBe("243 of 1,000 snapshots, evenly spread, are drawn.");
    expect(cells(drawn.body)).toHaveLength(2 * 243);
  });

  test.each([
    ["no snapshot", { times: [], weights: [] }],
    ["no weight", { times: [1], weights: [[]] }],
    [
      "equal weights",
      {
        times: [1, 2],
        weights: [
          [3, 3],
          [3, 3],
        ],
      },
    ],
    ["negative weights", { times: Float64Array.of(1, 2), weights: [Float32Array.of(-3, -2), Float32Array.of(-1, 0)] }],
  ])("%s: well-formed, no NaN", (_, snapshots) => {
    const panel = weightHistograms(snapshots, options);
    expect(xmlFault(svgFile(panel))).toBe("");
    expect(svgFile(panel)).not.toMatch(/NaN|Infinity|undefined/);
    if (snapshots.times.length === 0) expect(panel.caption).toBe("No snapshot was taken.");
  });
});

describe("an STDP window", () => {
  const x = Array.from({ length: 81 }, (_, k) => k - 40);
  const window = (dt: number) => (dt === 0 ? Number.NaN : Math.sign(dt) * Math.exp(-Math.abs(dt) / 20));
  const measured = [-30, -10, 10, 30];
  const series = [
    { name: "closed form", x, y: x.map(window) },
    { name: "measured", x: measured, y: measured.map(window), style: "dots" as const },
  ];
  const options = { title: "STDP window", xLabel: "t_post - t_pre (ms)", yLabel: "weight change" };

  test("the curve breaks at 0, dots lie over it, lines go through the origin", () => {
    const { body } = linePlot(series, { ...options, origin: true });
    expect(xmlFault(body)).toBe("");
    const [curve, dots] = [...body.matchAll(/<path d="([^"]+)"/g)].map((match) => match[1]!);
    expect(curve!.match(/M/g)).toHaveLength(2);
    const points = [...curve!.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, cx, cy]) => `${cx} ${cy}`);
    const marks = [...dots!.matchAll(/M([\d.]+) ([\d.]+)h0/g)].map(([, cx, cy]) => `${cx} ${cy}`);
    expect(marks).toHaveLength(4);
    expect(points).toEqual(expect.arrayContaining(marks));
    // The plot reaches from 58 to 544 across and from 40 to 318 down; both axes have 0 in their middle.
    expect(body).toContain(`<line x1="58" y1="179" x2="544" y2="179" stroke="#5b6472"`);
    expect(body).toContain(`<line x1="301" y1="318" x2="301" y2="40" stroke="#5b6472"`);
    expect(linePlot(series, options).body).not.toContain(`<line x1="301" y1="318" x2="301" y2="40" stroke="#5b6472"`);
  });

  test("no line where 0 lies outside", () => {
    const far = [{ name: "a", x: [1, 2], y: [1, 2] }];
    expect(linePlot(far, { ...options, origin: true }).body).toBe(linePlot(far, options).body);
  });
});
