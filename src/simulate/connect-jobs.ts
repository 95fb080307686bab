import columnsShader from "../../shaders/synapse/connect_columns.wgsl";
import degreesShader from "../../shaders/synapse/connect_degrees.wgsl";
import distinctShader from "../../shaders/synapse/connect_distinct.wgsl";
import edgesShader from "../../shaders/synapse/connect_edges.wgsl";
import jumpsShader from "../../shaders/synapse/connect_jumps.wgsl";
import rowsShader from "../../shaders/synapse/connect_rows.wgsl";
import type { ShaderSource } from "../gpu/source.ts";
import type { ResolvedNetwork, ResolvedProjection } from "../network/resolved.ts";
import { type ConnectTwin, JOB_WORDS, Job } from "../twins/lib/connect.ts";
import { linkAt } from "../twins/lib/links.ts";
import { connectColumns } from "../twins/synapse/connect_columns.ts";
import { connectDegrees } from "../twins/synapse/connect_degrees.ts";
import { connectDistinct } from "../twins/synapse/connect_distinct.ts";
import { connectEdges } from "../twins/synapse/connect_edges.ts";
import { connectJumps } from "../twins/synapse/connect_jumps.ts";
import { connectRows } from "../twins/synapse/connect_rows.ts";

/** The kernels that draw synapses, and their twins. */
export const connectKernels: Readonly<Record<ConnectKernel, { readonly source: ShaderSource; readonly twin: ConnectTwin }>> = {
  rows: { source: rowsShader, twin: connectRows },
  jumps: { source: jumpsShader, twin: connectJumps },
  distinct: { source: distinctShader, twin: connectDistinct },
  columns: { source: columnsShader, twin: connectColumns },
  edges: { source: edgesShader, twin: connectEdges },
  degrees: { source: degreesShader, twin: connectDegrees },
};

export type ConnectKernel = "rows" | "jumps" | "distinct" | "columns" | "edges" | "degrees";

/** One dispatch of one kernel. */
export interface ConnectJob {
  readonly kernel: ConnectKernel;
  /** `struct Job`. */
  readonly words: Uint32Array;
  readonly threads: number;
  /** Synapses it draws, about. */
  readonly work: number;
}

/** How large dispatches may be. */
export interface ConnectLimits {
  /** Synapses drawn by one dispatch, about. */
  readonly slice: number;
  /** Rows of a dispatch, at least, where a thread draws a whole one: fewer would leave most of a GPU idle, however long they are. */
  readonly rows: number;
  /** Words for what is taken, where no partner may be drawn twice. */
  readonly taken: number;
}

/** The part of the rows that a page holds. */
export interface PageSpan {
  /** Global sources. */
  readonly from: number;
  readonly to: number;
  /** First synapse, and how many the page has room for. */
  readonly base: number;
  readonly room: number;
}

/** What a projection's synapses are drawn by. */
interface Drawing {
  readonly index: number;
  readonly kernel: ConnectKernel;
  /** Items are sources; else targets, draws or edges. */
  readonly byRow: boolean;
  readonly items: number;
  /** Synapses an item, about. */
  readonly each: number;
  /** Whether the lengths of its rows must be counted. */
  readonly counted: boolean;
  /** Partners an item may draw, where each is drawn once. */
  readonly others: number;
}

/** Threads that share a row at most, and synapses a thread of a row gets where there are as many. */
const MOST_LANES = 64;
const SYNAPSES_A_LANE = 4;
/** Draws a thread of `degrees` does. */
const DRAWS = 4;

/** Whether some rows have synapses whose order is that of arrival: such a row must lie in one page. */
export function arriveInAnyOrder(network: ResolvedNetwork): boolean {
  return drawingsOf(network).some(({ byRow }) => !byRow);
}

