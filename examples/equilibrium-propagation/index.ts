import { linePlot, type Series } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { IMAGE_FILES, loadImages } from "../shared/datasets.ts";
import { figureOf } from "../shared/figures.ts";
import { differences, type Estimate, estimate, examplesOf, smallSpec } from "./gradient.ts";
import * as p from "./parameters.ts";
import { type Epoch, trainOn } from "./training.ts";

/** Estimates over beta, of both nudgings, beside the reference. */
interface Estimates {
  readonly "one-sided": readonly Estimate[];
  readonly symmetric: readonly Estimate[];
  /** Of a network with units at the ends of their range, symmetric. */
  readonly kinked: readonly Estimate[];
}

export async function estimates(seed: number, betas: readonly number[], bench: Bench): Promise<Estimates> {
  const smooth = examplesOf(seed, p.SMOOTH);
  const kinked = examplesOf(seed, p.KINKED);
  const over = async (examples: typeof smooth, reference: Float64Array, nudging: "one-sided" | "symmetric") => {
    const found: Estimate[] = [];
    for (const beta of betas) found.push(await estimate(smallSpec(beta, nudging), examples, reference, bench));
    return found;
  };
  const reference = await differences(smooth, bench);
  const rough = await differences(kinked, bench);
  return {
    "one-sided": await over(smooth, reference, "one-sided"),
    symmetric: await over(smooth, reference, "symmetric"),
    kinked: await over(kinked, rough, "symmetric"),
  };
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, equilibriumPropagation);
  const { seed, data } = options;
  const images = data === undefined ? undefined : await loadImages(data);
  bench.progress(0, "gradients");
  const found = await estimates(seed, p.BETAS, bench);
  const from = data === undefined ? 1 : 0.1;
  bench.progress(from, "gradients");
  const size = { images: Number.POSITIVE_INFINITY, tests: Number.POSITIVE_INFINITY, epochs: p.EPOCHS };
  const learnt = images === undefined ? [] : await trainOn(images, size, seed, bench, from);
  return {
    findings: [...gradientFindings(found), ...trainingFindings(learnt)],
    figures: [
      betaFigure("Cosine with the gradient of the cost", "1 - cosine", found, ({ cosine }) => Math.max(1e-10, 1 - cosine), true),
      betaFigure("Norm of the estimate", "norm over the gradient's", found, ({ norm }) => norm, false),
      ...(learnt.length > 0 ? [curve(learnt)] : []),
    ],
    notes: [
      `Gradient: ${p.SMALL.join("-")}, ${p.SMALL_BATCH} random examples, ${p.RESTING} steps a phase; the reference is by differences of the cost at the free ` +
        "fixed point, in float64, the network relaxed anew on either side of each weight. Its states lie within 0..1; the network with units at 0 or 1 has " +
        "kinks between the phases.",
      data === undefined
        ? "Without --data no images are learnt."
        : `Training: ${p.LAYERS.join("-")}, ${p.FREE} free and ${p.NUDGED} nudged steps, beta ±${p.BETA}, rates ${p.RATES.join(" and ")}, batches of ${p.BATCH}; states begin at 0.`,
    ],
  };
}

function gradientFindings({ "one-sided": oneSided, symmetric, kinked }: Estimates): Finding[] {
  const judged = symmetric
    .filter(({ beta }) => p.JUDGED.includes(beta))
    .flatMap(({ beta, cosine, norm }): Finding[] => [
      {
        name: `cosine with the gradient, ±beta, beta ${beta}`,
        measured: cosine.toFixed(7),
        expected: `${p.BAR} or more`,
        holds: cosine >= p.BAR,
      },
      { name: `norm over the gradient's, ±beta, beta ${beta}`, measured: norm, expected: "1, up to beta²" },
    ]);
  const beside = (name: string, list: readonly Estimate[]) =>
    list
      .filter(({ beta }) => p.JUDGED.includes(beta))
      .map(({ beta, cosine, norm }): Finding => {
        return { name: `${name}, beta ${beta}: cosine, norm`, measured: `${cosine.toFixed(5)}, ${norm.toFixed(4)}`, expected: "–" };
      });
  return [...judged, ...beside("one-sided", oneSided), ...beside("±beta, units at 0 or 1", kinked)];
}

function trainingFindings(learnt: readonly Epoch[]): Finding[] {
  const last = learnt.at(-1);
  if (!last) return [];
  const name = `test error after ${learnt.length} epochs (%)`;
  return [
    {
      name,
      measured: 100 * last.testError,
      expected: "MNIST: 2 to 3 after 25 epochs of 50,000 images (Scellier and Bengio 2017)",
    },
    { name: "training error of the last epoch (%)", measured: 100 * last.trainError, expected: "–" },
  ];
}

function betaFigure(title: string, yLabel: string, found: Estimates, of: (estimate: Estimate) => number, yLog: boolean): Figure {
  const caption = `${p.SMALL.join("-")}: estimate beside the gradient by differences in float64.`;
  const curve = (name: string, list: readonly Estimate[], style: "line" | "dashed"): Series => ({
    ...{ name, x: list.map(({ beta }) => beta), y: list.map(of), style },
  });
  const series = [
    curve("one-sided", found["one-sided"], "line"),
    curve("±beta", found.symmetric, "line"),
    curve("±beta, units at 0 or 1", found.kinked, "dashed"),
  ];
  return figureOf(linePlot(series, { title, caption, xLabel: "beta", yLabel, xLog: true, yLog }));
}

function curve(learnt: readonly Epoch[]): Figure {
  const title = "Learning images";
  const caption = "Errors over epochs; those of training before each image was learnt.";
  const x = learnt.map((_, k) => k + 1);
  const series = [
    { name: "training", x, y: learnt.map(({ trainError }) => 100 * trainError) },
    { name: "test", x, y: learnt.map(({ testError }) => 100 * testError) },
  ];
  return figureOf(linePlot(series, { title, caption, xLabel: "epoch", yLabel: "error (%)" }));
}

/** Learning from how a network comes to rest, with and without a pull at its output. */
export const equilibriumPropagation: Study = {
  name: "equilibrium-propagation",
  kind: "local",
  title: "Equilibrium propagation: two resting states give the gradient; images learnt with it (--data FOLDER)",
  source: "Scellier and Bengio (2017); symmetric nudging: Laborieux et al. (2021)",
  scales: false,
  data: { folder: IMAGE_FILES, optional: true },
  run,
};
