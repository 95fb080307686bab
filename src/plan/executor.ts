import type { ElementType, TypedArrays } from "../gpu/buffers.ts";
import type { PlannedKernel } from "./plan.ts";

/** What one submit left behind, in the host's hands. */
export interface Batch {
  readonly control: Uint32Array;
  /** Spikes: the first `control[0]` entries. */
  readonly queue: Uint32Array;
  readonly traces: Float32Array;
}

/** Runs a plan. All executors give the same integers; float32 states may differ in the last bit between adapters. */
export interface Executor {
  readonly kind: "gpu" | "cpu";
  /** Adapter as shown to people. */
  readonly adapter: string;
  /** "hardware", "software" or "cpu". */
  readonly adapterKind: "hardware" | "software" | "cpu";
  /** Submits that may be under way at once. */
  readonly depth: number;
  /** Dispatches so far. */
  readonly dispatches: number;
  /** Bytes held in buffers. */
  readonly bytes: number;
  /** Windows stop at this step. Call it with no submit under way. */
  setEnd(step: number): void;
  /** Continues from this step. Call it with no submit under way. */
  setStep(step: number): void;
  /** Runs up to `windows` windows. */
  submit(windows: number): Promise<Batch>;
  read<T extends ElementType>(buffer: string, type: T): Promise<TypedArrays[T]>;
  /** Replaces the whole contents; the length may change. */
  replace(buffer: string, data: Float32Array | Uint32Array | Int32Array): Promise<void>;
  /** Puts another kernel of the same bindings in the place of `name`. */
  exchange(name: string, kernel: PlannedKernel): Promise<void>;
  destroy(): void;
}
