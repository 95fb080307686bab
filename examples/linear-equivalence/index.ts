import { linePlot } from "../../src/view/plots.ts";
import { mean } from "../../src/view/statistics.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { seedOf } from "../shared/draw.ts";
import { figureOf } from "../shared/figures.ts";
import { type Line, type Measured, measure } from "./measure.ts";
import * as p from "./parameters.ts";

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, linearEquivalence);
  const started = performance.now();
  const size = { units: p.UNITS, time: p.TIME, bins: [...p.BELOW, ...p.JUDGED] };
  const networks: Measured[] = [];
  for (let n = 0; n < p.NETWORKS; n++) {
    bench.signal.throwIfAborted();
    const text = `network ${n + 1} of ${p.NETWORKS}: ${p.UNITS} units for ${p.TIME.toLocaleString("en")} units of time`;
    const onProgress = (share: number) => bench.progress((n + share) / p.NETWORKS, text);
    networks.push(await measure(size, seedOf(options.seed, n), bench, onProgress));
  }
  const [first] = networks as [Measured, ...Measured[]];
  const lines = first.lines.map((_, k) => networks.map((network) => network.lines[k]!));
  const judged = first.lines.slice(p.BELOW.length);
  return {
    findings: lines.slice(p.BELOW.length).flatMap((each) => findingsOf(each, first.segments)),
    figures: [matchFigure(lines), ...[judged[0]!, judged[2]!].map(pairsFigure)],
    notes: [
      `tau dx/dt = -x + J tanh x, J_ij normal with variance g^2 / N, N ${p.UNITS}, g ${p.COUPLING}, Euler's method, dt ${p.DT}; cross-spectra of tanh x over ` +
        `${first.segments} segments of 64 units of time (Hann), added up on the device. S = <phi'> dt / (exp(i omega dt) - 1 + dt), <phi'> ${first.slope.toFixed(4)} as measured; ` +
        `seeds ${options.seed} to ${options.seed + p.NETWORKS - 1}; ${((performance.now() - started) / 1000).toFixed(0)} s.`,
      `Means of ${p.NETWORKS} networks are judged: at the lowest frequencies the trace of one network of ${p.UNITS} units is off by up to 6 %.`,
    ],
  };
}

const meanOf = (each: readonly Line[], of: (line: Line) => number) => mean(each.map(of));

/** @param each one frequency of every network */
function findingsOf(each: readonly Line[], segments: number): Finding[] {
  const at = `omega ${each[0]!.omega.toFixed(2)}`;
  const listed = (of: (line: Line) => number) => each.map((line) => of(line).toFixed(3)).join(", ");
  const [trace, slope] = [meanOf(each, (line) => line.trace), meanOf(each, (line) => line.slope)];
  return [
    {
      name: `${at}: trace of the theory over that measured, mean of ${listed((line) => line.trace)}`,
      measured: trace,
      expected: `1 within ${p.TRACE_BAR} (arXiv 2604.23489; recomputed with numpy: 0.971 at 0.79, 0.997 at 1.28)`,
      holds: Math.abs(trace - 1) <= p.TRACE_BAR,
    },
    {
      name: `${at}: slope of measured over theory, off the diagonal, mean of ${listed((line) => line.slope)}`,
      measured: slope,
      expected: `1 within ${p.SLOPE_BAR} (recomputed with numpy: 1.056, 1.033)`,
      holds: Math.abs(slope - 1) <= p.SLOPE_BAR,
    },
    {
      name: `${at}: correlation off the diagonal`,
      measured: meanOf(each, (line) => line.correlation),
      expected: `limited by ${segments} segments; numpy: 0.900, 0.869`,
    },
  ];
}

function matchFigure(lines: readonly (readonly Line[])[]): Figure {
  const title = "Linear theory over measured spectra";
  const from = lines[p.BELOW.length]![0]!.omega.toFixed(2);
  const caption = `Means of ${p.NETWORKS} networks, judged from omega ${from} on; below, ${p.UNITS} units are too few for the theory.`;
  const x = lines.map(([line]) => line!.omega);
  const [first, last] = [x[0]!, x[x.length - 1]!];
  const panel = linePlot(
    [
      { name: "trace, theory over measured", x, y: lines.map((each) => meanOf(each, (line) => line.trace)), style: "dots" },
      {
        name: "slope off the diagonal, measured over theory",
        x,
        y: lines.map((each) => meanOf(each, (line) => line.slope)),
        style: "dots",
      },
      { name: "1", x: [first, last], y: [1, 1], style: "dashed", colour: "#444444" },
    ],
    { title, caption, xLabel: "omega (1 / tau)", yLabel: "ratio" },
  );
  return figureOf(panel);
}

function pairsFigure({ omega, pairs, correlation }: Line): Figure {
  const title = `Cross-spectra of pairs, omega ${omega.toFixed(2)}`;
  const caption = `Real parts over the mean spectrum of a unit, ${pairs.predicted.length.toLocaleString("en")} of all pairs; correlation of all ${correlation.toFixed(3)}.`;
  const most = pairs.predicted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const panel = linePlot(
    [
      { name: "pair", x: pairs.predicted, y: pairs.measured, style: "dots" },
      { name: "equal", x: [-most, most], y: [-most, most], colour: "#d55e00" },
    ],
    { title, caption, xLabel: "linear theory", yLabel: "measured", origin: true },
  );
  return figureOf(panel);
}

/** A random network's cross-spectra beside those of a linear network with one effective slope. */
export const linearEquivalence: Study = {
  name: "linear-equivalence",
  kind: "recurrent",
  title: "Chaotic random networks as linear ones: cross-spectra of 300 units beside [1 - S J]^-1 [1 - S J]^-dagger",
  source: "arXiv 2604.23489",
  scales: false,
  run,
};
