import type { ElementType, TypedArrays } from "../gpu/buffers.ts";
import type { ShaderSource } from "../gpu/source.ts";

/** The CPU side of a dense kernel: its uniform struct, then its buffers in the order of the WGSL bindings. */
export type DenseTwin = (shape: never, ...buffers: never[]) => void;

/** A kernel with one uniform struct, `shape`. */
export interface DenseKernel {
  readonly source: ShaderSource;
  readonly twin: DenseTwin;
}

/** A buffer of a program. `data` may be dropped once an executor holds it; without it the buffer begins with zeros. */
export interface ProgramBuffer<T extends ElementType = ElementType> {
  readonly type: T;
  readonly length: number;
  data?: TypedArrays[T];
}

/** One dispatch of a program. */
export interface Stage {
  readonly label: string;
  readonly kernel: DenseKernel;
  /** The fields of `shape`. */
  readonly shape: Readonly<Record<string, number>>;
  /** WGSL variable -> buffer, in the order of the bindings behind `shape`. */
  readonly bindings: Readonly<Record<string, string>>;
  readonly workgroups: number;
}

/**
 * Dense work as data, made without touching a device: sequences of dispatches over named buffers. Each dispatch sees what those before
 * it wrote. What changes from one run of a sequence to the next lies in buffers, so a sequence is recorded once and run many times.
 */
export interface Program {
  readonly buffers: Readonly<Record<string, ProgramBuffer>>;
  readonly sequences: Readonly<Record<string, readonly Stage[]>>;
}

/** Runs a program. */
export interface ProgramExecutor {
  /** Adapter as shown to people, and "hardware", "software" or "cpu". */
  readonly adapter: string;
  readonly adapterKind: "hardware" | "software" | "cpu";
  /** Runs a sequence so many times; resolves when it is done. */
  run(sequence: string, times?: number): Promise<void>;
  read<T extends ElementType>(buffer: string, type: T): Promise<TypedArrays[T]>;
  /** Replaces the elements from `at` on. */
  write(buffer: string, data: Float32Array | Uint32Array | Int32Array, at?: number): void;
  destroy(): void;
}

/** The buffers of a program that is being put together: who adds stages adds what they need. */
export type Buffers = Record<string, ProgramBuffer>;

/** A buffer of floats that stages share who leave nothing in it for others: as long as the longest use. */
export function scratch(buffers: Buffers, name: string, length: number): string {
  buffers[name] = { type: "f32", length: Math.max(length, buffers[name]?.length ?? 0) };
  return name;
}

/** A buffer of numbers that nobody changes, made once for all stages that name it alike: the name says all that the numbers hang on. */
export function table(buffers: Buffers, name: string, make: () => Float32Array | Uint32Array): string {
  if (!buffers[name]) {
    const data = make();
    buffers[name] = { type: data instanceof Uint32Array ? "u32" : "f32", length: data.length, data };
  }
  return name;
}

/** Bytes of all buffers of a program. */
export function programBytes(program: Program): number {
  return Object.values(program.buffers).reduce((sum, { length }) => sum + 4 * length, 0);
}
