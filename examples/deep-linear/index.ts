import { linePlot, type Series } from "../../src/view/plots.ts";
import { colour } from "../../src/view/svg.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { deviation, follow, type Learning } from "./measure.ts";
import * as p from "./parameters.ts";
import { exact, integrated } from "./theory.ts";

/** What is measured, beside the exact curves. */
export function findingsOf(shallow: Learning, deep: Learning): Finding[] {
  const [two, three] = [
    deviation(shallow, (s) => (time) => exact(s, p.START, time)),
    deviation(deep, (s) => integrated(s, p.DEEP_START, p.DEEP, deep.times)),
  ];
  const bar = { expected: `${p.BAR} at most`, of: "largest deviation of a mode's strength" };
  return [
    { name: `2 layers: ${bar.of} from the exact u(t)`, measured: two, expected: `${bar.expected} (Saxe et al. 2014)`, holds: two <= p.BAR },
    { name: "what it does outside of the modes", measured: shallow.outside, expected: bar.expected, holds: shallow.outside <= p.BAR },
    {
      name: `${p.DEEP} layers: ${bar.of} from tau du/dt = ${p.DEEP} u^(2 - 2/${p.DEEP}) (s - u)`,
      measured: three,
      expected: `${bar.expected}; that equation in float64`,
      holds: three <= p.BAR,
    },
  ];
}

/** Time at which a mode has half of its strength; not a number where it has not. */
export function halfTimes({ times, strengths }: Learning): number[] {
  return p.STRENGTHS.map((s, m) => times[strengths[m]!.findIndex((u) => u >= s / 2)] ?? Number.NaN);
}

function strengthFigure(
  title: string,
  caption: string,
  { times, strengths }: Learning,
  expected?: (s: number) => readonly number[],
): Figure {
  const series: Series[] = p.STRENGTHS.flatMap((s, m) => {
    const own: Series = { name: `s = ${s}`, x: times, y: strengths[m]!, style: expected ? "dots" : "line", colour: colour(m) };
    return expected ? [own, { name: `exact, ${s}`, x: times, y: expected(s), colour: colour(m) }] : [own];
  });
  const panel = linePlot(series, { title, caption, xLabel: "time / tau", yLabel: "strength of the mode" });
  return figureOf(panel);
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, deepLinear);
  const { seed } = options;
  const common = { until: p.UNTIL, points: p.POINTS, dt: p.DT };
  bench.progress(0, "2 layers");
  const shallow = await follow({ ...common, layers: 2, start: { aligned: p.START } }, seed, bench);
  bench.progress(0.3, `${p.DEEP} layers`);
  const deep = await follow({ ...common, layers: p.DEEP, start: { aligned: p.DEEP_START } }, seed, bench);
  bench.progress(0.7, "random weights");
  const random = await follow({ ...common, layers: 2, start: { random: p.RANDOM } }, seed, bench);
  bench.progress(1);
  const halves = (learning: Learning) =>
    halfTimes(learning)
      .map((time) => time.toFixed(2))
      .join(", ");
  return {
    findings: [
      ...findingsOf(shallow, deep),
      {
        name: "half-times of the modes, random weights",
        measured: halves(random),
        expected: `aligned: ${halves(shallow)}: strong modes first`,
      },
    ],
    figures: [
      strengthFigure("Two layers", "Dots: the network; lines: the exact solution.", shallow, (s) =>
        shallow.times.map((time) => exact(s, p.START, time)),
      ),
      strengthFigure(`${p.DEEP} layers`, "Dots: the network; lines: its equation for one mode.", deep, (s) =>
        integrated(s, p.DEEP_START, p.DEEP, deep.times),
      ),
      strengthFigure(
        "Two layers from random weights",
        `First weights of deviation ${p.RANDOM}: the same sigmoids, and modes that act on each other while they are weak.`,
        random,
      ),
    ],
    notes: [
      `${p.INPUTS} white inputs, hidden layers of ${p.HIDDEN}, ${p.OUTPUTS} outputs; modes of strengths ${p.STRENGTHS.join(", ")}, each ${p.START} at first (${p.DEEP_START} with ${p.DEEP} layers). ` +
        `Gradient flow by Runge and Kutta's fourth order, dt ${p.DT} tau.`,
    ],
  };
}

/** Sigmoids of learning. */
export const deepLinear: Study = {
  name: "deep-linear",
  kind: "local",
  title: "Deep linear networks: modes are learnt one after another, along the exact curves",
  source: "Saxe, McClelland and Ganguli (2014), arXiv 1312.6120",
  scales: false,
  run,
};
