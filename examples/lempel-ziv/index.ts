import { lempelZiv as complexity } from "../../src/analysis/lempel-ziv.ts";
import { linePlot } from "../../src/view/plots.ts";
import { mean } from "../../src/view/statistics.ts";
import { colour } from "../../src/view/svg.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { meanAndError } from "../shared/statistics.ts";
import * as p from "./parameters.ts";
import { bernoulli, entropy, shuffled } from "./sequences.ts";
import { spikeTrains } from "./trains.ts";

/** Sizes of the study. */
interface Size {
  /** Sequences of the full length a chance. */
  readonly sequences: number;
  /** Symbols of the longest ones. */
  readonly length: number;
  readonly neurons: number;
}

/** Normalised complexity of sequences of one chance, over their length. */
interface Curve {
  readonly chance: number;
  readonly lengths: readonly number[];
  readonly means: readonly number[];
  /** Standard error of the mean of the longest. */
  readonly error: number;
}

/** Spike trains beside the same bins in any order. */
interface Surrogates {
  /** Share of bins with a spike, normalised complexity, and that of the shuffled train, of each neuron. */
  readonly chances: readonly number[];
  readonly trains: readonly number[];
  readonly shuffled: readonly number[];
}

/** Complexity over length: all lengths are cut out of the same symbols. */
export async function curve(chance: number, set: number, { sequences, length }: Size, seed: number, bench: Bench): Promise<Curve> {
  const bits = bernoulli(sequences, length, chance, seed, set);
  const lengths: number[] = [];
  for (let n = p.SHORTEST; n <= length; n *= 2) lengths.push(n);
  const means: number[] = [];
  let error = 0;
  for (const n of lengths) {
    const { normalised } = await complexity(bits, { length: n, adapter: bench.adapter, signal: bench.signal });
    const found = meanAndError(normalised);
    means.push(found.mean);
    error = found.error;
  }
  return { chance, lengths, means, error };
}

/** Spike trains of neurons, and the same trains shuffled. */
async function surrogates({ neurons, length }: Size, seed: number, bench: Bench): Promise<Surrogates> {
  const { bits, chances } = await spikeTrains(neurons, length, seed, bench);
  const options = { length, adapter: bench.adapter, signal: bench.signal };
  const trains = await complexity(bits, options);
  const random = await complexity(shuffled(bits, length, seed, p.CHANCES.length), options);
  return { chances, trains: [...trains.normalised], shuffled: [...random.normalised] };
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, lempelZiv);
  return carryOut({ sequences: p.SEQUENCES, length: p.LENGTH, neurons: p.NEURONS }, options.seed, bench);
}

/** The study at some size. */
export async function carryOut(size: Size, seed: number, bench: Bench): Promise<StudyResult> {
  const text = Uint8Array.from(p.CANONICAL, Number);
  const canonical = await complexity(text, { length: text.length, adapter: bench.adapter });
  const curves: Curve[] = [];
  for (const [set, chance] of p.CHANCES.entries()) {
    bench.progress(set / 4, `sequences with ones by a chance of ${chance}`);
    curves.push(await curve(chance, set, size, seed, bench));
  }
  bench.progress(0.75, "spike trains");
  const found = await surrogates(size, seed, bench);
  return {
    findings: [
      {
        name: `words of ${p.CANONICAL}`,
        measured: canonical.words[0]!,
        expected: `${p.CANONICAL_WORDS} (Kaspar and Schuster 1987)`,
        holds: canonical.words[0] === p.CANONICAL_WORDS,
      },
      ...curves.flatMap(curveFindings),
      ...trainFindings(found),
    ],
    figures: [curveFigure(curves), trainFigure(found)],
    notes: [
      `${size.sequences} sequences of ${size.length.toLocaleString("en")} bits a chance, cut into more for the shorter lengths. The normalised complexity c log2(n) / n is shown as ` +
        "counted, no correction for the length is made: short sequences have too much of it, and it comes near the entropy slowly (for a chance of 0.1 from both sides).",
      `${size.neurons} neurons iaf_psc_exp (NEST's defaults), ${p.CURRENTS.join(" to ")} pA and noise of ${p.NOISE.std} pA every ${p.NOISE.interval} ms, for ${size.length.toLocaleString("en")} bins of ${p.BIN} ms.`,
    ],
  };
}

function curveFindings({ chance, lengths, means, error }: Curve): Finding[] {
  const [length, measured] = [lengths[lengths.length - 1]!, means[means.length - 1]!];
  const exact = entropy(chance);
  return [
    {
      name: `ones by a chance of ${chance}: c log2(n) / n at n = ${length.toLocaleString("en")}, mean ± ${error.toPrecision(1)}`,
      measured,
      expected: `the entropy, ${exact.toFixed(4)}, within ${100 * p.BAR} %`,
      holds: Math.abs(measured / exact - 1) <= p.BAR,
    },
  ];
}

function trainFindings({ trains, shuffled: random }: Surrogates): Finding[] {
  const ratios = trains.map((value, n) => value / random[n]!);
  return [
    {
      name: "complexity of spike trains over that of the same bins shuffled, mean",
      measured: mean(ratios),
      expected: "below 1: after a spike the next one has to wait",
      holds: mean(ratios) < 1,
    },
  ];
}

function curveFigure(curves: readonly Curve[]): Figure {
  const title = "Lempel-Ziv complexity over length";
  const caption = "Mean of c log2(n) / n over sequences of independent bits; dashed: their entropy.";
  const series = curves.flatMap(({ chance, lengths, means }, k) => [
    { name: `chance ${chance}`, x: lengths, y: means, colour: colour(k) },
    {
      name: `entropy ${entropy(chance).toFixed(3)}`,
      x: [lengths[0]!, lengths[lengths.length - 1]!],
      y: [entropy(chance), entropy(chance)],
      colour: colour(k),
      style: "dashed" as const,
    },
  ]);
  const panel = linePlot(series, { title, caption, xLabel: "length n", yLabel: "c log2(n) / n", xLog: true });
  return figureOf(panel);
}

function trainFigure({ chances, trains, shuffled: random }: Surrogates): Figure {
  const title = "Spike trains and their surrogates";
  const caption = `A dot a neuron: share of its bins of ${p.BIN} ms with a spike, and complexity of its train and of the same bins in any order.`;
  const most = Math.max(...chances);
  const x = Array.from({ length: 60 }, (_, k) => ((k + 1) * most) / 60);
  const panel = linePlot(
    [
      { name: "entropy of independent bins", x, y: x.map(entropy), style: "dashed", colour: "#444444" },
      { name: "shuffled", x: chances, y: random, style: "dots", colour: "#999999" },
      { name: "neurons", x: chances, y: trains, style: "dots", colour: "#d55e00" },
    ],
    { title, caption, xLabel: "share of bins with a spike", yLabel: "c log2(n) / n" },
  );
  return figureOf(panel);
}

/** Complexity as an estimate of the entropy rate. */
export const lempelZiv: Study = {
  name: "lempel-ziv",
  kind: "recurrent",
  title: "Lempel-Ziv complexity of bit sequences beside their entropy, and of spike trains beside shuffled ones",
  source: "Lempel and Ziv (1976); Kaspar and Schuster (1987); arXiv 2508.11674",
  scales: false,
  run,
};
