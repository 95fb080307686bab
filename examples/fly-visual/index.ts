import { InputError } from "../../src/errors.ts";
import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { barChart } from "../../src/view/plots.ts";
import type { Example, ExampleOptions, Figure } from "../example.ts";
import { folderOf, refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { drive, neuron, perSynapse } from "./parameters.ts";
import { type Connectome, readConnectome } from "./reader.ts";

/** The roles of the data set in its order of neurons, and what their populations are called here. */
const POPULATIONS = { input: "photoreceptors", hidden: "hidden", output: "output" } as const;
type Role = keyof typeof POPULATIONS;
const ROLES = Object.keys(POPULATIONS) as Role[];

/** Cell types of the last network made, for the figure. */
let lastTypes: { readonly folder: string; readonly type: readonly string[] } | undefined;

interface Span {
  readonly first: number;
  readonly size: number;
}

/** Where each role begins and how many neurons it has. */
function spans(connectome: Connectome, folder: string): Record<Role, Span> {
  const found = {} as Record<Role, Span>;
  let first = 0;
  for (const role of ROLES) {
    const end = connectome.role.findIndex((r, n) => n >= first && r !== role);
    const next = end < 0 ? connectome.neurons : end;
    found[role] = { first, size: next - first };
    first = next;
  }
  if (first !== connectome.neurons || ROLES.some((role) => found[role].size === 0)) {
    throw new InputError("data", folder, `neurons.csv.gz must list the roles ${ROLES.join(", ")}, one after the other`);
  }
  return found;
}

function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, flyVisual);
  const data = folderOf(options, "of the connectome (flyvis-visual-system)");
  const connectome = readConnectome(data);
  const span = spans(connectome, data);
  const net = new Network({ name: "fly-visual", dt, seed });
  for (const role of ROLES) {
    const params = { ...neuron, I_e: role === "input" ? 0 : drive.background };
    const initial = { V_m: { uniform: { low: neuron.V_reset, high: neuron.V_th } } };
    net.population(POPULATIONS[role], span[role].size, "iaf_psc_exp", { params, initial });
  }
  net.input({ kind: "poisson", name: "light", target: POPULATIONS.input, rate: drive.rate, weight: drive.weight });
  connectAll(net, connectome, span);
  lastTypes = { folder: data, type: connectome.type };
  return net;
}

/** One projection for each pair of roles that is connected. */
function connectAll(net: Network, { source, target, weight }: Connectome, span: Record<Role, Span>): void {
  const roleOf = (n: number) => ROLES.findIndex((role) => n < span[role].first + span[role].size);
  const lists = ROLES.flatMap(() => ROLES.map(() => ({ source: [] as number[], target: [] as number[], weight: [] as number[] })));
  for (let k = 0; k < source.length; k++) {
    const [from, to] = [roleOf(source[k]!), roleOf(target[k]!)];
    const list = lists[from * ROLES.length + to]!;
    list.source.push(source[k]! - span[ROLES[from]!].first);
    list.target.push(target[k]! - span[ROLES[to]!].first);
    list.weight.push(weight[k]! * perSynapse);
  }
  lists.forEach((list, at) => {
    if (list.source.length === 0) return;
    const from = ROLES[Math.floor(at / ROLES.length)]!;
    const to = ROLES[at % ROLES.length]!;
    const edges = { source: Uint32Array.from(list.source), target: Uint32Array.from(list.target) };
    const projection = { source: POPULATIONS[from], target: POPULATIONS[to], rule: { edges } };
    net.connect({ ...projection, weight: Float32Array.from(list.weight), delay: drive.delay });
  });
}

function figures(simulation: Simulation, options: ExampleOptions): Figure[] {
  if (lastTypes === undefined || lastTypes.folder !== options.data) return [];
  const { type } = lastTypes;
  const seconds = ((simulation.step - simulation.recordedFrom) * simulation.dt) / 1000;
  const bars = new Map<string, { cells: number; spikes: number }>();
  for (const name of type) {
    const bar = bars.get(name) ?? { cells: 0, spikes: 0 };
    bar.cells++;
    bars.set(name, bar);
  }
  for (const n of simulation.spikes().neuron) bars.get(type[n]!)!.spikes++;
  const rates = [...bars].map(([name, { cells, spikes }]) => ({ name, value: seconds > 0 ? spikes / (cells * seconds) : Number.NaN }));
  const caption = "Mean rate of each of the 65 cell types, photoreceptors first.";
  const panel = barChart(rates, { title: "Cell types", label: "rate (Hz)", width: 620 });
  return [figureOf(panel, { title: "Rates of cell types", caption })];
}

/** A connectome as spiking neurons. */
export const flyVisual: Example = {
  name: "fly-visual",
  kind: "spiking",
  title: "The fly's visual system: a connectome of 45,669 neurons and 1,513,231 connections",
  source: "wiring: Lappalainen et al. (2024), doi:10.1038/s41586-024-07939-3; neurons: leaky integrate-and-fire, chosen here",
  duration: 500,
  warmup: 100,
  scales: false,
  data: { folder: "flyvis-visual-system: flyvis_extent15.json, flyvis_extent15.csr.bin.gz, neurons.csv.gz", optional: false },
  network,
  reference: () => ({
    source: "none: the published network is a graded one with trained parameters, without spikes",
    note: "Only the wiring is published. Neurons, weight a synapse, background current and light are choices of this example.",
  }),
  figures,
};
