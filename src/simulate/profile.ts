import { CancelledError } from "../errors.ts";
import { type Batch, windowsOf } from "../plan/batch.ts";
import type { Ceilings } from "../plan/ceilings.ts";
import { type Executor, HOST_TRACK, type SpanClock, type SpanSink } from "../plan/executor.ts";
import type { Cost, Plan, PlannedKernel } from "../plan/plan.ts";
import { Plastic } from "../twins/lib/plastic.ts";
import { Run } from "../twins/lib/window.ts";
import type { Compiled } from "./compile.ts";
import type { Layout } from "./layout.ts";
import type { RunOptions } from "./options.ts";
import { showInPanel } from "./panel.ts";
import { partsOf, type Span, SpanLog, WAITING } from "./spans.ts";

export interface ProfileOptions extends RunOptions {
  /** Shows the spans in the browser's Performance panel, if it is recording: tracks of the group "Galvani". Default false. */
  readonly panel?: boolean;
}

/** A kernel in a profile. Bytes, adds and operations are counted by its declared model from the work that was done. */
export interface KernelProfile extends Cost {
  readonly label: string;
  /** Dispatches, on all threads. */
  readonly calls: number;
  /** ms of wall-clock time in it, moments shared with other dispatches in parts. */
  readonly ms: number;
  /** `ms` over the whole wall-clock time. */
  readonly share: number;
  /** Bytes read and written a second, in 1e9. */
  readonly gbs: number;
  /** Atomic adds a second, in 1e6. */
  readonly atomicMs: number;
  /** Operations a second, in 1e9. */
  readonly gops: number;
  /** The ceiling that would hold it up longest. */
  readonly bound: "copy" | "atomics" | "arithmetic";
  /** The time it would take at that ceiling over the time it took, 0 to 1; more where caches help it more than they helped the ceiling. */
  readonly ofCeiling: number;
}

/** What the submitting thread did beside the dispatches. */
export interface HostProfile {
  readonly label: string;
  readonly ms: number;
  /** Microseconds a step. */
  readonly usPerStep: number;
}

/** Where the time of a run went. */
export interface Profile {
  readonly adapter: string;
  readonly adapterKind: Executor["adapterKind"];
  /** What timed the dispatches. */
  readonly clock: SpanClock;
  /** Steps done, windows that did them, spikes, and synapses that spikes passed. */
  readonly steps: number;
  readonly windows: number;
  readonly spikes: number;
  readonly events: number;
  /** Wall-clock time of the run. */
  readonly wallMs: number;
  /** Measured before the run, on the same adapter. */
  readonly ceilings: Ceilings;
  /** Most time first. */
  readonly kernels: readonly KernelProfile[];
  readonly host: readonly HostProfile[];
  /** The whole time, each moment counted once: dispatches, what the host did meanwhile left out, then the host, then waiting. */
  readonly parts: readonly { readonly label: string; readonly ms: number }[];
  /** Sum of `parts`; what is missing of `wallMs` was not seen. */
  readonly partsMs: number;
  /** What a person should know about these numbers. */
  readonly notes: readonly string[];
  readonly spans: readonly Span[];
}

/** What a run tells while it is watched. */
export interface Watch {
  readonly sink: SpanSink;
  /** Hears of each submit that came back. */
  took(batch: Batch): void;
}

/** What is profiled. */
interface Subject {
  readonly executor: Executor;
  readonly compiled: Compiled;
  /** As it is now. */
  readonly layout: Layout;
}

/**
 * Measures the adapter's ceilings, then watches a run.
 * @param run does it
 * @throws what the run throws
 */
