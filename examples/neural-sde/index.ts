import type { EnsembleFrames } from "../../src/flow/ensemble.ts";
import { linePlot } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { slopeOf } from "../shared/statistics.ts";
import { type Errors, logMoments, strongErrors } from "./brownian.ts";
import { FORMS, type Form, neuralPaths, noiseAt } from "./neural.ts";
import * as p from "./parameters.ts";

/** How much is measured. */
interface Size {
  readonly paths: number;
  readonly momentPaths: number;
  readonly neuralPaths: number;
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, neuralSde);
  return carryOut({ paths: p.PATHS, momentPaths: p.MOMENT_PATHS, neuralPaths: p.NEURAL_PATHS }, options.seed, bench);
}

/** The study at some size. */
export async function carryOut(size: Size, seed: number, bench: Bench): Promise<StudyResult> {
  bench.progress(0, "strong errors");
  const maruyama = await strongErrors("euler-maruyama", size.paths, seed, bench);
  bench.progress(0.4, "strong errors");
  const milstein = await strongErrors("milstein", size.paths, seed, bench);
  bench.progress(0.8, "moments");
  const moments = await logMoments(size.momentPaths, p.MOMENT_STEP, seed, bench);
  bench.progress(0.9, "neural SDEs");
  const forms: [Form, EnsembleFrames][] = [];
  for (const form of Object.keys(FORMS) as Form[]) forms.push([form, await neuralPaths(form, size.neuralPaths, seed, bench)]);
  const expected = { mean: (p.MU - p.SIGMA ** 2 / 2) * p.END, variance: p.SIGMA ** 2 * p.END };
  return {
    findings: [
      order("euler-maruyama", maruyama),
      order("milstein", milstein),
      moment("mean of the logarithm", moments.mean, expected.mean),
      moment("variance of the logarithm", moments.variance, expected.variance),
      ...forms.map(([form, frames]) => roughness(form, frames)),
    ],
    figures: [errorFigure(maruyama, milstein), ...forms.map(([form, frames]) => pathFigure(form, frames))],
    notes: [
      `Geometric Brownian motion, mu ${p.MU}, sigma ${p.SIGMA}, to time ${p.END}: ${size.paths.toLocaleString("en")} paths, the same for all steps (a coarse step's increment is the sum of the ` +
        `fine ones'), against the exact solution on them; moments: ${size.momentPaths.toLocaleString("en")} paths of Milstein's method, step 1/${1 / p.MOMENT_STEP}. ` +
        `Neural SDEs in the forms of Oh, Lim and Kim (2024): two variables, ${p.HIDDEN} tanh units with random weights, as flow text.`,
    ],
  };
}

function order(method: keyof typeof p.ORDERS, { steps, errors }: Errors): Finding {
  const measured = slopeOf(steps.map(Math.log), errors.map(Math.log));
  const expected = p.ORDERS[method];
  return {
    name: `strong order, ${method}`,
    measured,
    expected: `${expected} +- ${p.ORDER_BAR}`,
    holds: Math.abs(measured - expected) <= p.ORDER_BAR,
  };
}

function moment(name: string, measured: number, expected: number): Finding {
  const holds = Math.abs(measured / expected - 1) <= p.MOMENT_BAR;
  return { name, measured, expected: `${expected.toPrecision(4)} within ${100 * p.MOMENT_BAR} %`, holds };
}

/**
 * How rough paths are, over what their diffusion says: half the squares of what changes between a step and the next, which leaves the drift out. The
 * mean over paths, each over its own: some grow far larger than others.
 */
function roughness(form: Form, { times, values }: EnsembleFrames): Finding {
  const paths = values[0]!.length;
  const [found, said] = [new Float64Array(paths), new Float64Array(paths)];
  for (let k = 0; k + 2 < values.length; k++) {
    const [a, b, c] = [values[k]!, values[k + 1]!, values[k + 2]!];
    const [before, after] = [noiseAt(times[k]!) ** 2, noiseAt(times[k + 1]!) ** 2];
    for (let i = 0; i < paths; i++) {
      found[i]! += (c[i]! - 2 * b[i]! + a[i]!) ** 2 / 2;
      said[i]! += FORMS[form].diffusion === "noise" ? (before + after) / 2 : (before * a[i]! ** 2 + after * b[i]! ** 2) / 2;
    }
  }
  const measured = found.reduce((sum, one, i) => sum + one / (said[i]! * p.NEURAL_STEP), 0) / paths;
  const holds = Math.abs(measured - 1) <= p.ROUGHNESS_BAR;
  return {
    name: `quadratic variation over that of the diffusion, ${form}`,
    measured,
    expected: `1 within ${100 * p.ROUGHNESS_BAR} %`,
    holds,
  };
}

function errorFigure(maruyama: Errors, milstein: Errors): Figure {
  const title = "Strong error over the step";
  const caption = "Mean distance from the exact solution at the end, on the same Brownian paths; dashed: orders 1/2 and 1.";
  const line = (from: Errors, power: number) => from.steps.map((step) => from.errors[0]! * (step / from.steps[0]!) ** power);
  const series = [
    { name: "Euler-Maruyama", x: maruyama.steps, y: maruyama.errors, style: "dots", colour: "#d55e00" },
    { name: "order 1/2", x: maruyama.steps, y: line(maruyama, 0.5), style: "dashed", colour: "#d55e00" },
    { name: "Milstein", x: milstein.steps, y: milstein.errors, style: "dots", colour: "#0072b2" },
    { name: "order 1", x: milstein.steps, y: line(milstein, 1), style: "dashed", colour: "#0072b2" },
  ] as const;
  const panel = linePlot(series, { title, caption, xLabel: "step", yLabel: "error", xLog: true, yLog: true, yFormat: ".1~g" });
  return figureOf(panel);
}

function pathFigure(form: Form, { times, values }: EnsembleFrames): Figure {
  const title = `${form}: paths`;
  const caption = `First variable of 20 paths; drift ${FORMS[form].drift}, diffusion ${FORMS[form].diffusion}.`;
  const thin = <T>(list: readonly T[]) => list.filter((_, k) => k % p.NEURAL_DRAWN === 0);
  const series = Array.from({ length: 20 }, (_, i) => ({ name: "", x: thin(times), y: thin(values).map((frame) => frame[i]!) }));
  const panel = linePlot(series, { title, caption, xLabel: "time", yLabel: "x", height: 280 });
  return figureOf(panel);
}

/** Stochastic integrators on what is known in closed form, and neural SDEs. */
export const neuralSde: Study = {
  name: "neural-sde",
  kind: "recurrent",
  title: "Stochastic differential equations: strong orders 1/2 and 1 on geometric Brownian motion; neural SDEs as flow text",
  source: "Oh, Lim and Kim (2024), ICLR, arXiv:2402.14989; orders: Kloeden and Platen (1992)",
  scales: false,
  run,
};
