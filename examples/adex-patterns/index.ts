import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { traces } from "../../src/view/plots.ts";
import type { Example, ExampleOptions, Figure } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import reference from "./reference.json";

/** ms over which spike times are known. */
const DURATION = 500;

function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, adexPatterns);
  const net = new Network({ name: "adex-patterns", dt, seed });
  for (const [name, { params }] of Object.entries(reference.patterns)) {
    net.population(name, 1, "aeif_cond_exp", { params: { ...params, V_peak: 0, t_ref: 0 }, initial: { V_m: params.E_L, w: 0 } });
    net.record({ spikes: name });
    net.record({ state: name, variable: "V_m" });
  }
  return net;
}

function figures(simulation: Simulation): Figure[] {
  const series = simulation.traces().map(({ population, times, values }) => ({ name: population, x: times, y: values }));
  const caption = "A sample is taken at the end of each step: the peak of a spike, reset within its step, is not in it.";
  return [figureOf(traces(series, { title: "Four firing patterns", caption, rowHeight: 110 }), { title: "Firing patterns" })];
}

/** Four neurons with four patterns. */
export const adexPatterns: Example = {
  name: "adex-patterns",
  kind: "spiking",
  title: "Firing patterns of the adaptive exponential neuron: tonic, adapting, initial burst, regular bursting",
  source: "Naud et al. (2008), table 1; spike times from a solver of order 8",
  duration: DURATION,
  warmup: 0,
  scales: false,
  network,
  reference: () => ({
    source: reference.source,
    rates: Object.fromEntries(Object.entries(reference.patterns).map(([name, { spikes }]) => [name, (1000 * spikes.length) / DURATION])),
    note: "Rates count the spikes of the first 500 ms.",
  }),
  figures,
};
