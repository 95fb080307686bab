import propagateShader from "../../shaders/synapse/propagate.wgsl";
import constantShader from "../../shaders/synapse/propagate_constant.wgsl";
import { GpuBuffer } from "../gpu/buffers.ts";
import type { SynapseRows } from "../network/rows.ts";
import type { PlannedBuffer, PlannedDispatch, PlannedKernel, Twin } from "../plan/plan.ts";
import type { Run } from "../twins/lib/window.ts";
import { propagateTwin } from "../twins/synapse/propagate.ts";
import { propagateConstantTwin } from "../twins/synapse/propagate_constant.ts";
import { propagateCost } from "./cost.ts";

/** Pages one propagate dispatch binds. */
const PAGES_BOUND = 3;

/** Most workgroups of a propagate dispatch on a hardware GPU: enough to fill a large one. */
const WORKGROUPS = 1024;
/** Threads of one (shaders/lib/deliver.wgsl). */
const WORKGROUP = 64;
/** Synapses of the network that bring work for a thread: small networks have too few to feed more. */
const SYNAPSES_A_THREAD = 16;
/** Most threads of a team: what they read at once is then a line of 128 bytes of memory. */
const MOST_LANES = 16;
/** Synapses of a row that each thread of a team takes at least, and a piece of a row has for each. */
const ROUNDS = { row: 4, piece: 2 } as const;

/** Part of a plan: dispatches of a window, in order, and what they need. */
export interface PlanPart {
  readonly buffers: Record<string, PlannedBuffer>;
  readonly uniforms: Record<string, Uint32Array>;
  readonly kernels: Record<string, PlannedKernel>;
  readonly dispatches: PlannedDispatch[];
}

export function emptyPart(): PlanPart {
  return { buffers: {}, uniforms: {}, kernels: {}, dispatches: [] };
}

/** Two parts as one; the dispatches of the first come first. */
export function joined(a: PlanPart, b: PlanPart): PlanPart {
  return {
    buffers: { ...a.buffers, ...b.buffers },
    uniforms: { ...a.uniforms, ...b.uniforms },
    kernels: { ...a.kernels, ...b.kernels },
    dispatches: [...a.dispatches, ...b.dispatches],
  };
}

/** What delivers spikes, behind `update`; its first dispatch closes the window. */
export interface Wiring extends PlanPart {
  /** Words of `struct Run` that the kernels read. */
  readonly run: Readonly<Partial<Record<keyof typeof Run, number>>>;
}

/** Pages here, or on the device that will run the plan. */
type Pages = Uint32Array | GpuBuffer<"u32">;

/** Delivery through synapses held as rows in pages. */
export function storedWiring(rows: SynapseRows<Pages>): Wiring {
  const workgroups = Math.max(4, Math.min(WORKGROUPS, Math.ceil(rows.count / (SYNAPSES_A_THREAD * WORKGROUP))));
  const groups = pageGroups(rows);
  const buffers: Record<string, PlannedBuffer> = {
    rows: { type: "u32", length: rows.extents.length, data: rows.extents },
    weights: { type: "i32", length: rows.weights.length, data: rows.weights },
    no_page: { type: "u32", length: 2 },
  };
  rows.pages.forEach((page, k) => {
    const where = page instanceof GpuBuffer ? { held: page } : { data: page, outside: true };
    buffers[`page${k}`] = { type: "u32", length: page.length, ...where };
  });
  const { cellBits, classBits } = rows.format;
  return {
    buffers,
    uniforms: Object.fromEntries(groups.map((group, g) => [`rows_bound${g}`, group])),
    kernels: { propagate: propagateKernel(rows) },
    dispatches: groups.map((_, g) => propagateDispatch(rows, g, workgroups)),
    run: { cell_bits: cellBits, class_bits: classBits, page_synapses: rows.pageSynapses, row_parts: rows.parts },
  };
}

function propagateKernel({ format }: SynapseRows<Pages>): PlannedKernel {
  const cost = propagateCost(format.words);
  if (format.words === 1)
    return { source: constantShader, twin: (share) => propagateConstantTwin(share) as Twin, spec: { kernel: "propagate_constant" }, cost };
  return { source: propagateShader, twin: (share) => propagateTwin(share) as Twin, spec: { kernel: "propagate" }, cost };
}

/** `struct RowsBound` of each group of pages bound together; one empty group where there is no synapse. */
function pageGroups(rows: SynapseRows<Pages>): Uint32Array[] {
  const perGroup = PAGES_BOUND * rows.pageSynapses;
  const groups = Math.max(1, Math.ceil(rows.end / perGroup));
  const { lanes, pieces } = teams(rows);
  return Array.from({ length: groups }, (_, g) => Uint32Array.of(g * perGroup, Math.min(rows.end, (g + 1) * perGroup), lanes, pieces));
}

/** How a GPU's threads share rows of these lengths: threads of a team, a power of two, and pieces of the longest row. */
export function teams({ extents, parts, count }: Pick<SynapseRows, "extents" | "parts" | "count">): { lanes: number; pieces: number } {
  let longest = 0;
  let filled = 0;
  for (let k = 0; k < extents.length; k += 2 * parts) {
    const length = extents[k + 2 * parts - 1] - extents[k];
    if (length > 0) filled++;
    if (length > longest) longest = length;
  }
  const mean = count / Math.max(1, filled);
  const lanes = 2 ** Math.min(Math.log2(MOST_LANES), Math.floor(Math.log2(Math.max(1, mean / ROUNDS.row))));
  return { lanes, pieces: Math.max(1, Math.ceil(longest / (ROUNDS.piece * lanes))) };
}

function propagateDispatch(rows: SynapseRows<Pages>, g: number, workgroups: number): PlannedDispatch {
  const page = (k: number) => (g * PAGES_BOUND + k < rows.pages.length ? `page${g * PAGES_BOUND + k}` : "no_page");
  const bindings = {
    rows_bound: `rows_bound${g}`,
    rows: "rows",
    page0: page(0),
    page1: page(1),
    page2: page(2),
    ring: "ring",
    control: "control",
    queue: "queue",
    ...(rows.format.words === 1 && { weights: "weights" }),
  };
  return { label: "propagate", kernel: "propagate", bindings, workgroups, divisible: true };
}
