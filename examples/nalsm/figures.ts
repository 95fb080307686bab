import { arrange, barChart, linePlot, type Panel, raster, weightHistograms } from "../../src/view/plots.ts";
import type { Figure } from "../example.ts";
import { figureOf } from "../shared/figures.ts";
import type { Closeup, Readied, Response } from "./experiment.ts";
import type { LiquidWeights } from "./liquid.ts";
import { PUBLISHED, SHOWN, SYNAPTIC_TAUS, WEIGHT_BOUND } from "./parameters.ts";
import type { Read } from "./readouts.ts";
import { SOURCES } from "./topology.ts";

/** All that the figures show. */
export interface Results {
  readonly readied: Readied;
  readonly plastic: Response;
  readonly frozen: Response;
  readonly closeup: Closeup;
  readonly accuracies: { readonly plastic: Read; readonly frozen: Read; readonly pixels: Read };
}

const WIDE = 1150;

/** Weights of one kind of source, whatever the time constant of their targets. */
export function weightsOf(weights: LiquidWeights, source: number): Float32Array {
  const lists = weights.slice(source * SYNAPTIC_TAUS.length, (source + 1) * SYNAPTIC_TAUS.length);
  const all = new Float32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

export function figuresOf(results: Results): Figure[] {
  const { readied, closeup } = results;
  return [
    figureOf(accuracyBars(results), { title: "Accuracy" }),
    figureOf(weightPanels(readied), { caption: "Left end: as drawn. Right end: what every image starts from." }),
    figureOf(astrocytePlot(closeup), { title: "The astrocyte during one image" }),
    figureOf(liquidRaster(closeup), { title: "Spikes of the liquid during one image" }),
    figureOf(activityPlot(results), { title: "Spikes of the liquid in each millisecond" }),
  ];
}

function accuracyBars({ accuracies }: Results): Panel {
  const bars = [
    { name: "plastic liquid", value: accuracies.plastic.accuracy, reference: PUBLISHED.accuracy },
    { name: "frozen liquid", value: accuracies.frozen.accuracy },
    { name: "raw pixels", value: accuracies.pixels.accuracy },
  ];
  return barChart(bars, { title: "Test images named right", label: "%", width: 640, height: 220, source: PUBLISHED.source });
}

function weightPanels({ snapshots: { times, weights } }: Readied): Panel {
  const ranges = { input: [-WEIGHT_BOUND, WEIGHT_BOUND], excitatory: [0, WEIGHT_BOUND], inhibitory: [-WEIGHT_BOUND, 0] } as const;
  const panels = SOURCES.map((kind, k) => {
    const lists = weights.map((all) => weightsOf(all, k));
    return weightHistograms(
      { times, weights: lists },
      { title: `from ${kind} neurons`, label: "weight (mV)", range: ranges[kind], width: 370 },
    );
  });
  return arrange("Weights while the liquid is made ready", panels, WIDE);
}

function astrocytePlot({ times, depression, potentiation, astrocyte }: Closeup): Panel {
  return linePlot(
    [
      { name: "depression A_d", x: times, y: depression },
      { name: "potentiation A_p", x: times, y: potentiation },
      { name: "A_d without the fading", x: times, y: astrocyte, style: "dashed" },
    ],
    { title: "Rates of plasticity", xLabel: "time (ms)", yLabel: "rate", width: 760 },
  );
}

/** Spikes of inputs are not recorded. */
function liquidRaster({ spikes, label }: Closeup): Panel {
  const populations = spikes.populations.filter(({ name }) => name === "liquid");
  return raster({ ...spikes, populations }, { width: WIDE, height: 360, title: `First test image, class ${label}` });
}

function activityPlot({ plastic, frozen }: Results): Panel {
  const series = Object.entries({ plastic, frozen }).map(([name, { activity }]) => ({
    name: `${name} liquid`,
    x: Float64Array.from({ length: SHOWN.data }, (_, t) => t),
    y: activity.perMs.map((spikes) => spikes / activity.images),
  }));
  const caption = "Mean over all images.";
  return linePlot(series, { title: "Spikes of the liquid", xLabel: "time (ms)", yLabel: "spikes a ms", width: 760, caption });
}
