import { Ensemble } from "../../src/flow/ensemble.ts";
import type { FlowText } from "../../src/flow/spec.ts";
import { linePlot } from "../../src/view/plots.ts";
import { mean as meanOf } from "../../src/view/statistics.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import * as p from "./parameters.ts";

interface Size {
  /** Networks of each coupling. */
  readonly networks: number;
  /** Time measured. */
  readonly followed: number;
}

/** Variances of one coupling, measured and by the formulas. */
interface Variances {
  readonly coupling: number;
  readonly mean: number;
  readonly deviation: number;
}

const expectedMean = p.SIGMA ** 2 / (2 * p.LAMBDA * p.NODES);
const expectedDeviation = (coupling: number) => p.SIGMA ** 2 / (2 * (p.LAMBDA + coupling));

/** Gradient descent of coupled copies on lambda w^2 / 2, with noise of each its own. */
function coupledFlow(nodes: number): FlowText {
  const names = Array.from({ length: nodes }, (_, i) => `w${i}`);
  const wgsl = `struct Params { lambda: f32, coupling: f32, sigma: f32 }
struct State { ${names.map((name) => `${name}: f32`).join(", ")} }
fn derivative(p: Params, s: State, t: f32) -> State {
  let mean = (${names.map((name) => `s.${name}`).join(" + ")}) * ${1 / nodes};
  return State(${names.map((name) => `-p.lambda * s.${name} - p.coupling * (s.${name} - mean)`).join(", ")});
}
fn diffusion(p: Params, s: State, t: f32) -> State { return State(${names.map(() => "p.sigma").join(", ")}); }
`;
  const parameters = { lambda: p.LAMBDA, coupling: 1, sigma: p.SIGMA };
  return { name: "coupled", wgsl, parameters, initial: Object.fromEntries(names.map((name) => [name, 0])) };
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, synchronization);
  return carryOut({ networks: p.NETWORKS, followed: p.FOLLOWED }, options.seed, bench);
}

/** The study at some size. */
export async function carryOut({ networks, followed }: Size, seed: number, bench: Bench): Promise<StudyResult> {
  const systems = networks * p.COUPLINGS.length;
  const coupling = Float64Array.from({ length: systems }, (_, i) => p.COUPLINGS[Math.floor(i / networks)]!);
  const ensemble = await Ensemble.create(
    { flow: coupledFlow(p.NODES), systems, dt: p.DT, parameters: { coupling }, seed },
    { adapter: bench.adapter, record: { every: Math.round(p.BETWEEN / p.DT) } },
  );
  try {
    bench.ran(ensemble);
    const { signal } = bench;
    await ensemble.run(p.SETTLING + followed, { signal, onProgress: (share) => bench.progress(share, `${systems} networks`) });
    const frames = (await ensemble.frames()).values.slice(Math.round(p.SETTLING / p.BETWEEN));
    const measured = p.COUPLINGS.map((value, k) => variancesOf(frames, value, k * networks, networks, systems));
    return {
      findings: measured.flatMap(findingsOf),
      figures: [varianceFigure(measured)],
      notes: [
        `${p.NODES} copies coupled all to all, lambda ${p.LAMBDA}, sigma ${p.SIGMA}: ${networks.toLocaleString("en")} networks of each coupling side by side, step ${p.DT}, ` +
          `${frames.length} frames ${p.BETWEEN} apart after a time of ${p.SETTLING}.`,
      ],
    };
  } finally {
    ensemble.destroy();
  }
}

/** Of the mean over a network's nodes, and of the nodes about it, over networks and frames. */
function variancesOf(frames: readonly Float32Array[], coupling: number, from: number, networks: number, systems: number): Variances {
  let [mean, deviation] = [0, 0];
  for (const frame of frames) {
    for (let i = from; i < from + networks; i++) {
      const values = Array.from({ length: p.NODES }, (_, node) => frame[node * systems + i]!);
      const centre = meanOf(values);
      mean += centre ** 2;
      deviation += values.reduce((sum, w) => sum + (w - centre) ** 2, 0) / (p.NODES - 1);
    }
  }
  const count = frames.length * networks;
  return { coupling, mean: mean / count, deviation: deviation / count };
}

function findingsOf({ coupling, mean, deviation }: Variances): Finding[] {
  const one = (name: string, measured: number, expected: number): Finding => ({
    name: `variance of ${name}, coupling ${coupling}`,
    measured,
    expected: `${expected.toPrecision(4)} within ${100 * p.BAR} %`,
    holds: Math.abs(measured / expected - 1) <= p.BAR,
  });
  return [one("the mean", mean, expectedMean), one("deviations", deviation, expectedDeviation(coupling))];
}

function varianceFigure(measured: readonly Variances[]): Figure {
  const title = "Variances over coupling";
  const caption = "Dots: measured; dashed: sigma^2 / (2 lambda n) of the mean, sigma^2 / (2 (lambda + lambda_2)) of deviations from it.";
  const x = measured.map(({ coupling }) => coupling);
  const series = [
    { name: "mean", x, y: measured.map(({ mean }) => mean), style: "dots", colour: "#0072b2" },
    { name: "mean, formula", x, y: x.map(() => expectedMean), style: "dashed", colour: "#0072b2" },
    { name: "deviations", x, y: measured.map(({ deviation }) => deviation), style: "dots", colour: "#d55e00" },
    { name: "deviations, formula", x, y: x.map(expectedDeviation), style: "dashed", colour: "#d55e00" },
  ] as const;
  const panel = linePlot(series, {
    title,
    caption,
    xLabel: "coupling (lambda_2)",
    yLabel: "variance",
    xLog: true,
    yLog: true,
    yFormat: ".1~g",
  });
  return figureOf(panel);
}

/** Noise of coupled learners: shared noise averages out, that of each is held down by the coupling. */
export const synchronization: Study = {
  name: "synchronization",
  kind: "recurrent",
  title: "Coupled noisy gradient descents: variance of their mean and of deviations from it, over coupling",
  source: "linear theory of coupled stochastic gradient descent (an Ornstein-Uhlenbeck process of n nodes)",
  scales: false,
  run,
};
