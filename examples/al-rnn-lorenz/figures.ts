import { arrange, barChart, linePlot, type Series } from "../../src/view/plots.ts";
import type { Figure } from "../example.ts";
import { figureOf } from "../shared/figures.ts";
import type { Course } from "../shared/reconstruction.ts";
import type { Judged } from "./measure.ts";

/** Points of a picture. */
const SHOWN = 4000;
/** Of a region or a seed, in order. */
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#555555"];

/** x over z of the network, coloured by region, beside the true one. */
export function attractors({ observed, sequence, regions }: Judged, truth: Float32Array): Figure {
  const title = "The attractor";
  const caption = `${SHOWN.toLocaleString("en")} steps of the best network, coloured by linear region, and of Lorenz's system, standardised.`;
  const axes = { xLabel: "x", yLabel: "z", width: 420, height: 340 };
  const own = regions.map(({ code, share }, region): Series => {
    const at = Array.from(sequence.subarray(0, SHOWN)).flatMap((r, t) => (r === region ? [t] : []));
    const name = `${code}: ${(100 * share).toFixed(0)} %`;
    return { name, x: at.map((t) => observed[3 * t]!), y: at.map((t) => observed[3 * t + 2]!), style: "dots", colour: COLOURS[region] };
  });
  const steps = Array.from({ length: SHOWN }, (_, t) => t);
  const real: Series = {
    name: "Lorenz",
    x: steps.map((t) => truth[3 * t]!),
    y: steps.map((t) => truth[3 * t + 2]!),
    style: "dots",
    colour: "#555555",
  };
  const panels = [linePlot(own, { ...axes, title: "network" }), linePlot([real], { ...axes, title: "truth" })];
  return figureOf(arrange(title, panels, 900), { caption });
}

export function sharesOf({ regions }: Judged): Figure {
  const title = "Shares of the linear regions";
  const caption = "Of the steps of the best network; the code says which of the rectified units are above 0.";
  const bars = regions.map(({ code, share }) => ({ name: code, value: 100 * share }));
  return figureOf(barChart(bars, { title, label: "% of the steps", height: 160 }), { caption });
}

export function overEpochs(courses: readonly Course[]): Figure {
  const title = "D_stsp over the training";
  const caption = "Of a free trajectory against the training series, each seed by itself; what does not stay finite is left out.";
  const series = courses.map(({ seed, epochs, divergences }, k): Series => {
    const shown = epochs.flatMap((_, i) => (Number.isFinite(divergences[i]) ? [i] : []));
    return { name: `seed ${seed}`, x: shown.map((i) => epochs[i]!), y: shown.map((i) => divergences[i]!), colour: COLOURS[k] };
  });
  return figureOf(linePlot(series, { title, caption, xLabel: "epoch", yLabel: "D_stsp" }));
}
