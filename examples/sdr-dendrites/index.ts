import { falseMatchChance, recallChance, unionMatchChance } from "../../src/memory/chances.ts";
import type { Trials } from "../../src/memory/trials.ts";
import { linePlot } from "../../src/view/plots.ts";
import { colour } from "../../src/view/svg.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { seedOf } from "../shared/draw.ts";
import { figureOf } from "../shared/figures.ts";
import { type Entry, type Robustness, robustness, table, trialsOf } from "./measure.ts";
import * as p from "./parameters.ts";

const { SYNAPSES: synapses, THRESHOLD: threshold } = p;

/** Trials at so many cells. */
interface Dot {
  readonly active: number;
  readonly cells: number;
  readonly found: Trials;
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, sdrDendrites);
  const { seed } = options;
  const text = `${p.TRIALS.toLocaleString("en")} trials`;
  bench.progress(0, text);
  const main = await trialsOf({ cells: p.CELLS, active: p.ACTIVE, trials: p.TRIALS }, seed, bench, (share) =>
    bench.progress(0.5 * share, text),
  );
  const dots: Dot[] = [];
  const pairs = p.DOTS.flatMap(([active, list]) => list.map((cells) => ({ active, cells })));
  for (const [n, { active, cells }] of pairs.entries()) {
    bench.progress(0.5 + (0.2 * n) / pairs.length, `figure: ${active} of ${cells}`);
    dots.push({ active, cells, found: await trialsOf({ cells, active, trials: p.DOT_TRIALS }, seedOf(seed, 1), bench) });
  }
  const unions: Trials[] = [];
  for (const [n, union] of p.UNION.patterns.entries()) {
    bench.progress(0.7 + (0.2 * n) / p.UNION.patterns.length, `unions of ${union} patterns`);
    const { cells, active } = p.UNION;
    unions.push(await trialsOf({ cells, active, trials: p.DOT_TRIALS, union }, seedOf(seed, 2), bench));
  }
  bench.progress(0.9, "noise");
  const noise = await robustness(p.NOISE, seed, bench);
  const entries = table();
  return {
    findings: [...tableFindings(entries), trialFinding(main), unionFinding(unions), noiseFinding(noise)],
    figures: [matchFigure(dots), unionFigure(unions), noiseFigure(noise)],
    notes: [
      `Segments of ${synapses} synapses sampled from random patterns fire on ${threshold} active cells or more. A trial is a random pattern, every set of a cells as likely (Floyd's method, on ` +
        `the device), against one of 128 segments, by AND and population count of 32 cells a word: ${main.patterns.toLocaleString("en")} patterns, ${main.hits.toLocaleString("en")} of ` +
        `${main.trials.toLocaleString("en")} trials fired. Segments that meet the same pattern are not independent: sigma is that of the mean over patterns, ` +
        `${(main.sigma / Math.sqrt((main.exact * (1 - main.exact)) / main.trials)).toFixed(3)} times that of as many independent trials.`,
      "The published curve labelled a = n/2 holds the numbers of a = n/4. Union: a segment with the samples of M patterns, held against the exact probability for the sizes it has; its lines are " +
        `exact over all sizes. Noise: ${p.NOISE.segments.toLocaleString("en")} segments against their own patterns with cells moved elsewhere.`,
    ],
  };
}

function tableFindings(entries: readonly Entry[]): Finding[] {
  const worst = Math.max(...entries.map(({ beyond }) => beyond));
  const same = entries.filter((entry) => entry.same).length;
  return [
    {
      name: "exact table: largest distance from a published value beyond its rounding",
      measured: worst,
      expected: `${p.TABLE_BAR} at most`,
      holds: worst <= p.TABLE_BAR,
    },
    {
      name: "published values whose printed digits are the exact ones",
      measured: same,
      expected: `all ${entries.length}`,
      holds: same === entries.length,
    },
  ];
}

/** Standard errors that a share is off its exact value. */
function off({ share, exact, sigma }: Trials): number {
  return Math.abs(share - exact) / sigma;
}

function trialFinding(main: Trials): Finding {
  const exact = falseMatchChance({ cells: p.CELLS, active: p.ACTIVE, synapses, threshold });
  return {
    name: `false matches in ${main.trials.toLocaleString("en")} trials, n = ${p.CELLS}, a = ${p.ACTIVE}`,
    measured: main.share,
    expected: `${exact.toPrecision(8)} within ${p.SIGMAS} sigma of ${main.sigma.toPrecision(2)}`,
    holds: Math.abs(main.share - exact) <= p.SIGMAS * main.sigma,
  };
}

