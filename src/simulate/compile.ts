import { InputError } from "../errors.ts";
import type { Device } from "../gpu/device.ts";
import { formatOf } from "../network/format.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { buildRows, type RowsOptions, type SurveyedRows, type SynapseRows, surveyRows } from "../network/rows.ts";
import type { Plan, PlannedBuffer, PlannedDispatch, PlannedKernel, Twin } from "../plan/plan.ts";
import type { Crew } from "../threads/crew.ts";
import { obstacle, updateSpec } from "../twins/kernels.ts";
import { keyOf } from "../twins/lib/philox.ts";
import type { Share } from "../twins/lib/share.ts";
import { RUN_WORDS, Run } from "../twins/lib/window.ts";
import { updateTwin } from "../twins/neuron/update.ts";
import { besideRows, factsOf, placesOf } from "./beside.ts";
import { buildPlastic } from "./compile-plastic.ts";
import { buildOnDevice, surveyOnDevice } from "./connect.ts";
import { updateCost } from "./cost.ts";
import { type FrameLayout, fieldAlign, layFrames, planFields } from "./fields.ts";
import { inputBound } from "./inputs.ts";
import { type Layout, layOut, type Part, type TraceLayout } from "./layout.ts";
import { isPlastic, type PlasticRows, type PlasticShape } from "./plastic-rows.ts";
import { checkProcedural, procedural } from "./procedural.ts";
import { MAX_STRIDE, residentConnectivity, residentDispatch, residentKernel, residentShape, type Workgroup } from "./resident.ts";
import { type ResidentShape, weaveUpdate } from "./weave.ts";
import { longWindow, MAX_WINDOWS, submitSteps, windowOf } from "./windows.ts";
import { type Connectivity, stored } from "./wiring.ts";

/** Networks built between two reports of progress. */
const REPORT_EVERY = 32;
/** Spikes the queue holds beside those of one window in which every neuron spikes at every step. */
const QUEUE = 2 ** 20;

export interface CompileOptions {
  /** Largest page of synapses in bytes; rounded down to a power of two. */
  readonly pageBytes: number;
  /** Threads that build the rows and will run the plan; default: this one. Rows are cut so that each delivers to its own neurons. */
  readonly crew?: Crew;
  /** Where the rows are built if it can be; default: here. What may become resident is built here in any case. */
  readonly device?: Device;
  /** Synapses are drawn anew on each spike instead of held; such a network is not resident. */
  readonly procedural?: boolean;
  /**
   * Whether a workgroup carries a network (each of several) through whole windows. `must`: an error where it does not fit. `neuronSteps`:
   * not where a window between two deliveries has more.
   */
  readonly resident?: { readonly limits: Workgroup; readonly must: boolean; readonly neuronSteps?: number };
  /** Steps a window may cover at most: tests show that it changes nothing. */
  readonly windowSteps?: number;
  /** Share of the building done; may throw to cancel. */
  readonly progress?: (share: number) => Promise<void> | void;
}

