import { InputError } from "../../src/errors.ts";
import { linePlot } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { IMAGE_FILES, loadImages } from "../shared/datasets.ts";
import { figureOf } from "../shared/figures.ts";
import { type Curve, curveOf, deviation, spots } from "./measure.ts";
import * as p from "./parameters.ts";

/** Pixels of the first images, 0 to 1. @throws InputError for a folder that has no such images, or too few */
async function imagesOf({ data, seed }: ExampleOptions): Promise<Float32Array> {
  if (data === undefined) return spots(p.IMAGES, seed);
  const { train } = await loadImages(data);
  if (train.rows * train.columns !== p.SIDE ** 2)
    throw new InputError("data", data, `has images of ${train.rows} x ${train.columns} pixels; ${p.SIDE} x ${p.SIDE} are needed`);
  if (train.count < p.IMAGES) throw new InputError("data", data, `has ${train.count} training images; ${p.IMAGES} are needed`);
  return Float32Array.from(train.pixels.subarray(0, p.IMAGES * p.SIDE ** 2), (value) => value / 255);
}

/** What is measured of one network's curves, the published one last. */
export function findingsOf(units: readonly number[], curves: readonly Curve[], published: Curve): Finding[] {
  const rates = curves.map(({ rate }) => rate).join(", ");
  return units.flatMap((_, layer) => {
    const apart = deviation(curves, layer);
    const name = `layer ${layer + 1} of ${units.length} (${units[layer]} units)`;
    return [
      {
        name: `${name}: largest deviation between curves over eta k, eta K = ${p.SPAN}, eta ${rates} (%)`,
        measured: 100 * apart,
        expected: `${100 * p.BAR} at most: they collapse`,
        holds: apart <= p.BAR,
      },
      {
        name: `${name}: with the published eta, ${published.rate}, too (%)`,
        measured: 100 * deviation([...curves, published], layer),
        expected: "more: an error of first order in eta",
      },
    ];
  });
}

function entropyFigure(units: readonly number[], curves: readonly Curve[]): Figure {
  const last = units.length - 1;
  const series = curves.map(({ rate, layers }) => ({
    name: `eta ${rate}, K ${layers[last]!.length - 1}`,
    x: layers[last]!.map((_, k) => k * rate),
    y: layers[last]!,
  }));
  const title = units.length === 1 ? "Entropy of one layer" : `Entropy of layer ${units.length} of ${units.length}`;
  const caption = "All entropy gained so far: where eta is small it hangs on eta k alone.";
  const panel = linePlot(series, { title, caption, xLabel: "eta k", yLabel: "entropy (bits an image)" });
  return figureOf(panel);
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, ska);
  const inputs = await imagesOf(options);
  const findings: Finding[] = [];
  const figures: Figure[] = [];
  for (const [n, units] of p.NETWORKS.entries()) {
    const all: Curve[] = [];
    for (const [k, rate] of [p.PUBLISHED, ...p.RATES].entries()) {
      bench.signal.throwIfAborted();
      bench.progress((n + k / (p.RATES.length + 1)) / p.NETWORKS.length, `${units.length} layers, eta ${rate}`);
      all.push(await curveOf({ inputs, units, rate, span: p.SPAN }, options.seed, bench));
    }
    findings.push(...findingsOf(units, all.slice(1), all[0]!));
    figures.push(entropyFigure(units, all));
  }
  bench.progress(1);
  const from = options.data === undefined ? "synthetic spots: no --data" : `the first training images of ${options.data}`;
  return {
    findings,
    figures,
    notes: [
      `z = W x + b, D = sigmoid(z), H = -(1 / ln 2) sum of z dD; W follows its gradient forward only, without labels. ${p.IMAGES} images of ${p.SIDE} x ${p.SIDE} pixels (${from}), ` +
        "all in each step; first weights 0.01 N(0, 1), the same for every eta.",
    ],
  };
}

/** Learning by entropy alone. */
export const ska: Study = {
  name: "ska",
  kind: "local",
  title: "Structured knowledge accumulation: entropy over eta k is one curve, whatever eta",
  source: "Mahi (2025), arXiv 2503.13942, and its sequel on constant eta K (The principle of entropic least action, 2025)",
  scales: false,
  data: { folder: IMAGE_FILES, optional: true },
  run,
};
