import type { GpuBuffer, UniformBuffer } from "../gpu/buffers.ts";
import type { Device } from "../gpu/device.ts";
import type { Bound, Kernel } from "../gpu/kernel.ts";
import { checkLongestDelay, formatOf, receptorsOf } from "../network/format.ts";
import { drawDegrees, linksOf, wordsOf } from "../network/links.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { classWeights, type RowsOptions, type SurveyedRows, type SynapseRows } from "../network/rows.ts";
import { checkQuanta, firstScales, tightPopulations } from "../network/scales.ts";
import { JOB_WORDS } from "../twins/lib/connect.ts";
import { Link, linkAt } from "../twins/lib/links.ts";
import {
  arriveInAnyOrder,
  type ConnectJob,
  type ConnectKernel,
  type ConnectLimits,
  connectKernels,
  countingJobs,
  fillingJobs,
} from "./connect-jobs.ts";
import { knownLengths, placeRows, type RowPlaces } from "./connect-rows.ts";

type DeviceOptions = Pick<RowsOptions, "pageSynapses" | "inputBound" | "onProgress">;

/** Synapses of the page that rows are drawn into which nobody keeps. */
const SURVEYED_PAGE = 2 ** 22;

/** Rows whose pages are on a device: no other executor can have them, and their synapses are in no order that it could use. */
type DeviceRows = SynapseRows<GpuBuffer<"u32">>;

/** Synapses a dispatch draws, about: some ms on a slow GPU, a tenth of a second in software. */
const SLICE = { hardware: 2 ** 22, software: 2 ** 18 } as const;
/** Rows of a dispatch at least, where a thread draws a whole one. */
const ROWS = { hardware: 8192, software: 1 } as const;
/** Words for the partners taken, of all rows at work together. */
const TAKEN_WORDS = { hardware: 2 ** 24, software: 2 ** 21 } as const;
/** Dispatches of a submit at most. */
const SLOTS = 64;
const WORKGROUP = 64;

/**
 * Builds every row on the device: the same synapses as `buildRows`, by the same rules for scales and errors, without one of them
 * passing through the host, which sees counts, sums and extents. Order within a row: by projection; within fixed_indegree and edges
 * that of arrival, elsewhere that of drawing. Needs the pages themselves and 4 bytes a source of each projection.
 * @returns undefined where the given edges and weights are too many for one buffer, or a row for one page: build those on the host
 * @throws InputError, GalvaniError as `buildRows`; DeviceError where the pages do not fit; what `onProgress` threw
 */
export async function buildOnDevice(device: Device, network: ResolvedNetwork, options: DeviceOptions): Promise<DeviceRows | undefined> {
  return onDevice(device, network, options, true);
}

/**
 * Draws every row on the device and keeps none: what is known of them.
 * @returns undefined as `buildOnDevice`
 * @throws as `buildOnDevice`
 */
export async function surveyOnDevice(
  device: Device,
  network: ResolvedNetwork,
  options: Omit<DeviceOptions, "pageSynapses">,
): Promise<SurveyedRows | undefined> {
  return onDevice(device, network, { ...options, pageSynapses: SURVEYED_PAGE }, false);
}

/** @param keeps whether each page has its own buffer; else all are drawn into one, over what was there */
async function onDevice(device: Device, network: ResolvedNetwork, options: DeviceOptions, keeps: boolean): Promise<DeviceRows | undefined> {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const scales = firstScales(network, options.inputBound);
  checkQuanta(network, scales);
  if (4 * wordsOf(network) > Math.min(maxStorageBufferBindingSize, maxBufferSize)) return undefined;
  const tables = linksOf(network, scales);
  drawDegrees(tables, network, (rule) => "multapses" in rule && !rule.multapses);
  const workshop = await Workshop.create(device, network, tables, options.onProgress);
  try {
    const lengths = await workshop.count();
    const rows = placeRows(network, tables, lengths, options.pageSynapses);
    if (rows.longest > options.pageSynapses && arriveInAnyOrder(network)) return undefined;
    await workshop.makePages(rows, keeps);
    for (;;) {
      const { sums, delays } = await workshop.fill(rows, tablesOf(network, scales, lengths));
      checkLongestDelay(rows.synapses === 0 ? 0 : delays[1], network.neurons, formatOf(network));
      const largestSums = largestOf(network, sums, scales);
      const tight = tightPopulations(largestSums, options.inputBound, scales);
      if (tight.length === 0)
        return built(network, rows, keeps ? workshop.takePages() : [], { scales, delays, largestSums }, options.pageSynapses);
      for (const p of tight) scales[p] /= 2;
      checkQuanta(network, scales);
    }
  } finally {
    workshop.destroy();
  }
}

