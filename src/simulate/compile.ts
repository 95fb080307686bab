import { InputError } from "../errors.ts";
import { formatOf } from "../network/format.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { buildRows, type RowsOptions, type SynapseRows, surveyRows } from "../network/rows.ts";
import { type Assembled, assemble, type CompileOptions } from "./assemble.ts";
import { besideRows } from "./beside.ts";
import { buildOnDevice, surveyOnDevice } from "./connect.ts";
import { inputBound } from "./inputs.ts";
import { isPlastic, type PlasticRows, type PlasticShape } from "./plastic-rows.ts";
import { buildPlasticSynapses } from "./plastic-synapses.ts";
import { checkProcedural, proceduralWiring } from "./procedural.ts";
import { residentWiring } from "./resident.ts";
import { storedWiring } from "./wiring.ts";

/** Networks built between two reports of progress. */
const REPORT_EVERY = 32;

/** Networks as a plan, and what is needed to read its results. */
export interface Compiled extends Assembled {
  /** The plastic projections, in order. */
  readonly plastic: readonly PlasticShape[];
  /** Draws their synapses anew, as they were at the beginning. */
  redraw(): Promise<readonly PlasticRows[]>;
}

/** Of what is assembled where nothing is plastic. */
const NOTHING_PLASTIC = { plastic: [], redraw: async () => [] } as const;

/** Builds the rows, lays out the buffers, and plans the dispatches of a window. @throws InputError, GalvaniError */
export async function compile(network: ResolvedNetwork, options: CompileOptions): Promise<Compiled> {
  if (!network.fields) return compileOne(network, options);
  return compileOne(network, { ...options, resident: unresident(options, "has fields, which a single workgroup does not carry") });
}

/** Nothing, where a network cannot be resident. @throws InputError where it must be */
function unresident({ resident }: CompileOptions, why: string): undefined {
  if (resident?.must) throw new InputError("resident", true, `the network ${why}; leave it out`);
}

async function compileOne(network: ResolvedNetwork, options: CompileOptions): Promise<Compiled> {
  if (network.projections.some(isPlastic)) return compilePlastic([network], options);
  const rowsOptions = optionsOf(network, formatOf(network).words, options, options.onProgress);
  const { device, resident, windowSteps } = options;
  if (options.procedural) {
    checkProcedural(network);
    const survey = (device && (await surveyOnDevice(device, network, rowsOptions))) ?? (await surveyRows(network, rowsOptions));
    const wire = (steps: number) => proceduralWiring(network, survey, steps);
    return { ...assemble([network], [survey], wire, { windowSteps }), ...NOTHING_PLASTIC };
  }
  const held = device && !resident && (await buildOnDevice(device, network, rowsOptions));
  if (held) return { ...assemble([network], [held], () => storedWiring(held), { windowSteps }), ...NOTHING_PLASTIC };
  const rows = await buildRows(network, rowsOptions);
  const wire = (_: number, whole: boolean) => (whole ? residentWiring([network], [rows]) : storedWiring(rows));
  return { ...assemble([network], [rows], wire, { resident, windowSteps }), ...NOTHING_PLASTIC };
}

/**
 * Several networks of one `dt` side by side in one plan: populations, neurons, inputs of each behind those of the one before, each with
 * its own seed and scales, so that each does what it does alone.
 * @throws InputError, GalvaniError
 */
export async function compileBeside(networks: readonly ResolvedNetwork[], options: CompileOptions): Promise<Compiled> {
  const coupled = networks.find(({ fields }) => fields);
  if (coupled)
    throw new InputError("fields", coupled.fields?.[0].name, "networks with fields do not run side by side; run them one by one");
  if (networks[0].projections.some(isPlastic)) return compilePlastic(networks, options);
  const all: SynapseRows[] = [];
  for (const network of networks) {
    if (all.length % REPORT_EVERY === 0) await options.onProgress?.(all.length / networks.length);
    // Threads would cost each small network more than they gain.
    all.push(await buildRows(network, { ...optionsOf(network, 2, options, undefined), crew: undefined }));
  }
  const wire = (_: number, whole: boolean) => (whole ? residentWiring(networks, all) : storedWiring(besideRows(networks, all)));
  return { ...assemble(networks, all, wire, options), ...NOTHING_PLASTIC };
}

/** Networks with plastic projections: these have rows, kernels and dispatches of their own. */
async function compilePlastic(networks: readonly ResolvedNetwork[], options: CompileOptions): Promise<Compiled> {
  if (options.procedural)
    throw new InputError("procedural", true, "the network has plastic synapses, whose weights must be held; leave it out");
  unresident(options, "has plastic synapses, which a single workgroup does not serve");
  const several = networks.length > 1;
  const synapses = await buildPlasticSynapses(networks, (network, words) => {
    const wanted = optionsOf(network, words, options, several ? undefined : options.onProgress);
    return several ? { ...wanted, crew: undefined } : wanted;
  });
  const assembled = assemble(networks, synapses.surveys, synapses.wire, { windowSteps: options.windowSteps });
  // Not the pages: the executor holds them.
  return { ...assembled, plastic: synapses.plastic.map(({ pages: _, ...shape }) => shape), redraw: synapses.redraw };
}

/** @param words a synapse will have in the plan: several networks together have two */
function optionsOf(
  network: ResolvedNetwork,
  words: number,
  { pageBytes, crew }: CompileOptions,
  onProgress: CompileOptions["onProgress"],
): RowsOptions {
  const pageSynapses = 2 ** Math.floor(Math.log2(pageBytes / (4 * words)));
  const inputBounds = network.populations.map((_, p) => inputBound(network, p));
  return { pageSynapses, parts: crew?.count, crew, inputBound: inputBounds, onProgress };
}
