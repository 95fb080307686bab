import type { ElementType, TypedArrays } from "../gpu/buffers.ts";
import type { Batch } from "./batch.ts";
import type { Ceilings } from "./ceilings.ts";
import type { PlannedKernel } from "./plan.ts";

/** Takes what an executor did when. Times are those of `performance.now()`, ms. */
export interface SpanSink {
  /**
   * @param track what did it: "GPU queue", "thread 0", "host" ...; spans of one track nest or do not overlap
   * @param label a dispatch's label, or what the host or a waiting thread did
   * @param calls dispatches in it
   */
  span(track: string, label: string, start: number, duration: number, calls: number): void;
}

/** What timed the dispatches: the GPU's own clock, or the host's where the GPU has no timestamps or the CPU is what runs. */
export type SpanClock = "timestamps" | "host";

/** Track of what the thread that submits does beside the dispatches. */
export const HOST_TRACK = "host";

/** Runs a plan. All executors give the same integers; float32 states may differ in the last bit between adapters. */
export interface Executor {
  readonly kind: "gpu" | "cpu";
  /** Adapter as shown to people. */
  readonly adapter: string;
  /** "hardware", "software" or "cpu". */
  readonly adapterKind: "hardware" | "software" | "cpu";
  /** Submits that may be under way at once. */
  readonly depth: number;
  /** Threads that run the dispatches; 1 where a GPU does. */
  readonly threads: number;
  /** Dispatches so far. */
  readonly dispatches: number;
  /** Bytes held in buffers. */
  readonly bytes: number;
  /** Windows stop at this step, with `settle` once all plastic synapses are up to date. Call it with no submit under way. */
  setEnd(step: number, settle?: boolean): void;
  /** Continues from this step. Call it with no submit under way. */
  setStep(step: number): void;
  /** Runs up to `windows` windows. */
  submit(windows: number): Promise<Batch>;
  read<T extends ElementType>(buffer: string, type: T): Promise<TypedArrays[T]>;
  /** Replaces the whole contents; the length may change. */
  replace(buffer: string, data: Float32Array | Uint32Array | Int32Array): Promise<void>;
  /** Puts another kernel of the same bindings in the place of `name`. */
  exchange(name: string, kernel: PlannedKernel): Promise<void>;
  /**
   * Reports what follows to `sink`; undefined ends it, and hands over what was still held back. Call it with no submit under way.
   * Costs nothing while nobody asks.
   */
  profile(sink: SpanSink | undefined): Promise<SpanClock>;
  /** Measures what it can do at best, with all its threads: see `measureCeilings`. Call it with no submit under way. */
  ceilings(ringBytes: number): Promise<Ceilings>;
  destroy(): void;
}