/** Networks as a plan, and what is needed to read its results. */
export interface Compiled {
  readonly plan: Plan;
  readonly layout: Layout;
  /** The networks, one after another. */
  readonly parts: readonly Part[];
  readonly traces: readonly TraceLayout[];
  readonly frames: readonly FrameLayout[];
  readonly synapses: number;
  readonly windowSteps: number;
  readonly maxSteps: number;
  readonly neuronBits: number;
  readonly scales: Float64Array;
  /** Largest synaptic sum into a neuron of each population, in weight units: what is left of the range is for inputs. */
  readonly largestSums: Float64Array;
  /** The plastic projections, in order. */
  readonly plastic: readonly PlasticShape[];
  /** Draws their synapses anew, as they were at the beginning. */
  redraw(): Promise<readonly PlasticRows[]>;
  /** `control` as a simulation begins with it. */
  readonly control: Uint32Array;
  /** The layout with the networks' parameters and inputs changed. */
  relaid(networks: readonly ResolvedNetwork[]): Layout;
  /** The kernels woven for a layout, by name. */
  woven(layout: Layout): Readonly<Record<string, PlannedKernel>>;
}

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
  const rowsOptions = optionsOf(network, formatOf(network).words, options, options.progress);
  if (options.procedural) {
    checkProcedural(network);
    const survey =
      (options.device && (await surveyOnDevice(options.device, network, rowsOptions))) ?? (await surveyRows(network, rowsOptions));
    return planned([network], [survey], () => procedural(network, survey), { ...options, resident: undefined });
  }
  const held = options.device && !options.resident && (await buildOnDevice(options.device, network, rowsOptions));
  if (held) return planned([network], [held], () => stored(held), options);
  const rows = await buildRows(network, rowsOptions);
  return planned([network], [rows], (resident) => (resident ? residentConnectivity([network], [rows]) : stored(rows)), options);
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
    if (all.length % REPORT_EVERY === 0) await options.progress?.(all.length / networks.length);
    // Threads would cost each small network more than they gain.
    all.push(await buildRows(network, { ...optionsOf(network, 2, options, undefined), crew: undefined }));
  }
  const connect = (resident: boolean) => (resident ? residentConnectivity(networks, all) : stored(besideRows(networks, all)));
  return planned(networks, all, connect, options);
}

/** Networks with plastic projections: these have rows, kernels and dispatches of their own. */
async function compilePlastic(networks: readonly ResolvedNetwork[], options: CompileOptions): Promise<Compiled> {
  if (options.procedural)
    throw new InputError("procedural", true, "the network has plastic synapses, whose weights must be held; leave it out");
  const resident = unresident(options, "has plastic synapses, which a single workgroup does not serve");
  const several = networks.length > 1;
  const synapses = await buildPlastic(networks, (network, words) => {
    const wanted = optionsOf(network, words, options, several ? undefined : options.progress);
    return several ? { ...wanted, crew: undefined } : wanted;
  });
  const { neurons } = placesOf(networks);
  const connectivity = { ...factsOf(synapses.surveys), wire: (neuronSteps: number) => synapses.wire(neuronSteps / neurons) };
  const compiled = planned(networks, synapses.surveys, () => connectivity, { ...options, resident });
  // Not the pages: the executor holds them.
  return { ...compiled, plastic: synapses.plastic.map(({ pages: _, ...shape }) => shape), redraw: synapses.redraw };
}

/** @param words a synapse will have in the plan: several networks together have two */
function optionsOf(
  network: ResolvedNetwork,
  words: number,
  { pageBytes, crew }: CompileOptions,
  progress: CompileOptions["progress"],
): RowsOptions {
  const pageSynapses = 2 ** Math.floor(Math.log2(pageBytes / (4 * words)));
  const inputBounds = network.populations.map((_, p) => inputBound(network, p));
  return { pageSynapses, parts: crew?.count, crew, inputBound: inputBounds, progress };
}

