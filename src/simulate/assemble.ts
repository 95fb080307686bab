import { InputError } from "../errors.ts";
import type { Device } from "../gpu/device.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { SurveyedRows } from "../network/rows.ts";
import type { Plan, PlannedBuffer, PlannedDispatch, PlannedKernel } from "../plan/plan.ts";
import type { Crew } from "../threads/crew.ts";
import { keyOf } from "../twins/lib/philox.ts";
import { RUN_WORDS, Run } from "../twins/lib/window.ts";
import { factsOf, placesOf } from "./beside.ts";
import { controlLayout, firstControl } from "./control.ts";
import { layFrames, planFields } from "./fields.ts";
import { type FrameLayout, type Layout, layOut, type Part, type TraceLayout } from "./layout.ts";
import { MAX_STRIDE, residentDispatch, residentKernel, residentShape, type Workgroup } from "./resident.ts";
import { updateDispatch, updateKernel } from "./update.ts";
import type { ResidentShape } from "./weave.ts";
import { fieldAlign, longWindow, MAX_WINDOWS, submitSteps, windowAlign, windowOf } from "./windows.ts";
import { joined, type Wiring } from "./wiring.ts";

/** Spikes the queue holds beside those of one window in which every neuron spikes at every step. */
const QUEUE = 2 ** 20;

/** A plan, and what is needed to read its results. */
export interface Assembled {
  readonly plan: Plan;
  readonly layout: Layout;
  /** The networks, one after another. */
  readonly parts: readonly Part[];
  /** Of all parts. */
  readonly traces: readonly TraceLayout[];
  readonly frames: readonly FrameLayout[];
  readonly synapses: number;
  readonly windowSteps: number;
  /** Steps of a submit at most. */
  readonly maxSteps: number;
  readonly scales: Float64Array;
  /** Largest synaptic sum into a neuron of each population, in weight units: what is left of the range is for inputs. */
  readonly largestSums: Float64Array;
  /** `control` as a simulation begins with it. */
  readonly control: Uint32Array;
  /** The layout with the networks' parameters and inputs changed. */
  relaid(networks: readonly ResolvedNetwork[]): Layout;
  /** The kernels woven for a layout, by name. */
  woven(layout: Layout): Readonly<Record<string, PlannedKernel>>;
}

/** Makes what delivers spikes, for windows of so many steps; `resident`: to the resident kernel, which delivers them itself. */
type Wire = (windowSteps: number, resident: boolean) => Wiring;

/**
 * The plan of networks whose synapses are known: lengths of windows, layout, kernels, and the dispatches of a window: neurons, deliveries,
 * plasticity, fields.
 * @param surveys what is known of each network's synapses
 * @throws InputError where networks must be resident and do not fit
 */
export function assemble(
  networks: readonly ResolvedNetwork[],
  surveys: readonly SurveyedRows[],
  wire: Wire,
  options: Pick<CompileOptions, "resident" | "windowSteps">,
): Assembled {
  const facts = factsOf(surveys);
  const { neurons } = placesOf(networks);
  // Windows would stop where fields step anyway.
  const between = fieldAlign(networks[0]) || Infinity;
  const shortWindow = Math.min(between, windowOf(neurons, facts, options.windowSteps));
  const slots = Math.max(facts.maxDelay, shortWindow);
  const shape = neurons * shortWindow > (options.resident?.neuronSteps ?? Infinity) ? undefined : shapeOf(networks, slots, options);
  const stride = shape && Math.min(shortWindow, MAX_STRIDE);
  const windowSteps = stride === undefined ? shortWindow : longWindow(networks, stride, options.windowSteps);
  const maxSteps = submitSteps(networks, windowSteps);
  const parts = partsOf(networks, surveys, maxSteps);
  const layout = layOut(parts, stride);
  const woven = (laid: Layout): Record<string, PlannedKernel> =>
    shape ? { resident: residentKernel(laid, shape) } : { update: updateKernel(laid) };
  const dispatch = shape ? residentDispatch(networks.length) : updateDispatch(layout);
  const advancing = { kernels: woven(layout), dispatch };
  const plan = planOf(parts, layout, { windowSteps, maxSteps, slots }, advancing, wire(windowSteps, shape !== undefined));
  return {
    plan,
    layout,
    parts,
    traces: parts.flatMap(({ traces }) => traces),
    frames: parts.flatMap(({ frames }) => frames),
    synapses: facts.synapses,
    scales: facts.scales,
    largestSums: facts.largestSums,
    windowSteps,
    maxSteps,
    control: firstControl(plan),
    relaid: (changed) =>
      layOut(
        parts.map((part, k) => ({ ...part, network: changed[k] })),
        stride,
      ),
    woven,
  };
}

