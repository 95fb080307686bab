import { arrange, imageGrid, linePlot, spaceTime } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type Bump, bumps, type Sheet, sheet } from "./measure.ts";
import * as p from "./parameters.ts";
import { growth, integral, widths } from "./theory.ts";

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, neuralFieldBumps);
  bench.progress(0, "bumps on a line");
  const found = await bumps(bench);
  bench.progress(0.5, "a sheet");
  const patterns = await sheet(options.seed, bench);
  return {
    findings: [...bumpFindings(found), growthFinding(patterns)],
    figures: [widthFigure(found), courseFigure(found), growthFigure(patterns), sheetFigure(patterns)],
    notes: [
      `tau u_t = -u + w * f(u) + input, convolutions by FFT, Heun's method, dt ${p.DT} tau. Line: ${p.POINTS} points on a period of ${p.LENGTH}, f a step at ` +
        `${p.THRESHOLD}; an input everywhere leaves a part of it. Sheet: ${p.SIDE} x ${p.SIDE} points on ${p.SHEET} x ${p.SHEET}, f a sigmoid.`,
    ],
  };
}

function bumpFindings(found: readonly Bump[]): Finding[] {
  const alive = found.filter(({ narrow, begun, left }) => !narrow || begun > widths(left).narrow);
  const dead = found.filter((one) => !alive.includes(one));
  const worst = Math.max(...alive.map(({ settled, left }) => Math.abs(settled - widths(left).wide)));
  const died = dead.filter(({ settled }) => settled === 0).length;
  return [
    {
      name: `width of ${alive.length} bumps: largest deviation from W(a) = h`,
      measured: worst,
      expected: `0 (Amari 1977); a point of the line is ${p.SPACING}`,
      holds: worst <= p.WIDTH_BAR,
    },
    {
      name: `bumps below the unstable width (${p.NARROW[0]} of it) that die`,
      measured: died,
      expected: `all ${dead.length} (Amari 1977)`,
      holds: died === dead.length,
    },
  ];
}

/** Waves that grow, and those of them that the theory has. */
const growing = ({ grown }: Sheet) => grown.filter(({ k }) => growth(k) > 0);

function growthFinding(patterns: Sheet): Finding {
  const worst = Math.max(...growing(patterns).map(({ k, rate }) => Math.abs(rate - growth(k))));
  return {
    name: `growth of ${growing(patterns).length} waves on the sheet: largest deviation (1 / tau)`,
    measured: worst,
    expected: `0 from -1 + f'(u) ŵ(k); at most ${p.GROWTH_BAR}`,
    holds: worst <= p.GROWTH_BAR,
  };
}

function widthFigure(found: readonly Bump[]): Figure {
  const title = "Widths of bumps";
  const caption =
    "W(a) is the integral of the Mexican hat from 0 to a; a bump of width a stays where W(a) is the threshold that the input leaves. " +
    "Where W rises, a bump that is a little wider grows and a little narrower dies; where it falls, bumps settle.";
  const a = Array.from({ length: 200 }, (_, n) => (n + 1) * 0.03);
  const alive = found.filter(({ settled }) => settled > 0);
  const panel = linePlot(
    [
      { name: "W(a)", x: a, y: a.map(integral), colour: "#444444" },
      { name: "begun with", x: found.map(({ begun }) => begun), y: found.map(({ left }) => left), style: "dots", colour: "#9aa2ad" },
      { name: "settled to", x: alive.map(({ settled }) => settled), y: alive.map(({ left }) => left), style: "dots", colour: "#d55e00" },
    ],
    { title, caption, xLabel: "width a", yLabel: "threshold that is left" },
  );
  return figureOf(panel);
}

/** The course of the four bumps of one threshold. */
function courseFigure(found: readonly Bump[]): Figure {
  const title = "Four bumps";
  const left = p.LEFT[3];
  const caption = `u over time where ${left} of the threshold is left: a bump narrower than the unstable width dies, all others settle to the stable one.`;
  const [from, to] = [p.POINTS / 4, (3 * p.POINTS) / 4];
  const panels = found
    .filter((one) => one.left === left)
    .map(({ begun, frames }) =>
      spaceTime(
        frames.map((frame) => Array.from(frame.subarray(from, to)).filter((_, x) => x % 6 === 0)),
        {
          ...{
            title: `begun with width ${begun.toFixed(2)}`,
            caption,
            label: "u",
            xLabel: "time (tau)",
            yLabel: "x",
            width: 370,
            height: 230,
          },
          ...{ x: [0, p.PICTURED], y: [-p.LENGTH / 4, p.LENGTH / 4] },
        },
      ),
    );
  return figureOf(arrange(title, panels, 780), { caption });
}

function growthFigure(patterns: Sheet): Figure {
  const title = "Growth of waves on the sheet";
  const caption = `Out of disorder of size ${p.DISORDER}, from ${p.GROWING[0]} to ${p.GROWING[1]} tau, waves along both axes; waves that decay end in what the others make of them.`;
  const fine = Array.from({ length: 150 }, (_, n) => n * 0.02);
  const panel = linePlot(
    [
      { name: "-1 + f'(u) ŵ(k)", x: fine, y: fine.map(growth), colour: "#444444" },
      { name: "measured", x: patterns.grown.map(({ k }) => k), y: patterns.grown.map(({ rate }) => rate), style: "dots" },
    ],
    { title, caption, xLabel: "wave number k", yLabel: "growth (1 / tau)" },
  );
  return figureOf(panel);
}

function sheetFigure({ pictures }: Sheet): Figure {
  const title = "A pattern out of disorder";
  const caption = `u on ${p.SHEET} x ${p.SHEET}; each picture has its own scale.`;
  const panels = pictures.map((picture, n) =>
    imageGrid([picture], { title: `${p.PICTURES[n]} tau`, rows: p.SIDE, columns: p.SIDE, label: "u", width: 280, caption }),
  );
  return figureOf(arrange(title, panels, 620), { caption });
}

/** Bumps of activity that hold themselves up, and patterns. */
export const neuralFieldBumps: Study = {
  name: "neural-field-bumps",
  kind: "fields",
  title:
    "Amari's neural field: bumps whose width is that of the closed form, and patterns that grow out of disorder at the rate of the theory",
  source: "Amari (1977); Ermentrout and Cowan (1979) for the growth of patterns",
  scales: false,
  run,
};