export async function profiled(
  { executor, compiled, layout }: Subject,
  options: ProfileOptions,
  run: (watch: Watch) => Promise<void>,
): Promise<Profile> {
  const { plan } = compiled;
  const ceilings = await executor.ceilings(4 * plan.buffers.ring.length);
  if (options.signal?.aborted) throw new CancelledError("cancelled before the profiled run");
  const log = new SpanLog();
  const counter = new WorkCounter(plan, await outdegrees(plan, executor), await plasticDegrees(compiled, executor));
  const clock = await executor.profile(log);
  const started = performance.now();
  let wallMs = 0;
  try {
    await run({ sink: log, took: (batch) => counter.took(batch, log) });
    wallMs = performance.now() - started;
  } finally {
    await executor.profile(undefined);
  }
  if (options.panel) showInPanel(log.spans);
  // What advances neurons is woven for the parameters and inputs as they are now.
  const kernels = { ...plan.kernels, ...compiled.woven(layout) };
  return summed({ executor, plan, kernels, ceilings, clock, counter, spans: log.spans, wallMs });
}

/** Counts the work of a run exactly, from the spikes of each submit. */
class WorkCounter {
  windows = 0;
  steps = 0;
  spikes = 0;
  events = 0;
  readonly plastic: number[];
  private readonly mask: number;

  constructor(
    private readonly plan: Plan,
    private readonly synapses: Uint32Array,
    private readonly plasticSynapses: readonly Uint32Array[],
  ) {
    this.plastic = plasticSynapses.map(() => 0);
    this.mask = 2 ** plan.run[Run.neuron_bits] - 1;
  }

  took(batch: Batch, sink: SpanSink): void {
    const start = performance.now();
    for (const { steps } of windowsOf(batch, this.plan)) {
      this.steps += steps;
      if (steps > 0) this.windows++;
    }
    const { mask, synapses } = this;
    const spikes = batch.queue.subarray(0, batch.control[0]);
    let events = 0;
    for (const entry of spikes) events += synapses[entry & mask];
    this.plasticSynapses.forEach((degrees, k) => {
      for (const entry of spikes) this.plastic[k] += degrees[entry & mask];
    });
    this.spikes += spikes.length;
    this.events += events;
    sink.span(HOST_TRACK, "count (profiler)", start, performance.now() - start, 0);
  }
}

/** Synapses of each neuron's row. */
async function outdegrees({ run }: Plan, executor: Executor): Promise<Uint32Array> {
  const extents = await executor.read("rows", "u32");
  const parts = run[Run.row_parts];
  return Uint32Array.from({ length: run[Run.neurons] }, (_, neuron) => {
    let synapses = 0;
    for (let at = 2 * neuron * parts; at < 2 * (neuron + 1) * parts; at += 2) synapses += extents[at + 1] - extents[at];
    return synapses;
  });
}

/** Synapses of each neuron in the rows of each plastic projection. */
async function plasticDegrees({ plan, plastic }: Compiled, executor: Executor): Promise<Uint32Array[]> {
  const all: Uint32Array[] = [];
  for (const [k, { parts }] of plastic.entries()) {
    const extents = await executor.read(`plastic${k}_rows`, "u32");
    const words = plan.uniforms[`plastic${k}_at0`];
    const degrees = new Uint32Array(plan.run[Run.neurons]);
    for (let e = 0; e < extents.length; e += 2) {
      const row = Math.floor(e / (2 * parts));
      const network = Math.floor(row / words[Plastic.sources]);
      degrees[words[Plastic.source_first] + network * words[Plastic.stride] + (row % words[Plastic.sources])] +=
        extents[e + 1] - extents[e];
    }
    all.push(degrees);
  }
  return all;
}

interface Measured {
  readonly executor: Executor;
  readonly plan: Plan;
  readonly kernels: Readonly<Record<string, PlannedKernel>>;
  readonly ceilings: Ceilings;
  readonly clock: SpanClock;
  readonly counter: WorkCounter;
  readonly spans: readonly Span[];
  readonly wallMs: number;
}