function built(
  network: ResolvedNetwork,
  { synapses, extents, end }: RowPlaces,
  pages: readonly GpuBuffer<"u32">[],
  { scales, delays, largestSums }: { scales: Float64Array; delays: Uint32Array; largestSums: Float64Array },
  pageSynapses: number,
): DeviceRows {
  const format = formatOf(network);
  const [minDelay, maxDelay] = synapses === 0 ? [0, 0] : delays;
  return {
    count: synapses,
    parts: 1,
    extents,
    pages,
    pageSynapses,
    end,
    format,
    weights: classWeights(network, format, scales),
    minDelay,
    maxDelay,
    scales,
    largestSums,
  };
}

/** The links at some scales, with the out-degrees that were drawn. */
function tablesOf(network: ResolvedNetwork, scales: Float64Array, lengths: Uint32Array): Uint32Array {
  const tables = linksOf(network, scales);
  network.projections.forEach(({ rule }, index) => {
    if (rule.kind !== "fixed_total_number") return;
    const link = linkAt(tables, index);
    const at = tables[link + Link.rows_at];
    tables.set(lengths.subarray(at, at + tables[link + Link.sources]), tables[link + Link.degrees_at]);
  });
  return tables;
}

/** Largest sum of |weight| into one receptor of a neuron of each population, in weight units. */
function largestOf({ populations, neurons }: ResolvedNetwork, sums: Uint32Array, scales: Float64Array): Float64Array {
  return Float64Array.from(populations, ({ model, first, size }, p) => {
    let largest = 0;
    for (let q = 0; q < model.receptors.length; q++)
      for (let cell = q * neurons + first; cell < q * neurons + first + size; cell++)
        largest = Math.max(largest, sums[2 * cell] + 2 ** 32 * sums[2 * cell + 1]);
    return largest / scales[p];
  });
}

/** Buffers and kernels of one build. */
class Workshop {
  private pages: GpuBuffer<"u32">[] = [];
  private readonly slots = new Uint32Array(SLOTS * JOB_WORDS);
  /** Share of the work that counting was, about. */
  private counted = 0;

  private constructor(
    private readonly device: Device,
    private readonly network: ResolvedNetwork,
    private readonly words: Uint32Array,
    private readonly limits: ConnectLimits,
    private readonly kernels: Readonly<Partial<Record<ConnectKernel, Kernel>>>,
    private readonly buffers: Readonly<Record<"tables" | "places" | "sums" | "delays" | "no_page" | "taken", GpuBuffer<"u32">>>,
    private readonly job: UniformBuffer,
    private readonly onProgress: RowsOptions["onProgress"],
  ) {}

  static async create(
    device: Device,
    network: ResolvedNetwork,
    tables: Uint32Array,
    onProgress: RowsOptions["onProgress"],
  ): Promise<Workshop> {
    const { kind } = device.summary;
    const limits = { slice: SLICE[kind], rows: ROWS[kind], taken: TAKEN_WORDS[kind] };
    const everything = { from: 0, to: network.neurons, base: 0, room: 0 };
    const jobs = [...countingJobs(network, tables, limits), ...fillingJobs(network, tables, everything, limits)];
    const used = [...new Set(jobs.map(({ kernel }) => kernel))];
    const kernels = Object.fromEntries(
      await Promise.all(used.map(async (name) => [name, await device.kernel(connectKernels[name].source)])),
    );
    const rows = network.projections.reduce((sum, { source }) => sum + network.populations[source].size, 0);
    const buffers = {
      tables: await device.bufferOf("links", "u32", tables),
      places: await device.buffer("places", "u32", rows),
      sums: await device.buffer("sums", "u32", 2 * network.neurons * receptorsOf(network)),
      delays: await device.buffer("delays", "u32", 2),
      no_page: await device.buffer("no page", "u32", 2),
      taken: await device.buffer("taken", "u32", used.includes("distinct") ? takenWords(network, limits) : 1),
    };
    const job = await device.uniform("job", 4 * JOB_WORDS, SLOTS);
    return new Workshop(device, network, tables, limits, kernels, buffers, job, onProgress);
  }