/** The resident kernel's sizes, or undefined where networks go the ordinary way. @throws InputError where they must fit and do not */
function shapeOf(
  networks: readonly ResolvedNetwork[],
  slots: number,
  { resident }: Pick<CompileOptions, "resident">,
): ResidentShape | undefined {
  const shape = resident && residentShape(networks, slots, resident.limits);
  if (resident?.must && !shape)
    throw new InputError(
      "resident",
      true,
      `a ring of ${slots} steps for ${networks[0].neurons} neurons does not fit a workgroup's ${resident.limits.bytes} bytes; leave it out`,
    );
  return shape;
}

function partsOf(networks: readonly ResolvedNetwork[], surveys: readonly SurveyedRows[], maxSteps: number): Part[] {
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
    return { network, scales: surveys[k].scales, traces, frames: layFrames(network, maxSteps, at) };
  });
}

interface Sizes {
  readonly windowSteps: number;
  readonly maxSteps: number;
  /** Of the ring. */
  readonly slots: number;
}

/** What advances neurons in a window. */
interface Advancing {
  readonly kernels: Readonly<Record<string, PlannedKernel>>;
  readonly dispatch: PlannedDispatch;
}

function planOf(parts: readonly Part[], layout: Layout, sizes: Sizes, { kernels, dispatch }: Advancing, wiring: Wiring): Plan {
  const networks = parts.map(({ network }) => network);
  const { neurons, receptors } = placesOf(networks);
  const cells = neurons * receptors;
  const queue = QUEUE + neurons * sizes.windowSteps;
  const control = controlLayout(networks);
  const first = firstControl(control);
  // Networks side by side have no fields.
  const fields = planFields(networks[0], { faultsAt: control.faultsAt.fields, frames: parts[0].frames, currents: layout.currents });
  const { tailsAt, stepsAt } = control;
  const [seed_low, seed_high] = keyOf(networks[0].seed);
  const words: Record<keyof typeof Run, number> = {
    end_step: 0,
    window_steps: sizes.windowSteps,
    ring_slots: sizes.slots,
    cells,
    neurons,
    neuron_bits: Math.max(1, Math.ceil(Math.log2(neurons))),
    cell_bits: 0,
    queue_capacity: queue,
    seed_low,
    seed_high,
    workgroups: layout.workgroups,
    tails_at: tailsAt,
    steps_at: stepsAt,
    normal_at: layout.normalAt,
    per_thread: layout.perThread,
    page_synapses: 0,
    class_bits: 0,
    row_parts: 0,
    align: windowAlign(networks[0]),
    settle: 0,
    ...wiring.run,
  };
  const run = new Uint32Array(RUN_WORDS);
  for (const [name, value] of Object.entries(words)) run[Run[name as keyof typeof Run]] = value;
  const others = joined(wiring, fields);
  return {
    buffers: {
      ...described(layout, Object.values(dispatch.bindings).includes("params")),
      ring: { type: "i32", length: sizes.slots * cells },
      control: { type: "u32", length: first.length, data: first },
      queue: { type: "u32", length: queue },
      traces: { type: "f32", length: traceValues(parts, sizes.maxSteps) },
      ...others.buffers,
    },
    uniforms: others.uniforms,
    run,
    kernels: { ...kernels, ...others.kernels },
    window: [dispatch, ...others.dispatches],
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
  readonly onProgress?: (share: number) => Promise<void> | void;
}