function summed(measured: Measured): Profile {
  const { executor, ceilings, clock, counter, spans, wallMs } = measured;
  const parts = [...partsOf(spans)].map(([label, ms]) => ({ label, ms })).sort((a, b) => b.ms - a.ms);
  const { steps, windows, spikes } = counter;
  const events = counter.plastic.reduce((sum, n) => sum + n, counter.events);
  const kernels = parts.flatMap(({ label, ms }) => kernelProfile(label, ms, measured) ?? []);
  return {
    adapter: executor.adapter,
    adapterKind: executor.adapterKind,
    clock,
    steps,
    windows,
    spikes,
    events,
    wallMs,
    ceilings,
    kernels,
    host: hostProfiles(spans, steps),
    parts,
    partsMs: parts.reduce((sum, { ms }) => sum + ms, 0),
    notes: notesOf(executor, clock, kernels),
    spans,
  };
}

/** Undefined for what is no kernel with a model. A label may name several, where they were not timed apart. */
function kernelProfile(
  label: string,
  ms: number,
  { plan, kernels, ceilings, counter, spans, wallMs }: Measured,
): KernelProfile | undefined {
  const names = label.split(" + ").flatMap((part) => plan.window.find((dispatch) => dispatch.label === part)?.kernel ?? []);
  const calls = spans.reduce((sum, span) => (span.label === label ? sum + span.calls : sum), 0);
  const { windows, steps, spikes, events, plastic } = counter;
  const costs = names.flatMap(
    (name) => kernels[name].cost?.({ windows, steps, spikes, events, plastic, calls: calls / names.length }) ?? [],
  );
  if (costs.length === 0) return undefined;
  const total = (key: keyof Cost) => costs.reduce((sum, cost) => sum + cost[key], 0);
  const cost = {
    read: total("read"),
    written: total("written"),
    atomics: total("atomics"),
    operations: total("operations"),
    integers: total("integers"),
  };
  const bytes = cost.read + cost.written;
  const seconds = ms / 1000;
  const times = {
    // The cells of atomic adds are in their own ceiling.
    copy: (bytes - 8 * cost.atomics) / ceilings.copyGBs / 1e9,
    atomics: cost.atomics / ceilings.atomicMs / 1e6,
    arithmetic: cost.operations / ceilings.fmaGops / 1e9,
  };
  const bound = (["copy", "atomics", "arithmetic"] as const).reduce((most, key) => (times[key] > times[most] ? key : most));
  const over = (amount: number) => (seconds > 0 ? amount / seconds : 0);
  return {
    label,
    calls,
    ms,
    share: ms / wallMs,
    ...cost,
    gbs: over(bytes) / 1e9,
    atomicMs: over(cost.atomics) / 1e6,
    gops: over(cost.operations) / 1e9,
    bound,
    ofCeiling: over(times[bound]),
  };
}

function hostProfiles(spans: readonly Span[], steps: number): HostProfile[] {
  const sums = new Map<string, number>();
  for (const { track, label, ms } of spans) if (track === HOST_TRACK && label !== WAITING) sums.set(label, (sums.get(label) ?? 0) + ms);
  return [...sums].map(([label, ms]) => ({ label, ms, usPerStep: steps > 0 ? (1000 * ms) / steps : 0 }));
}

/** Integer operations to one of arithmetic from which on a kernel may be slow without being near any ceiling. */
const MUCH_RANDOM = 3;

function notesOf({ kind, adapterKind }: Executor, clock: SpanClock, kernels: readonly KernelProfile[]): string[] {
  const notes: string[] = [];
  if (adapterKind === "software") notes.push("a software adapter ran: a CPU that plays a GPU. Its times say nothing about a GPU's");
  if (adapterKind === "cpu") notes.push("the CPU ran: its adds are not atomic, and each thread has cells of its own");
  if (kind === "gpu" && clock === "host")
    notes.push("this GPU has no timestamps: a submit is timed as a whole by the host, from queue to result, its kernels not apart");
  for (const { label, integers, operations } of kernels)
    if (integers > MUCH_RANDOM * operations) {
      const ratio = (integers / operations).toFixed(0);
      notes.push(`${label}: ${ratio} integer operations for random numbers to one of arithmetic; they are under none of the ceilings`);
    }
  return notes;
}
