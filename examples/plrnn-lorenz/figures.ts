import { arrange, linePlot, type Series } from "../../src/view/plots.ts";
import type { Figure } from "../example.ts";
import { figureOf } from "../shared/figures.ts";
import type { Course, Judgement } from "../shared/reconstruction.ts";

/** Points of a picture. */
const SHOWN = 4000;
/** Batches that a point of a curve stands for: the largest of them. */
const BIN = 50;

/** x over z of the network beside the true one. */
export function attractorFigure({ observed }: Judgement, truth: Float32Array): Figure {
  const title = "The attractor";
  const caption = `${SHOWN.toLocaleString("en")} steps of the network and of Lorenz's system, standardised.`;
  const steps = Array.from({ length: SHOWN }, (_, t) => t);
  const panel = (name: string, values: Float32Array, colour: string) => {
    const series: Series = { name, x: steps.map((t) => values[3 * t]!), y: steps.map((t) => values[3 * t + 2]!), colour };
    return linePlot([series], { title: name, xLabel: "x", yLabel: "z", width: 420, height: 340 });
  };
  return figureOf(arrange(title, [panel("network", observed, "#0072b2"), panel("truth", truth, "#555555")], 900), { caption });
}

export function courseFigure({ epochs, divergences }: Course): Figure {
  const title = "D_stsp over the training";
  const caption = "Of a free trajectory against the training series; what does not stay finite is left out.";
  const shown = epochs.flatMap((_, k) => (Number.isFinite(divergences[k]) ? [k] : []));
  const series = { name: "D_stsp", x: shown.map((k) => epochs[k]!), y: shown.map((k) => divergences[k]!) };
  return figureOf(linePlot([series], { title, caption, xLabel: "epoch", yLabel: "D_stsp", yLog: true }));
}

export function gradientFigure({ norms, strengths }: Course): Figure {
  const title = "Gradients and alpha over the training";
  const caption = `The largest norm of all gradients together in ${BIN} batches, and the strength of the forcing.`;
  const bins = Array.from({ length: Math.ceil(norms.length / BIN) }, (_, k) => k);
  const x = bins.map((k) => (k + 1) * BIN);
  const series = [
    { name: "norm", x, y: bins.map((k) => Math.max(...norms.slice(k * BIN, (k + 1) * BIN))) },
    { name: "alpha", x, y: bins.map((k) => strengths[Math.min(norms.length, (k + 1) * BIN) - 1]!) },
  ];
  return figureOf(linePlot(series, { title, caption, xLabel: "batch", yLabel: "norm, alpha", yLog: true, yFormat: "~g" }));
}
