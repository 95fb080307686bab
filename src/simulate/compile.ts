import { formatOf, receptorsOf } from "../network/format.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { buildRows } from "../network/rows.ts";
import type { Plan, PlannedBuffer, PlannedDispatch, PlannedKernel, Twin } from "../plan/plan.ts";
import type { Crew } from "../threads/crew.ts";
import { updateSpec } from "../twins/kernels.ts";
import { keyOf } from "../twins/lib/philox.ts";
import type { Share } from "../twins/lib/share.ts";
import { RUN_WORDS, Run } from "../twins/lib/window.ts";
import { updateTwin } from "../twins/neuron/update.ts";
import { updateCost } from "./cost.ts";
import { inputBound } from "./inputs.ts";
import { type Layout, layOut, type TraceLayout } from "./layout.ts";
import { weave } from "./weave.ts";
import { type Connectivity, stored } from "./wiring.ts";

/** Windows a submit may have. */
const MAX_WINDOWS = 1024;
/** Longest window: the kernel keeps a neuron's spikes of a window in the bits of one word. */
const MAX_WINDOW_STEPS = 32;
/** Spikes the queue holds beside those of one window in which every neuron spikes at every step, and neuron-steps a window covers at most. */
const QUEUE = 2 ** 20;
const WINDOW_NEURON_STEPS = 2 ** 22;
/** float32 values all traces of one submit may take. */
const TRACE_VALUES = 2 ** 22;

export interface CompileOptions {
  /** Largest page of synapses in bytes; rounded down to a power of two. */
  readonly pageBytes: number;
  /** Threads that build the rows and will run the plan; default: this one. Rows are cut so that each delivers to its own neurons. */
  readonly crew?: Crew;
  /** Steps a window may cover at most: tests show that it changes nothing. */
  readonly windowSteps?: number;
  /** Share of the building done; may throw to cancel. */
  readonly progress?: (share: number) => Promise<void> | void;
}

/** A network as a plan, and what the simulation needs to read its results. */
export interface Compiled {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly traces: readonly TraceLayout[];
  readonly synapses: number;
  readonly windowSteps: number;
  readonly maxSteps: number;
  readonly neuronBits: number;
  readonly scales: Float64Array;
  /** Largest synaptic sum into a neuron of each population, in weight units: what is left of the range is for inputs. */
  readonly largestSums: Float64Array;
  /** `control` as a simulation begins with it. */
  readonly control: Uint32Array;
}

/** Builds the rows, lays out the buffers, and plans the dispatches of a window. @throws InputError, GalvaniError */
export async function compile(network: ResolvedNetwork, options: CompileOptions): Promise<Compiled> {
  const pageSynapses = 2 ** Math.floor(Math.log2(options.pageBytes / (4 * formatOf(network).words)));
  const bounds = network.populations.map((_, p) => inputBound(network, p));
  const rows = await buildRows(network, {
    pageSynapses,
    parts: options.crew?.count,
    crew: options.crew,
    inputBound: bounds,
    progress: options.progress,
  });
  return planned(network, stored(rows), options.windowSteps);
}

/** The plan of a network whose synapses are ready. */
function planned(network: ResolvedNetwork, connectivity: Connectivity, mostSteps: number | undefined): Compiled {
  const windowSteps = windowOf(network, connectivity, mostSteps);
  const maxSteps = submitSteps(network, windowSteps);
  const traces = traceLayouts(network, maxSteps);
  const layout = layOut(network, connectivity.scales, traces);
  const neuronBits = Math.max(1, Math.ceil(Math.log2(network.neurons)));
  const sizes = { windowSteps, maxSteps, neuronBits, traces };
  const control = firstControl(network);
  return {
    plan: planOf(network, connectivity, layout, sizes, control),
    control,
    layout,
    traces,
    synapses: connectivity.synapses,
    scales: connectivity.scales,
    largestSums: connectivity.largestSums,
    windowSteps,
    maxSteps,
    neuronBits,
  };
}

/** Steps a window covers: no more than the shortest delay, and no more than the queue can take at a spike a neuron and step. */
function windowOf(network: ResolvedNetwork, { synapses, minDelay }: Connectivity, limit = MAX_WINDOW_STEPS): number {
  const shortest = synapses === 0 ? MAX_WINDOW_STEPS : minDelay;
  return Math.max(1, Math.min(shortest, limit, MAX_WINDOW_STEPS, Math.floor(WINDOW_NEURON_STEPS / network.neurons)));
}

