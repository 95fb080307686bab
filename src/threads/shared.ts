import { GalvaniError } from "../errors.ts";

interface Arrays {
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

const TYPES = { u32: Uint32Array, i32: Int32Array, f32: Float32Array, f64: Float64Array } as const;

/**
 * A zeroed array that threads can share, or, where `shared` is false, one of this thread's own. Memory is taken from the machine as
 * it is written to.
 * @param what is not enough memory for, in a message
 * @throws GalvaniError where there is not enough memory
 */
export function arrayOf<T extends keyof Arrays>(type: T, length: number, shared: boolean, what: string): Arrays[T] {
  const Type = TYPES[type] as unknown as { new (from: number | SharedArrayBuffer): Arrays[T]; readonly BYTES_PER_ELEMENT: number };
  try {
    return new Type(shared ? new SharedArrayBuffer(Type.BYTES_PER_ELEMENT * length) : length);
  } catch (cause) {
    throw new GalvaniError(`${what} do not fit this machine's memory; use a smaller network or --scale`, { cause });
  }
}