  /** Synapses of each source of each link. */
  async count(): Promise<Uint32Array> {
    const { network, words, limits, buffers } = this;
    const jobs = countingJobs(network, words, limits);
    const all = network.projections.reduce((sum, { synapses }) => sum + synapses, workOf(jobs));
    this.counted = workOf(jobs) / Math.max(1, all);
    await this.run(jobs, buffers.no_page, (work) => work / Math.max(1, all));
    const lengths = await buffers.places.read();
    knownLengths(network, words, lengths);
    return lengths;
  }

  /** @param each whether every page has its own buffer, or all share one */
  async makePages({ spans }: RowPlaces, each: boolean): Promise<void> {
    const words = formatOf(this.network).words;
    const rooms = spans.map(({ room }) => room);
    for (const [k, room] of (each ? rooms : [Math.max(1, ...rooms)]).entries())
      this.pages.push(await this.device.buffer(`page${k}`, "u32", words * room));
  }

  /** Fills the pages. Returns the sums of |weight| of each cell, 64 bits each, and the shortest and longest delay. */
  async fill({ places, spans }: RowPlaces, tables: Uint32Array): Promise<{ sums: Uint32Array; delays: Uint32Array }> {
    const { buffers, network, limits } = this;
    buffers.tables.write(tables);
    buffers.places.write(places);
    buffers.delays.write(Uint32Array.of(0xffffffff, 0));
    await this.device.commands("no sums").clear(buffers.sums).submit();
    const all = spans.map((span) => fillingJobs(network, tables, span, limits));
    const work = all.reduce((sum, jobs) => sum + workOf(jobs), 0);
    let before = 0;
    for (const [k, jobs] of all.entries()) {
      await this.run(jobs, this.pages[k] ?? this.pages[0], (done) => this.counted + ((before + done) / work) * (1 - this.counted));
      before += workOf(jobs);
    }
    return { sums: await buffers.sums.read(), delays: await buffers.delays.read() };
  }

  /** The pages, for good: they outlive the workshop. */
  takePages(): readonly GpuBuffer<"u32">[] {
    const { pages } = this;
    this.pages = [];
    return pages;
  }

  destroy(): void {
    for (const buffer of [...Object.values(this.buffers), ...this.pages, this.job]) buffer.destroy();
  }

  /** Runs jobs on one page, a submit for as many as make up a slice. `share`: what so much of their work makes of the whole. */
  private async run(jobs: readonly ConnectJob[], page: GpuBuffer<"u32">, share: (work: number) => number): Promise<void> {
    const bound = this.bindAll(page);
    let done = 0;
    for (let at = 0; at < jobs.length; ) {
      await this.onProgress?.(share(done));
      const list = this.device.commands("connect");
      for (let slot = 0, work = 0; at < jobs.length && slot < SLOTS && work < this.limits.slice; slot++, at++) {
        const { kernel, words, threads } = jobs[at];
        this.slots.set(words, slot * JOB_WORDS);
        list.dispatch(bound(kernel), Math.ceil(threads / WORKGROUP), slot);
        work += jobs[at].work;
        done += jobs[at].work;
      }
      this.job.writeAll(this.slots.buffer);
      await list.submit();
    }
  }

  /** The kernels bound to a page, each when it is first needed. */
  private bindAll(page: GpuBuffer<"u32">): (name: ConnectKernel) => Bound {
    const { tables, places, sums, delays, taken } = this.buffers;
    const known = new Map<ConnectKernel, Bound>();
    return (name) => {
      const common = { tables, places, sums, delays, page, job: this.job };
      const bound = known.get(name) ?? (this.kernels[name] as Kernel).bind(name === "distinct" ? { ...common, taken } : common);
      known.set(name, bound);
      return bound;
    };
  }
}

function workOf(jobs: readonly ConnectJob[]): number {
  return jobs.reduce((sum, { work }) => sum + work, 0);
}

/** Room for at least one row, whatever its partners. */
function takenWords({ populations }: ResolvedNetwork, { taken }: ConnectLimits): number {
  return Math.max(taken, ...populations.map(({ size }) => Math.ceil(size / 32)));
}
