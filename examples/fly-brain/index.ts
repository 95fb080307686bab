import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError } from "../../src/errors.ts";
import { Network } from "../../src/network/network.ts";
import type { Example, ExampleOptions, Reference } from "../example.ts";
import { refuse, scaleOf, variantOf } from "../options.ts";
import { releases } from "./counts.ts";
import { mn9Left, mn9Right, type Release, sugar } from "./groups.ts";
import { brainNeuron, stimulatedNeuron } from "./neurons.ts";
import { delay, kick } from "./parameters.ts";
import { readWiring } from "./reader.ts";
import { referenceOf, standInReference } from "./reference.ts";
import { standIn, stimulatedRows, stimulus } from "./stand-in.ts";
import { connect, type Group, placesOf, type Wiring } from "./wiring.ts";

const STAND_IN = "stand-in";
/** Hz into each sugar neuron, and the root id of a neuron whose outputs are cut: the published runs by their names. */
const RUNS: Readonly<Record<string, { readonly rate: number; readonly silenced?: string }>> = {
  sugarR: { rate: 200 },
  sugarR_100Hz: { rate: 100 },
  "sugarR-720575940617937543": { rate: 100, silenced: "720575940617937543" },
  "sugarR-720575940621754367": { rate: 100, silenced: "720575940621754367" },
  "sugarR-720575940622695448": { rate: 100, silenced: "720575940622695448" },
};
const VARIANTS = [STAND_IN, ...Object.keys(RUNS)];
const RELEASES = Object.keys(releases) as Release[];
const FOLDER = `of ${RELEASES.map((release) => releases[release].file).join(" or ")} (github.com/philshiu/Drosophila_brain_model)`;

/** The variant asked for; without one the stand-in, or with `data` the first published run. */
function variantAsked(options: ExampleOptions): string {
  if (options.variant === undefined && options.data !== undefined) return VARIANTS[1]!;
  return variantOf(VARIANTS, options);
}

/**
 * The connectivity file in a folder, or the one named. Where a folder has both, the release of the paper.
 * @throws InputError
 */
function fileOf(data: string | undefined): { path: string; release: Release } {
  if (data === undefined) throw new InputError("data", data, `name the folder ${FOLDER}, or leave out the variant for a stand-in`);
  for (const release of RELEASES) {
    const { file } = releases[release];
    const path = basename(data) === file ? data : join(data, file);
    if (existsSync(path) && statSync(path).isFile()) return { path, release };
  }
  throw new InputError("data", data, `has no connectivity file; name the folder ${FOLDER}`);
}

async function network(options: ExampleOptions): Promise<Network> {
  const variant = variantAsked(options);
  if (variant === STAND_IN) return standInNetwork(options);
  refuse(options, { ...flyBrain, name: `fly-brain with ${variant}`, scales: false });
  const { path, release } = fileOf(options.data);
  const { rate, silenced } = RUNS[variant]!;
  const groups = groupsOf(release);
  const cut = sugar.filter(({ id }) => id === silenced).map((found) => found[release]);
  return assemble("fly-brain", options, await readWiring(path, releases[release]), groups, "brain", rate, cut);
}

/** Populations of their own: the stimulated neurons, which come first, and those whose rates are published. */
function groupsOf(release: Release): Group[] {
  const rowsOf = (neurons: readonly Record<Release, number>[]) => neurons.map((n) => n[release]).filter((row) => row >= 0);
  const groups = [
    { name: "sugar", rows: rowsOf(sugar) },
    { name: "MN9 left", rows: rowsOf([mn9Left]) },
    { name: "MN9 right", rows: rowsOf([mn9Right]) },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

function standInNetwork(options: ExampleOptions): Network {
  refuse(options, { ...flyBrain, name: "the stand-in", data: undefined });
  const wiring = standIn(options.seed, scaleOf(options));
  const groups = [{ name: "stimulated (stand-in)", rows: stimulatedRows(wiring) }];
  return assemble("fly-brain stand-in", options, wiring, groups, "brain (stand-in)", stimulus.rate, []);
}

/** The first group is stimulated at `rate` Hz; neurons of no group are the population `rest`. */
function assemble(
  name: string,
  { dt = 0.1, seed }: ExampleOptions,
  wiring: Wiring,
  groups: readonly Group[],
  rest: string,
  rate: number,
  silenced: readonly number[],
): Network {
  const net = new Network({ name, dt, seed });
  const brain = net.model(brainNeuron);
  const [first] = groups;
  const kicked = net.model(stimulatedNeuron);
  const places = placesOf(wiring.neurons, groups);
  groups.forEach((group, g) => {
    // A stimulated neuron has no refractory period.
    if (g === 0) net.population(group.name, group.rows.length, kicked, { params: { t_rfc: 0 } });
    else net.population(group.name, group.rows.length, brain);
  });
  net.population(rest, places.rest, brain);
  net.input({ kind: "poisson", name: "stimulus", target: first!.name, receptor: "v", rate: poissonRate(rate, dt), weight: kick });
  connect(net, wiring, places, [rest, ...groups.map((group) => group.name)], silenced, delay);
  return net;
}

/**
 * Brian2's PoissonInput kicks once in a step, with probability rate dt. Here a step has a Poisson number of kicks: at this rate (Hz)
 * the probability of at least one is the same, and two do what one does, as the neuron fires and is reset.
 */
export function poissonRate(rate: number, dt: number): number {
  return (-1000 / dt) * Math.log1p((-rate * dt) / 1000);
}

function reference(options: ExampleOptions): Reference {
  const variant = variantAsked(options);
  return variant === STAND_IN ? standInReference : referenceOf(variant, fileOf(options.data).release);
}

/** The whole brain of a fruit fly. */
export const flyBrain: Example = {
  name: "fly-brain",
  kind: "spiking",
  title: "The fly's whole brain, from your file of it: 138,639 neurons; without --data a stand-in of random wiring, for speed alone",
  source: "Shiu et al. (2024), doi:10.1038/s41586-024-07763-9, model.py in github.com/philshiu/Drosophila_brain_model",
  duration: 1000,
  warmup: 0,
  variants: VARIANTS,
  scales: true,
  data: { folder: FOLDER, optional: true },
  network,
  reference,
};
