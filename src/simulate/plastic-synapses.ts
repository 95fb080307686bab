import { InputError } from "../errors.ts";
import { formatOf } from "../network/format.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { buildRows, type RowsOptions, type SurveyedRows, type SynapseRows } from "../network/rows.ts";
import { firstScales, tightPopulations } from "../network/scales.ts";
import { besideRows } from "./beside.ts";
import { fingerprint } from "./checkpoint.ts";
import { planPlastic } from "./plastic.ts";
import { buildPlasticRows, isPlastic, mergedRows, type PlasticRows, withOnly } from "./plastic-rows.ts";
import { joined, storedWiring, type Wiring } from "./wiring.ts";

/** Synapses of networks with plasticity: what stays and what changes, and what a plan needs to know of both. */
interface PlasticSynapses {
  /** Per network. */
  readonly surveys: readonly SurveyedRows[];
  /** The plastic projections, in order; of several networks together. */
  readonly plastic: readonly PlasticRows[];
  /** The same again, with the weights of the beginning. */
  redraw(): Promise<readonly PlasticRows[]>;
  /** What delivers through both, and plasticity itself, for windows of so many steps. */
  readonly wire: (windowSteps: number) => Wiring;
}

/**
 * Draws the synapses of networks alike but for their numbers: static ones as ever, those of each plastic projection as rows of their own.
 * One scale serves a population in all networks.
 * @throws InputError
 */
export async function buildPlasticSynapses(
  networks: readonly ResolvedNetwork[],
  optionsOf: (network: ResolvedNetwork, words: number) => RowsOptions,
): Promise<PlasticSynapses> {
  checkAlike(networks);
  const bounds = networks.map((network) => optionsOf(network, 2).inputBound);
  const scales = lowest(networks.map((network, b) => firstScales(network, bounds[b])));
  // Made here: a function made where `built` is known would keep it, and with it all synapses, for as long as the simulation lives.
  const redraw = async () => together(await attempt(networks, optionsOf, scales));
  for (;;) {
    const built = await attempt(networks, optionsOf, scales);
    const tight = new Set([
      ...built.flatMap(({ survey }, b) => tightPopulations(survey.largestSums, bounds[b], scales)),
      ...built.flatMap(({ held }) => [...scales.keys()].filter((p) => held.scales[p] < scales[p])),
    ]);
    if (tight.size === 0) return synapsesOf(networks, built, redraw);
    for (const p of tight) scales[p] /= 2;
  }
}

interface Built {
  readonly held: SynapseRows;
  readonly plastic: readonly PlasticRows[];
  readonly survey: SurveyedRows;
}

async function attempt(
  networks: readonly ResolvedNetwork[],
  optionsOf: (network: ResolvedNetwork, words: number) => RowsOptions,
  scales: Float64Array,
): Promise<Built[]> {
  const all: Built[] = [];
  // Hundreds of copies of one network, each to learn by itself, are drawn once.
  const known = new Map<string, Built>();
  for (const network of networks) {
    const drawn = networks.length > 1 ? drawingOf(network) : "";
    const same = known.get(drawn);
    if (same) {
      all.push(same);
      continue;
    }
    const lasting = withOnly(network, (projection) => !isPlastic(projection));
    const held = await buildRows(lasting, { ...optionsOf(lasting, networks.length > 1 ? 2 : formatOf(lasting).words), scales });
    const plastic: PlasticRows[] = [];
    for (const [index, projection] of network.projections.entries())
      if (isPlastic(projection)) plastic.push(await buildPlasticRows(network, index, { ...optionsOf(network, 2), scales }));
    const built = { held, plastic, survey: surveyOf(network, held, plastic) };
    known.set(drawn, built);
    all.push(built);
  }
  return all;
}

/** What a network's synapses hang on; its inputs and records are not in it. */
function drawingOf(network: ResolvedNetwork): string {
  return fingerprint({ ...network, name: "", inputs: [], records: [] });
}

function surveyOf(network: ResolvedNetwork, held: SynapseRows, plastic: readonly PlasticRows[]): SurveyedRows {
  const some = [held, ...plastic].filter(({ count }) => count > 0);
  const largestSums = held.largestSums.slice();
  for (const { projection, largestSum } of plastic) largestSums[network.projections[projection].target] += largestSum;
  return {
    count: some.reduce((sum, { count }) => sum + count, 0),
    extents: held.extents,
    minDelay: some.length === 0 ? 0 : Math.min(...some.map(({ minDelay }) => minDelay)),
    maxDelay: Math.max(0, ...some.map(({ maxDelay }) => maxDelay)),
    scales: held.scales,
    largestSums,
  };
}

function together(built: readonly Built[]): PlasticRows[] {
  return built[0].plastic.map((_, k) => mergedRows(built.map((one) => one.plastic[k])));
}

function synapsesOf(networks: readonly ResolvedNetwork[], built: readonly Built[], redraw: PlasticSynapses["redraw"]): PlasticSynapses {
  const surveys = built.map(({ survey }) => survey);
  const plastic = together(built);
  return {
    surveys,
    plastic,
    redraw,
    wire: (windowSteps) => {
      const held = built.map((one) => one.held);
      const lasting = storedWiring(besideRows(networks, held));
      return { ...joined(lasting, planPlastic(plastic, networks, windowSteps, surveys[0].scales)), run: lasting.run };
    },
  };
}

function lowest(all: readonly Float64Array[]): Float64Array {
  return all[0].map((_, p) => Math.min(...all.map((scales) => scales[p])));
}

/** Networks side by side share the kernels of their plastic projections. @throws InputError where they are not alike */
function checkAlike([first, ...others]: readonly ResolvedNetwork[]): void {
  const outline = ({ populations, projections }: ResolvedNetwork) =>
    JSON.stringify([
      populations.map(({ name, size, model }) => [name, size, model.name]),
      projections.map(({ source, target, receptor, plasticity: p }) => [
        source,
        target,
        receptor,
        p && [p.rule.name, p.mode, p.params, p.axonalSteps, p.everySteps, p.normalise],
      ]),
    ]);
  for (const other of others)
    if (outline(other) !== outline(first))
      throw new InputError(
        "instances",
        other.name,
        "plastic networks side by side must have the same populations, projections and plasticity; run them one by one",
      );
}
