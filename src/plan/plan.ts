import type { ElementType, GpuBuffer } from "../gpu/buffers.ts";
import type { ShaderSource } from "../gpu/source.ts";
import type { Twin, TwinSpec } from "../twins/kernels.ts";
import type { Share } from "../twins/lib/share.ts";
import type { ProgramBuffer } from "./program.ts";

/** A storage buffer of a plan. */
export interface PlannedBuffer<T extends ElementType = ElementType> extends ProgramBuffer<T> {
  /** Synapses: the CPU executor leaves `data` where it is instead of copying it into its memory. */
  readonly outside?: boolean;
  /** On the device already: the executor of that device takes it over, no other can run the plan. */
  readonly held?: GpuBuffer<T>;
  /** A kernel writes what others read as a uniform. */
  readonly uniform?: boolean;
}

export type { Twin } from "../twins/kernels.ts";

/** Work that was done, counted: what a kernel's cost follows from. */
export interface Work {
  /** Windows and steps in which something happened; a step is one of the whole network. */
  readonly windows: number;
  readonly steps: number;
  readonly spikes: number;
  /** Synapses that stay what they are and that a spike passed. */
  readonly events: number;
  /** Synapses of each plastic projection that a spike of their source passed. */
  readonly plastic: readonly number[];
  /** Dispatches of the kernel. */
  readonly calls: number;
}

/** What a kernel moves and computes. Bytes are those of the algorithm, each read and write once, whatever caches make of it. */
export interface Cost {
  readonly read: number;
  readonly written: number;
  /** Of 32 bits; the bytes of their cells are in `read` and `written` too. */
  readonly atomics: number;
  /** Multiplications, additions and the like that the result is made of. */
  readonly operations: number;
  /** Integer operations for random numbers, as the kernel's text has them: beside `operations`, and under no ceiling. */
  readonly integers: number;
}

export type CostModel = (work: Work) => Cost;

export interface PlannedKernel {
  readonly source: ShaderSource;
  /** Makes the twin that does one thread's share. Absent where a user's model has no twin: the plan then runs on a GPU executor only. */
  readonly twin?: (share: Share) => Twin;
  /** The same twin as data that a worker thread makes it from. Absent where there is none: one thread runs the plan. */
  readonly spec?: TwinSpec;
  /** What it costs; what waits or keeps order only has none. */
  readonly cost?: CostModel;
}

/**
 * What makes a dispatch of a window a stage of a program: its kernel has a uniform struct `shape` in the place of `run` and `window`, and does its work
 * in some windows only. On a GPU it asks another uniform, `gate`, which a dispatch before it writes. Its twin takes `control` before its
 * buffers, and knows itself when it is due.
 */
export interface PlannedStage {
  /** The fields of `shape`. */
  readonly shape: Readonly<Record<string, number>>;
  /** Name of the gate's buffer. */
  readonly gate: string;
}

/** One dispatch of a window. */
export interface PlannedDispatch {
  readonly label: string;
  readonly kernel: string;
  /** WGSL variable -> name of a buffer or uniform, in the order of the bindings, without `run` and `window`. */
  readonly bindings: Readonly<Record<string, string>>;
  readonly workgroups: number;
  /** Any number of workgroups does the same: an executor may take fewer. */
  readonly divisible?: boolean;
  /** Of the dispatches before, since threads last waited for each other, a thread needs only what it did itself: it need not wait. */
  readonly own?: boolean;
  readonly stage?: PlannedStage;
}

/** The buffers and uniforms that the twin of a dispatch takes, in order, behind `run` and `window`. */
export function twinArguments({ bindings, stage }: PlannedDispatch): string[] {
  return [...(stage ? ["control"] : []), ...Object.values(bindings)];
}

/**
 * What a simulation runs, as data: made without touching a device, run by any executor. A submit is a number of windows, a window
 * the dispatches of `window` in order; those of one kernel that follow each other need not wait for each other. `control` begins with the queue's
 * length; the windows of a submit keep their first queue place and first step at `tailsAt` and `stepsAt` in it (shaders/lib/window.wgsl;
 * `windowsOf` of batch.ts reads them).
 */
export interface Plan {
  readonly buffers: Readonly<Record<string, PlannedBuffer>>;
  /** Uniform structs of u32 words other than `run`. */
  readonly uniforms: Readonly<Record<string, Uint32Array>>;
  /** `struct Run`; its first word is the step at which windows stop. */
  readonly run: Uint32Array;
  readonly kernels: Readonly<Record<string, PlannedKernel>>;
  readonly window: readonly PlannedDispatch[];
  readonly tailsAt: number;
  readonly stepsAt: number;
  /** Windows a submit may have. */
  readonly maxWindows: number;
}
