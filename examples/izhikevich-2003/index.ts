import { powerSpectrum } from "../../src/analysis/power.ts";
import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { linePlot } from "../../src/view/plots.ts";
import { populationCounts } from "../../src/view/statistics.ts";
import type { Example, ExampleOptions, Figure, Reference } from "../example.ts";
import { refuse } from "../options.ts";
import { uniforms } from "../shared/draw.ts";
import { figureOf } from "../shared/figures.ts";
import { reference, rhythm } from "./reference.ts";

const EXCITATORY = 800;
const INHIBITORY = 200;
/** Samples (ms) of a piece of the spectrum. */
const SEGMENT = 500;

/**
 * The published script, step for step: `consistent_integration` 0 is its two half-steps of v, and a delay of 1 ms its order (a neuron
 * above 30 mV after step t is reset and acts on the input current of step t + 1). The script logs such a spike in step t + 1, here it is in t.
 */
function network(options: ExampleOptions): Network {
  const { dt = 1, seed } = options;
  refuse(options, izhikevich2003);
  const net = new Network({ name: "izhikevich-2003", dt, seed });
  // One draw sets both parameters of a neuron, so the kinds range from regular spiking (0) to chattering (1), and likewise inhibitory ones.
  const e = uniforms(seed, 0, EXCITATORY);
  const i = uniforms(seed, 1, INHIBITORY);
  const scheme = { consistent_integration: 0, V_th: 30 };
  const b = i.map((r) => 0.25 - 0.05 * r);
  net.population("exc", EXCITATORY, "izhikevich", {
    params: { ...scheme, a: 0.02, b: 0.2, c: e.map((r) => -65 + 15 * r * r), d: e.map((r) => 8 - 6 * r * r) },
    initial: { V_m: -65, U_m: 0.2 * -65 },
  });
  net.population("inh", INHIBITORY, "izhikevich", {
    params: { ...scheme, a: i.map((r) => 0.02 + 0.08 * r), b, c: -65, d: 2 },
    initial: { V_m: -65, U_m: b.map((value) => value * -65) },
  });
  net.input({ kind: "noise", name: "thalamus exc", target: "exc", mean: 0, std: 5, interval: 1 });
  net.input({ kind: "noise", name: "thalamus inh", target: "inh", mean: 0, std: 2, interval: 1 });
  for (const target of ["exc", "inh"]) {
    net.connect({ source: "exc", target, rule: "all_to_all", weight: { uniform: { low: 0, high: 0.5 } }, delay: 1 });
    net.connect({ source: "inh", target, rule: "all_to_all", weight: { uniform: { low: -1, high: 0 } }, delay: 1 });
  }
  return net;
}

/** Power spectrum of the spike count in 1 ms, where the rhythms stand out: Welch's, of half a second at a time. */
async function figures(simulation: Simulation): Promise<Figure[]> {
  const { counts, binMs } = populationCounts(simulation.spikes(), 1);
  const all = Float32Array.from(counts[0]!, (count, i) => count + counts[1]![i]!);
  if (all.length < 2) return [];
  const samples = Math.min(SEGMENT, all.length);
  const options = { samples, hop: Math.floor(samples / 2), channels: 1, dt: binMs / 1000, adapter: "cpu" } as const;
  const { frequencies, power } = await powerSpectrum(all, options);
  const shown = frequencies.filter((f) => f > 0 && f <= 100);
  const caption = `The published script peaks at ${rhythm.alpha} Hz (alpha) and ${rhythm.gamma} Hz (gamma), means of ten seeds.`;
  const panel = linePlot([{ name: "all neurons", x: shown, y: power.slice(1, 1 + shown.length) }], {
    title: "Spectrum of the population activity",
    xLabel: "frequency (Hz)",
    yLabel: "power (spikes² / Hz)",
    caption,
  });
  return [figureOf(panel, { title: "Rhythms" })];
}

/** 1,000 neurons that show alpha and gamma rhythms. */
export const izhikevich2003: Example = {
  name: "izhikevich-2003",
  kind: "spiking",
  title: "Izhikevich's 1,000 neurons of the simple model: alpha and gamma rhythms",
  source: "Izhikevich (2003), the published MATLAB script, doi:10.1109/TNN.2003.820440",
  duration: 1000,
  warmup: 200,
  scales: false,
  network,
  figures,
  reference: ({ dt = 1 }): Reference | undefined => (dt === 1 ? reference : undefined),
};
