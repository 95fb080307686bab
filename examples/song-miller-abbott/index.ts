import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { arrange, histogramPlot, weightHistogram } from "../../src/view/plots.ts";
import { mean } from "../../src/view/statistics.ts";
import type { Example, ExampleOptions, Figure, Finding } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { neuron, source, sources } from "./neurons.ts";
import * as p from "./parameters.ts";
import { type Golden, long, short } from "./reference.ts";

/** A delay of one step: the golden run has none, and no synapse here can have less. */
function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, songMillerAbbott);
  const net = new Network({ name: "song-miller-abbott", dt, seed });
  net.population("inputs", p.inputs, net.model(source), sources(seed, p.inputs, dt));
  net.population("neuron", 1, net.model(neuron));
  net.connect({
    name: "synapses",
    source: "inputs",
    target: "neuron",
    rule: "all_to_all",
    weight: { uniform: { low: 0, high: 1 } },
    delay: dt,
    plasticity: { rule: "stdp_synapse", mode: "song", params: p.rule },
  });
  // The inputs' spikes are many and say nothing.
  net.record({ spikes: "neuron" });
  net.record({ weights: "synapses", every: p.every });
  return net;
}

/** What the golden run is held against. Percent, g_max, Hz. */
interface Measured {
  readonly weight: Float32Array;
  readonly below: number;
  readonly above: number;
  readonly mean: number;
  /** Over the last tenth of what was recorded. */
  readonly rate: number;
}

export async function measure(simulation: Simulation): Promise<Measured> {
  const { weight } = await simulation.weights("synapses");
  const share = (wanted: (w: number) => boolean) => (100 * weight.filter(wanted).length) / weight.length;
  const { step, to, from, dt } = simulation.spikes();
  const begin = to - (to - from) / 10;
  return {
    weight,
    below: share((w) => w < 0.1),
    above: share((w) => w > 0.9),
    mean: mean(weight),
    rate: (step.filter((k) => k >= begin).length * 1000) / ((to - begin) * dt),
  };
}

/** The golden run of about this length, ms, if there is one. */
function goldenOf(time: number): Golden | undefined {
  return [short, long].find((_, k) => Math.abs(time / (k === 0 ? 100_000 : 1_000_000) - 1) <= 0.1);
}

async function findings(simulation: Simulation): Promise<Finding[]> {
  const { below, above, mean, rate } = await measure(simulation);
  const golden = goldenOf(simulation.time);
  const row = (name: string, key: "below" | "above" | "mean" | "rate", measured: number, tolerance: number, within: string): Finding => ({
    name,
    measured,
    expected: golden
      ? `${golden[key]}, within ${within} (${golden.what})`
      : `${short[key]} after 100 s, ${long[key]} after 1,000 s (Brian2)`,
    holds: golden && Math.abs(measured - golden[key]) <= tolerance,
  });
  return [
    row("weights below 0.1 g_max (%)", "below", below, 5, "5 points"),
    row("weights above 0.9 g_max (%)", "above", above, 5, "5 points"),
    row("mean weight (g_max)", "mean", mean, 0.02, "0.02"),
    row("rate over the last tenth (Hz)", "rate", rate, 4, "4"),
  ];
}

async function figures(simulation: Simulation): Promise<Figure[]> {
  const { weight } = await measure(simulation);
  const golden = goldenOf(simulation.time) ?? long;
  const final = `Left: after ${(simulation.time / 1000).toLocaleString("en")} s of this run. Right: ${golden.what}.`;
  const size = { label: "weight (g_max)", width: 380, height: 260 };
  const theirs = { start: 0, width: 0.05, counts: Float64Array.from(golden.histogram), total: p.inputs, above: 0, below: 0 };
  const both = [
    histogramPlot(weightHistogram(weight, 0, 1, 20), { ...size, title: "Galvani" }),
    histogramPlot(theirs, { ...size, title: "Brian2", fill: "#5b6472" }),
  ];
  return [figureOf(arrange("Weights at the end", both, 800), { caption: final })];
}

/** One neuron whose thousand inputs compete. */
export const songMillerAbbott: Example = {
  name: "song-miller-abbott",
  kind: "plasticity",
  title: "1,000 Poisson inputs onto one neuron, additive STDP: weights split in two (1,000 s: --duration 1000000)",
  source: "Song, Miller and Abbott (2000), doi:10.1038/78829, as in Brian2's STDP example",
  duration: 100_000,
  warmup: 0,
  scales: false,
  network,
  findings,
  figures,
};