/** The plan of networks whose synapses are ready; `connect` wires them, for the resident kernel or the ordinary ones. */
function planned(
  networks: readonly ResolvedNetwork[],
  all: readonly SurveyedRows[],
  connect: (resident: boolean) => Connectivity,
  options: CompileOptions,
): Compiled {
  const connectivity = factsOf(all);
  const { neurons } = placesOf(networks);
  // Windows would stop where fields step anyway.
  const between = fieldAlign(networks[0], 0) || Infinity;
  const shortWindow = Math.min(between, windowOf(neurons, connectivity, options.windowSteps));
  const slots = Math.max(connectivity.maxDelay, shortWindow);
  const shape = neurons * shortWindow > (options.resident?.neuronSteps ?? Infinity) ? undefined : shapeOf(networks, slots, options);
  const stride = shape && Math.min(shortWindow, MAX_STRIDE);
  const windowSteps = stride === undefined ? shortWindow : longWindow(networks, stride, options.windowSteps);
  const maxSteps = submitSteps(networks, windowSteps);
  const parts = partsOf(networks, all, maxSteps);
  const layout = layOut(parts, stride);
  const neuronBits = Math.max(1, Math.ceil(Math.log2(neurons)));
  const woven = (laid: Layout): Record<string, PlannedKernel> =>
    shape ? { resident: residentKernel(laid, shape) } : { update: updateKernel(laid) };
  const dispatch = shape ? residentDispatch(networks.length) : updateDispatch(layout);
  const wired = connect(shape !== undefined);
  const control = firstControl(networks);
  const sizes = { windowSteps, maxSteps, neuronBits, slots, control };
  return {
    plan: planOf(parts, wired, layout, sizes, { kernels: woven(layout), dispatch }),
    control,
    layout,
    parts,
    traces: parts.flatMap(({ traces }) => traces),
    frames: parts.flatMap(({ frames }) => frames),
    plastic: [],
    redraw: async () => [],
    synapses: connectivity.synapses,
    scales: connectivity.scales,
    largestSums: connectivity.largestSums,
    windowSteps,
    maxSteps,
    neuronBits,
    relaid: (changed) =>
      layOut(
        parts.map((part, k) => ({ ...part, network: changed[k] })),
        stride,
      ),
    woven,
  };
}

/** The resident kernel's sizes, or undefined where networks go the ordinary way. @throws InputError where they must fit and do not */
function shapeOf(networks: readonly ResolvedNetwork[], slots: number, { resident }: CompileOptions): ResidentShape | undefined {
  const shape = resident && residentShape(networks, slots, resident.limits);
  if (resident?.must && !shape)
    throw new InputError(
      "resident",
      true,
      `a ring of ${slots} steps for ${networks[0].neurons} neurons does not fit a workgroup's ${resident.limits.bytes} bytes; leave it out`,
    );
  return shape;
}

function partsOf(networks: readonly ResolvedNetwork[], all: readonly SurveyedRows[], maxSteps: number): Part[] {
  let at = 0;
  return networks.map((network, k) => {
    const traces: TraceLayout[] = [];
    for (const record of network.records) {
      if (record.kind !== "state") continue;
      const { model, size } = network.populations[record.population];
      const field = model.stateFields.indexOf(model.variables[record.variable].field);
      const columns = record.neurons?.length ?? size;
      traces.push({ population: record.population, field, every: record.every, neurons: record.neurons, columns, at });
      at += columns * (Math.floor(maxSteps / record.every) + 1);
    }
    // Networks side by side have no fields.
    return { network, scales: all[k].scales, traces, frames: layFrames(network, maxSteps, at) };
  });
}

/** Where `control` has the faults of fields and the places and steps of windows. */
function controlPlaces(networks: readonly ResolvedNetwork[]): { faultsAt: number; tailsAt: number; stepsAt: number } {
  const { projections, fields = [] } = networks[0];
  const faultsAt = 1 + networks.reduce((sum, { populations }) => sum + populations.length, projections.filter(isPlastic).length);
  const tailsAt = faultsAt + fields.length;
  return { faultsAt, tailsAt, stepsAt: tailsAt + MAX_WINDOWS + 1 };
}

/** Queue length, first faulty step of each population, each plastic projection and each field (none yet), queue length and step at the start of each window. */
function firstControl(networks: readonly ResolvedNetwork[]): Uint32Array {
  const { tailsAt, stepsAt } = controlPlaces(networks);
  const control = new Uint32Array(stepsAt + MAX_WINDOWS + 1);
  return control.fill(0xffffffff, 1, tailsAt);
}

interface Sizes {
  readonly windowSteps: number;
  readonly maxSteps: number;
  readonly neuronBits: number;
  readonly slots: number;
  readonly control: Uint32Array;
}

/** What advances neurons in a window. */
interface Advancing {
  readonly kernels: Readonly<Record<string, PlannedKernel>>;
  readonly dispatch: PlannedDispatch;
}

