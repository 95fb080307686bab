import { linePlot } from "../../src/view/plots.ts";
import { colour } from "../../src/view/svg.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { recalled } from "./measure.ts";
import * as p from "./parameters.ts";

const ORDERS = [2, 3, 4] as const;

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, denseHopfield);
  const { seed } = options;
  bench.progress(0, "four units together");
  const dense = await recalled(p.DENSE.order, p.DENSE.patterns, p.SIZES, seed, bench);
  const pairwise: number[] = [];
  for (const [patterns] of p.RECOMPUTED) pairwise.push(await recalled(p.PAIRWISE.order, patterns, p.PAIRS, seed, bench));
  const curves: number[][] = [];
  for (const [n, order] of ORDERS.entries()) {
    curves.push([]);
    for (const patterns of p.LOADS[order]) {
      bench.progress(0.2 + 0.8 * (n / 3 + curves[n]!.length / p.LOADS[order].length / 3), `figure: P = ${order}, ${patterns} patterns`);
      curves[n]!.push(await recalled(order, patterns, p.PICTURED, seed, bench));
    }
  }
  const { networks, replicas } = p.SIZES;
  return {
    findings: findings(dense, pairwise),
    figures: [loadFigure(curves)],
    notes: [
      `N = ${p.UNITS}, patterns +-1, no noise; cues with ${100 * p.NOISE} % of the entries turned round, ${p.SWEEPS} sweeps; means over ${networks} networks (P = 2: ${p.PAIRS.networks}) of ${replicas} replicas, each of ` +
        `which is shown another pattern. Different units throughout: fields are exact sums over pairs, triples and fourfold products. Figure: ${p.PICTURED.networks} networks of ` +
        `${p.PICTURED.replicas} replicas.`,
    ],
  };
}

function findings(dense: number, pairwise: readonly number[]): Finding[] {
  return [
    {
      name: `P = 4, K = ${p.DENSE.patterns.toLocaleString("en")}: overlap`,
      measured: dense,
      expected: `${p.DENSE.least} or more`,
      holds: dense >= p.DENSE.least,
    },
    ...p.RECOMPUTED.map(([patterns, overlap], n) => {
      const measured = pairwise[n]!;
      const judged = patterns === p.PAIRWISE.patterns;
      return {
        name: `P = 2, K = ${patterns}: overlap`,
        measured,
        expected: `${judged ? `${p.PAIRWISE.most} or less; ` : ""}recomputed elsewhere: ${overlap}`,
        ...(judged && { holds: measured <= p.PAIRWISE.most }),
      };
    }),
  ];
}

function loadFigure(curves: readonly (readonly number[])[]): Figure {
  const title = "Overlap over load";
  const caption = `Recall of cues with ${100 * p.NOISE} % noise by ${p.UNITS} units, for pairs (P = 2), triples and fourfold products: the load grows with N^(P-1).`;
  const series = ORDERS.map((order, n) => ({
    name: `P = ${order}`,
    x: p.LOADS[order],
    y: curves[n]!,
    colour: colour(n),
  }));
  const panel = linePlot(series, {
    ...{ title, caption, xLabel: "patterns K", yLabel: "overlap with the cued pattern", xLog: true, width: 680 },
  });
  return figureOf(panel);
}

/** How much more a memory holds whose units act four together. */
export const denseHopfield: Study = {
  name: "dense-hopfield",
  kind: "local",
  title: "Dense Hebbian memory: four units together hold 4,000 patterns in 100 units, pairs not 20",
  source: "arXiv 2212.00606; Krotov and Hopfield (2016)",
  scales: false,
  run,
};