function unionFinding(unions: readonly Trials[]): Finding {
  const worst = Math.max(...unions.map(off));
  return {
    name: `unions of up to ${Math.max(...p.UNION.patterns)} patterns: largest distance from the exact value (sigma)`,
    measured: worst,
    expected: `${p.SIGMAS} at most, of ${unions.length}`,
    holds: worst <= p.SIGMAS,
  };
}

function noiseFinding(noise: readonly Robustness[]): Finding {
  const { segments } = p.NOISE;
  // The second term is one segment: what chances near 0 or 1 come in.
  const worst = Math.max(
    ...noise.map(({ own, exact }) => Math.abs(own - exact) / Math.sqrt((exact * (1 - exact)) / segments + segments ** -2)),
  );
  return {
    name: "own patterns found in noise: largest distance from the exact value (sigma)",
    measured: worst,
    expected: `${p.SIGMAS} at most, of ${noise.length}`,
    holds: worst <= p.SIGMAS,
  };
}

function matchFigure(dots: readonly Dot[]): Figure {
  const title = "False matches";
  const caption = `Probability that a segment of ${synapses} synapses fires on a random pattern, threshold ${threshold}. Lines: exact; dots: ${p.DOT_TRIALS.toLocaleString("en")} trials each.`;
  const series = p.DOTS.flatMap(([active], n) => {
    const cells = Array.from({ length: 76 }, (_, k) => 200 + 50 * k).filter((c) => c >= active + 20);
    const own = dots.filter((dot) => dot.active === active && dot.found.hits > 0);
    const shade = colour(n);
    return [
      {
        name: `a = ${active}`,
        x: cells,
        y: cells.map((c) => Math.log10(falseMatchChance({ cells: c, active, synapses, threshold }))),
        colour: shade,
      },
      {
        name: `trials, a = ${active}`,
        x: own.map((dot) => dot.cells),
        y: own.map(({ found }) => Math.log10(found.share)),
        colour: shade,
        style: "dots" as const,
      },
    ];
  });
  const panel = linePlot(series, { title, caption, xLabel: "cells n", yLabel: "log10 of the probability", width: 680 });
  return figureOf(panel);
}

function unionFigure(unions: readonly Trials[]): Figure {
  const { cells, active, patterns } = p.UNION;
  const title = "Segments that know several patterns";
  const caption = `False matches of the union of M samples, n = ${cells}, a = ${active}. Line: exact; dots: ${p.DOT_TRIALS.toLocaleString("en")} trials each.`;
  const all = Array.from({ length: Math.max(...patterns) }, (_, k) => k + 1);
  const shape = { cells, active, synapses, threshold };
  const panel = linePlot(
    [
      { name: "exact", x: all, y: all.map((m) => Math.log10(unionMatchChance(shape, m))), colour: colour(0) },
      { name: "trials", x: patterns, y: unions.map(({ share }) => Math.log10(share)), colour: colour(1), style: "dots" },
    ],
    { title, caption, xLabel: "patterns M on a segment", yLabel: "log10 of the probability" },
  );
  return figureOf(panel);
}

function noiseFigure(noise: readonly Robustness[]): Figure {
  const { cells, active } = p.NOISE;
  const title = "Own patterns in noise";
  const caption = `Segments that fire on their own pattern when some of its ${active} active cells are others, n = ${cells}. Line: exact; dots: measured.`;
  const all = Array.from({ length: active + 1 }, (_, k) => k);
  const panel = linePlot(
    [
      { name: "exact", x: all, y: all.map((lost) => recallChance({ cells, active, synapses, threshold }, lost)), colour: colour(0) },
      { name: "own pattern", x: noise.map(({ lost }) => lost), y: noise.map(({ own }) => own), colour: colour(1), style: "dots" },
      { name: "other patterns", x: noise.map(({ lost }) => lost), y: noise.map(({ others }) => others), colour: colour(2), style: "dots" },
    ],
    { title, caption, xLabel: "active cells that are others", yLabel: "share that fires" },
  );
  return figureOf(panel);
}

/** How seldom dendritic segments fire on what they have not seen. */
export const sdrDendrites: Study = {
  name: "sdr-dendrites",
  kind: "local",
  title: "Dendritic segments on sparse patterns: false matches exact and in 1e8 trials, unions, noise",
  source: "Ahmad and Hawkins, arXiv 1601.00720",
  scales: false,
  run,
};