function planOf(parts: readonly Part[], connectivity: Connectivity, layout: Layout, sizes: Sizes, { kernels, dispatch }: Advancing): Plan {
  const networks = parts.map(({ network }) => network);
  const { neurons, receptors } = placesOf(networks);
  const wiring = connectivity.wire(neurons * sizes.windowSteps);
  const cells = neurons * receptors;
  const queue = QUEUE + neurons * sizes.windowSteps;
  const { faultsAt, tailsAt, stepsAt } = controlPlaces(networks);
  const fields = planFields(networks[0], { faultsAt, frames: parts[0].frames, currents: layout.currents });
  const [low, high] = keyOf(networks[0].seed);
  const run = new Uint32Array(RUN_WORDS);
  const words: Record<keyof typeof Run, number> = {
    end_step: 0,
    window_steps: sizes.windowSteps,
    ring_slots: sizes.slots,
    cells,
    neurons,
    neuron_bits: sizes.neuronBits,
    cell_bits: 0,
    queue_capacity: queue,
    seed_low: low,
    seed_high: high,
    workgroups: layout.workgroups,
    tails_at: tailsAt,
    steps_at: stepsAt,
    normal_at: layout.normalAt,
    per_thread: layout.perThread,
    page_synapses: 0,
    class_bits: 0,
    row_parts: 0,
    align: 0,
    settle: 0,
    ...wiring.run,
  };
  words.align = fieldAlign(networks[0], words.align);
  for (const [name, value] of Object.entries(words)) run[Run[name as keyof typeof Run]] = value;
  return {
    buffers: {
      ...described(layout, Object.values(dispatch.bindings).includes("params")),
      ring: { type: "i32", length: sizes.slots * cells },
      control: { type: "u32", length: sizes.control.length, data: sizes.control.slice() },
      queue: { type: "u32", length: queue },
      traces: { type: "f32", length: traceValues(parts, sizes.maxSteps) },
      ...wiring.buffers,
      ...fields.buffers,
    },
    uniforms: { ...wiring.uniforms, ...fields.uniforms },
    run,
    kernels: { ...kernels, ...wiring.kernels, ...fields.kernels },
    window: [dispatch, ...wiring.dispatches, ...fields.dispatches],
    tailsAt,
    stepsAt,
    maxWindows: MAX_WINDOWS,
  };
}

/** The buffers that hold a layout; the resident kernel finds parameters in the tables. */
function described({ tables, params, state, cursors }: Layout, apart: boolean): Record<string, PlannedBuffer> {
  const walked = cursors.length > 0 ? cursors : new Uint32Array(1);
  return {
    tables: { type: "u32", length: tables.length, data: tables },
    ...(apart && { params: { type: "f32", length: params.length, data: params } }),
    state: { type: "f32", length: state.length, data: state },
    cursors: { type: "u32", length: walked.length, data: walked },
  };
}

function traceValues(parts: readonly Part[], maxSteps: number): number {
  const ends = parts.flatMap(({ traces, frames }) =>
    [...traces, ...frames].map(({ at, columns, every }) => at + columns * (Math.floor(maxSteps / every) + 1)),
  );
  return Math.max(1, ends[ends.length - 1] ?? 0);
}

/** The update kernel for the variants a layout needs. */
function updateKernel(layout: Layout): PlannedKernel {
  const { variants } = layout;
  const twin = (share: Share) => updateTwin(variants, share) as Twin;
  return {
    source: weaveUpdate(variants),
    cost: updateCost(layout),
    ...(variants.every(({ model }) => obstacle(model) === undefined) && { twin, spec: updateSpec(variants) }),
  };
}

function updateDispatch(layout: Layout): PlannedDispatch {
  const names = ["tables", "params", "state", "cursors", "ring", "control", "queue", "traces"];
  return {
    label: "update",
    kernel: "update",
    bindings: Object.fromEntries(names.map((name) => [name, name])),
    workgroups: layout.workgroups,
  };
}