/** The dispatches that find how many synapses each row has, where the description does not say. */
export function countingJobs(network: ResolvedNetwork, tables: Uint32Array, limits: ConnectLimits): ConnectJob[] {
  const everything = { from: 0, to: network.neurons, base: 0, room: 0 };
  return drawingsOf(network).flatMap((drawing) => {
    const { rule } = network.projections[drawing.index];
    if (rule.kind === "fixed_total_number" && rule.multapses)
      return jobsOf({ ...drawing, kernel: "degrees", items: Math.ceil(rule.n / DRAWS), each: DRAWS }, tables, everything, limits, true);
    return drawing.counted ? jobsOf(drawing, tables, everything, limits, true) : [];
  });
}

/** The dispatches that fill a page. */
export function fillingJobs(network: ResolvedNetwork, tables: Uint32Array, span: PageSpan, limits: ConnectLimits): ConnectJob[] {
  return drawingsOf(network).flatMap((drawing) => {
    const { first, size } = network.populations[network.projections[drawing.index].source];
    if (span.to <= first || span.from >= first + size) return [];
    return jobsOf(drawing, tables, span, limits, false, first);
  });
}

function drawingsOf(network: ResolvedNetwork): Drawing[] {
  return network.projections.map((projection, index) => drawingOf(network, projection, index));
}

function drawingOf({ populations }: ResolvedNetwork, { rule, source, target, synapses }: ResolvedProjection, index: number): Drawing {
  const [sources, targets] = [populations[source].size, populations[target].size];
  const rows = { index, byRow: true, items: sources, each: synapses / sources, counted: false, others: targets };
  const columns = { index, byRow: false, counted: true, others: sources };
  switch (rule.kind) {
    case "all_to_all":
    case "one_to_one":
      return { ...rows, kernel: "rows" };
    case "fixed_outdegree":
    case "fixed_total_number":
      return { ...rows, kernel: rule.multapses ? "rows" : "distinct" };
    case "pairwise_bernoulli":
      return { ...rows, kernel: "jumps", counted: true };
    case "edges":
      return { ...columns, kernel: "edges", items: synapses, each: 1 };
    case "fixed_indegree":
      if (rule.multapses) return { ...columns, kernel: "columns", items: synapses, each: 1 };
      return { ...columns, kernel: "distinct", items: targets, each: rule.indegree };
  }
}

/** A drawing's jobs for the rows of a span; `firstSource`: global index of source 0. */
function jobsOf(
  drawing: Drawing,
  tables: Uint32Array,
  span: PageSpan,
  limits: ConnectLimits,
  counting: boolean,
  firstSource = 0,
): ConnectJob[] {
  const { kernel, byRow, items, each, index, others } = drawing;
  const inRows = byRow && !counting;
  const begin = inRows ? Math.max(0, span.from - firstSource) : 0;
  const end = inRows ? Math.min(items, span.to - firstSource) : items;
  const lanes = kernel === "rows" ? Math.max(1, Math.min(MOST_LANES, 2 ** Math.floor(Math.log2(each / SYNAPSES_A_LANE)))) : 1;
  const most = kernel === "distinct" ? Math.max(1, Math.floor(limits.taken / Math.ceil(others / 32))) : Infinity;
  const least = kernel === "jumps" || kernel === "distinct" ? limits.rows : 1;
  const step = Math.min(most, Math.max(least, Math.floor(limits.slice / Math.max(1, each))));
  const jobs: ConnectJob[] = [];
  for (let first = begin; first < end; first += step) {
    const count = Math.min(step, end - first);
    const words = new Uint32Array(JOB_WORDS);
    words[Job.link] = linkAt(tables, index);
    words[Job.first] = first;
    words[Job.items] = count;
    words[Job.lanes] = kernel === "distinct" ? count : lanes;
    words[Job.begin] = span.from;
    words[Job.end] = span.to;
    words[Job.base] = span.base;
    words[Job.room] = span.room;
    words[Job.counting] = counting ? 1 : 0;
    jobs.push({ kernel, words, threads: count * lanes, work: count * each });
  }
  return jobs;
}
