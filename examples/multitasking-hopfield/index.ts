import { linePlot } from "../../src/view/plots.ts";
import { colour } from "../../src/view/svg.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type Overlaps, recalled } from "./measure.ts";
import * as p from "./parameters.ts";
import { hierarchical, parallel } from "./theory.ts";

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, multitaskingHopfield);
  const { seed } = options;
  const judged: Overlaps[] = [];
  for (const [n, d] of p.HIERARCHICAL.entries()) {
    bench.progress(n / 8, `dilution ${d}, ${p.SIZES.units.toLocaleString("en")} units`);
    judged.push(await recalled(d, p.SIZES, seed, bench));
  }
  bench.progress(0.4, `dilution ${p.PARALLEL}, ${p.LARGE.units.toLocaleString("en")} units`);
  const alike = await recalled(p.PARALLEL, p.LARGE, seed, bench);
  const pictured: Overlaps[] = [];
  for (const [n, d] of p.DILUTIONS.entries()) {
    bench.progress(0.5 + (0.5 * n) / p.DILUTIONS.length, `figure: dilution ${d}`);
    pictured.push(await recalled(d, p.PICTURED, seed, bench));
  }
  const { units, networks, replicas, sweeps } = p.SIZES;
  return {
    findings: [...p.HIERARCHICAL.flatMap((d, n) => steps(d, judged[n]!)), ratio(alike)],
    figures: [overlapFigure(pictured)],
    notes: [
      `${p.PATTERNS} patterns, entries 0 with probability d, else +-1; beta ${p.BETA}; Glauber dynamics from the first pattern (units it says nothing about begin at random): ` +
        `${networks} networks of ${units.toLocaleString("en")} units with ${replicas} replicas each, ${sweeps} sweeps. Overlaps m = 1/N sum xi s are sorted in each replica, ` +
        `then averaged. At d = ${p.PARALLEL} ${p.LARGE.networks} x ${p.LARGE.replicas} of ${p.LARGE.units.toLocaleString("en")} units. Figure: ${p.PICTURED.networks} x ${p.PICTURED.replicas} of ${p.PICTURED.units.toLocaleString("en")} units, ${p.PICTURED.sweeps} sweeps.`,
      `At d = ${p.PARALLEL} the equal state answers to small differences between the patterns' sizes about three times over (at beta ${p.BETA}), so the ratio falls towards 1 ` +
        "as the networks grow: 1.10 at 50,000 units.",
    ],
  };
}

function steps(d: number, { sorted }: Overlaps): Finding[] {
  return sorted.map((measured, k) => {
    const expected = hierarchical(d, k);
    return {
      name: `d = ${d}: overlap of pattern ${k + 1}`,
      measured,
      expected: `${Number(expected.toPrecision(4))} within ${p.BAR} ((1 - d) d^${k})`,
      holds: Math.abs(measured - expected) <= p.BAR,
    };
  });
}

function ratio({ sorted }: Overlaps): Finding {
  const measured = sorted[0]! / sorted[sorted.length - 1]!;
  return {
    name: `d = ${p.PARALLEL}: largest overlap over smallest`,
    measured,
    expected: `${p.RATIO} at most: all patterns are recalled at once (${parallel(p.PARALLEL).toPrecision(3)} each without noise)`,
    holds: measured <= p.RATIO,
  };
}

function overlapFigure(pictured: readonly Overlaps[]): Figure {
  const title = "Overlaps over dilution";
  const caption = "Dots: measured, sorted; lines: (1 - d) d^(k-1), each pattern taking what those before it leave; dashed: all alike.";
  const fine = Array.from({ length: 101 }, (_, n) => n / 100);
  const series = Array.from({ length: p.PATTERNS }).flatMap((_, k) => [
    { name: `m${k + 1}`, x: p.DILUTIONS, y: pictured.map(({ sorted }) => sorted[k]!), colour: colour(k), style: "dots" as const },
    { name: `(1 - d) d^${k}`, x: fine, y: fine.map((d) => hierarchical(d, k)), colour: colour(k) },
  ]);
  const alike = fine.filter((d) => d >= 0.5);
  const panel = linePlot([...series, { name: "all alike", x: alike, y: alike.map(parallel), colour: "#444444", style: "dashed" }], {
    ...{ title, caption, xLabel: "dilution d", yLabel: "overlap m", width: 680 },
  });
  return figureOf(panel);
}

/** Several patterns recalled at once by one network. */
export const multitaskingHopfield: Study = {
  name: "multitasking-hopfield",
  kind: "local",
  title: "Multitasking Hebbian network: diluted patterns recalled at once, in steps (1 - d) d^(k-1) or all alike",
  source: "Agliari et al., arXiv 2308.04106",
  scales: false,
  run,
};
