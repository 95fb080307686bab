import type { Device } from "../gpu/device.ts";
import { type PassTime, Profiler } from "../gpu/profiler.ts";
import { HOST_TRACK, type SpanClock, type SpanSink } from "./executor.ts";
import type { Plan } from "./plan.ts";

const TRACK = "GPU queue";

/** One submit being timed. */
interface Timing {
  readonly profiler: Profiler | undefined;
  /** Call it when the submit is queued. */
  queued(): void;
  /** Hears when its results came within reach of the host, and when they were copied. */
  readonly copied: (arrived: number, done: number) => void;
  /** Call it then, and wait. */
  done(): Promise<void>;
}

/**
 * Spans of a GPU's submits. Timestamps are on the GPU's clock; what lies between the two clocks is known at the end only, from the
 * submit that left least room for it: none of its passes began before it was queued, or ended after its results arrived. So passes
 * are held back until `end`. Without timestamps each submit is one span of all its dispatches, from when the queue was free for it.
 */
export class GpuSpans {
  private readonly passes: PassTime[] = [];
  /** Bounds of host time minus GPU time, ms. */
  private least = -Infinity;
  private most = Infinity;
  /** When the last submit without timestamps was done. */
  private free = 0;
  private next = 0;

  private constructor(
    private readonly plan: Plan,
    private readonly profilers: readonly Profiler[],
    private readonly sink: SpanSink,
  ) {}

  /** `depth`: submits that may be under way. */
  static async create(device: Device, plan: Plan, depth: number, sink: SpanSink): Promise<GpuSpans> {
    const labels = plan.window.map(({ label }) => label);
    const passes = plan.maxWindows * labels.filter((label, k) => label !== labels[k - 1]).length;
    const profilers: Profiler[] = [];
    for (let k = 0; k < depth; k++) {
      const profiler = passes <= MOST_PASSES ? await Profiler.create(device, passes) : undefined;
      if (profiler) profilers.push(profiler);
    }
    return new GpuSpans(plan, profilers, sink);
  }

  get clock(): SpanClock {
    return this.profilers.length > 0 ? "timestamps" : "host";
  }

  /** A submit of `windows` windows is about to be encoded. */
  begin(windows: number): Timing {
    const { sink } = this;
    const profiler = this.profilers[this.next++ % this.profilers.length];
    const begun = performance.now();
    let queued = begun;
    let arrived = begun;
    return {
      profiler,
      queued: () => {
        queued = performance.now();
        sink.span(HOST_TRACK, "encode and queue", begun, queued - begun, 0);
      },
      copied: (at, done) => {
        arrived = at;
        sink.span(HOST_TRACK, "read back", arrived, done - arrived, 0);
        if (!profiler) this.whole(windows, queued, arrived);
      },
      done: async () => {
        if (profiler) this.note(await profiler.passes(), begun, arrived);
      },
    };
  }

  /** Hands over the passes held back and frees the profilers. */
  end(): void {
    const offset = (this.least + this.most) / 2;
    for (const { label, calls, start, ns } of apart(this.passes)) this.sink.span(TRACK, label, start / 1e6 + offset, ns / 1e6, calls);
    for (const profiler of this.profilers) profiler.destroy();
  }

  private note(passes: readonly PassTime[], begun: number, arrived: number): void {
    for (const pass of passes) this.passes.push(pass);
    const last = passes[passes.length - 1];
    if (!last) return;
    this.least = Math.max(this.least, begun - passes[0].start / 1e6);
    this.most = Math.min(this.most, arrived - (last.start + last.ns) / 1e6);
  }

  private whole(windows: number, queued: number, arrived: number): void {
    const labels = this.plan.window.map(({ label }) => label);
    const start = Math.max(queued, this.free);
    this.sink.span(TRACK, [...new Set(labels)].join(" + "), start, arrived - start, windows * labels.length);
    this.free = arrived;
  }
}

/** What a query set holds. */
const MOST_PASSES = 2048;

/**
 * Passes one after another: a GPU may stamp the beginning of a pass while the one before it still ends;
 * that time is the earlier pass's.
 */
export function apart(passes: readonly PassTime[]): PassTime[] {
  let free = -Infinity;
  return passes.map((pass) => {
    const start = Math.max(pass.start, free);
    free = Math.max(free, pass.start + pass.ns);
    return { ...pass, start, ns: free - start };
  });
}