/** Steps a submit may cover so that its traces fit. */
function submitSteps(network: ResolvedNetwork, windowSteps: number): number {
  let perStep = 0;
  for (const record of network.records)
    if (record.kind === "state") perStep += (record.neurons?.length ?? network.populations[record.population].size) / record.every;
  const steps = perStep === 0 ? Infinity : Math.floor(TRACE_VALUES / perStep);
  return windowSteps * Math.max(1, Math.min(MAX_WINDOWS, Math.floor(steps / windowSteps)));
}

function traceLayouts(network: ResolvedNetwork, maxSteps: number): TraceLayout[] {
  const traces: TraceLayout[] = [];
  let at = 0;
  for (const record of network.records) {
    if (record.kind !== "state") continue;
    const { model, size } = network.populations[record.population];
    const field = model.stateFields.indexOf(model.variables[record.variable].field);
    const columns = record.neurons?.length ?? size;
    traces.push({ population: record.population, field, every: record.every, neurons: record.neurons, columns, at });
    at += columns * (Math.floor(maxSteps / record.every) + 1);
  }
  return traces;
}

function controlPlaces(network: ResolvedNetwork): { tailsAt: number; stepsAt: number } {
  const tailsAt = 1 + network.populations.length;
  return { tailsAt, stepsAt: tailsAt + MAX_WINDOWS + 1 };
}

/** Queue length, first faulty step of each population (none yet), queue length and step at the start of each window. */
function firstControl(network: ResolvedNetwork): Uint32Array {
  const { tailsAt, stepsAt } = controlPlaces(network);
  const control = new Uint32Array(stepsAt + MAX_WINDOWS + 1);
  return control.fill(0xffffffff, 1, tailsAt);
}

interface Sizes {
  readonly windowSteps: number;
  readonly maxSteps: number;
  readonly neuronBits: number;
  readonly traces: readonly TraceLayout[];
}

function planOf(network: ResolvedNetwork, connectivity: Connectivity, layout: Layout, sizes: Sizes, control: Uint32Array): Plan {
  const wiring = connectivity.wire(network.neurons * sizes.windowSteps);
  const slots = Math.max(connectivity.maxDelay, sizes.windowSteps);
  const cells = network.neurons * receptorsOf(network);
  const queue = QUEUE + network.neurons * sizes.windowSteps;
  const { tailsAt, stepsAt } = controlPlaces(network);
  const traceValues = sizes.traces.reduce((_, trace) => trace.at + trace.columns * (Math.floor(sizes.maxSteps / trace.every) + 1), 0);
  const buffers: Record<string, PlannedBuffer> = {
    tables: { type: "u32", length: layout.tables.length, data: layout.tables },
    params: { type: "f32", length: layout.params.length, data: layout.params },
    state: { type: "f32", length: layout.state.length, data: layout.state },
    cursors: {
      type: "u32",
      length: Math.max(1, layout.cursors.length),
      data: layout.cursors.length > 0 ? layout.cursors : new Uint32Array(1),
    },
    ring: { type: "i32", length: slots * cells },
    control: { type: "u32", length: control.length, data: control.slice() },
    queue: { type: "u32", length: queue },
    traces: { type: "f32", length: Math.max(1, traceValues) },
    ...wiring.buffers,
  };
  const [low, high] = keyOf(network.seed);
  const run = new Uint32Array(RUN_WORDS);
  const words: Record<keyof typeof Run, number> = {
    end_step: 0,
    window_steps: sizes.windowSteps,
    ring_slots: slots,
    cells,
    neurons: network.neurons,
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
    ...wiring.run,
  };
  for (const [name, value] of Object.entries(words)) run[Run[name as keyof typeof Run]] = value;
  return {
    buffers,
    uniforms: wiring.uniforms,
    run,
    kernels: { update: updateKernel(layout), ...wiring.kernels },
    window: [updateDispatch(layout), ...wiring.dispatches],
    tailsAt,
    stepsAt,
    maxWindows: MAX_WINDOWS,
  };
}

/** The update kernel for the variants a layout needs. */
export function updateKernel(layout: Layout): PlannedKernel {
  const { variants } = layout;
  const twin = (share: Share) => updateTwin(variants, share) as Twin;
  return {
    source: weave(variants),
    cost: updateCost(layout),
    ...(variants.every(({ model }) => model.twin) && { twin, spec: updateSpec(variants) }),
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
