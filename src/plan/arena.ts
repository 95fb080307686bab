import { GalvaniError } from "../errors.ts";
import { ARRAYS, type ElementType, type TypedArrays } from "../gpu/buffers.ts";

const PAGE = 65536;
/** A WebAssembly memory ends at 4 GiB. */
const MOST_PAGES = 65536;
/** Regions begin at multiples of a cache line; address 0 stays free. */
const LINE = 64;
/** Not in a page that is not cross-origin isolated. */
const SHARED = typeof SharedArrayBuffer !== "undefined";

export type Words = Float32Array | Uint32Array | Int32Array;

/**
 * One WebAssembly memory for a plan's buffers, so that compiled twins reach them all; shared, where the platform allows, so that
 * worker threads do too. What does not fit gets an array of its own: twins then run as JavaScript.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  private next = LINE;
  private readonly regions = new Map<string, { type: ElementType; at: number; room: number }>();
  private readonly most: number;

  /** @param bytes what will be placed, all together; as much again is kept for buffers that grow later */
  constructor(bytes: number) {
    const initial = Math.min(MOST_PAGES, Math.ceil((bytes + 64 * LINE) / PAGE) + 1);
    this.most = Math.min(MOST_PAGES, 2 * initial + 256);
    try {
      this.memory = new WebAssembly.Memory({ initial, maximum: this.most, shared: SHARED });
    } catch (cause) {
      throw new GalvaniError(`buffers of ${bytes} bytes do not fit this machine's memory; use a smaller network`, { cause });
    }
  }

  /**
   * A zeroed or uninitialised array of `length` elements under a name; the room of an earlier one of that name is used again where it
   * is enough. A new object each time. Growing a memory that is not shared detaches every array made before.
   */
  place<T extends ElementType>(name: string, type: T, length: number): TypedArrays[T] {
    const bytes = 4 * length;
    const known = this.regions.get(name);
    if (known && known.room >= bytes) return this.view(type, known.at, length);
    const room = Math.ceil(Math.max(bytes, 4) / LINE) * LINE;
    if (!this.reserve(room)) return own(name, type, length);
    const at = this.next;
    this.next += room;
    this.regions.set(name, { type, at, room });
    return this.view(type, at, length);
  }

  private view<T extends ElementType>(type: T, at: number, length: number): TypedArrays[T] {
    return viewOf(this.memory, type, at, length);
  }

  private reserve(room: number): boolean {
    const missing = Math.ceil((this.next + room - this.memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return true;
    if (this.memory.buffer.byteLength / PAGE + missing > this.most) return false;
    try {
      this.memory.grow(missing);
      return true;
    } catch {
      return false;
    }
  }
}

/** An array over a place in a memory. */
export function viewOf<T extends ElementType>(memory: WebAssembly.Memory, type: T, at: number, length: number): TypedArrays[T] {
  return new ARRAYS[type](memory.buffer, at, length) as TypedArrays[T];
}

function own<T extends ElementType>(name: string, type: T, length: number): TypedArrays[T] {
  try {
    const Type = ARRAYS[type] as unknown as new (from: number | SharedArrayBuffer) => TypedArrays[T];
    return new Type(SHARED ? new SharedArrayBuffer(4 * length) : length);
  } catch (cause) {
    throw new GalvaniError(`buffer ${name} (${4 * length} bytes) does not fit this machine's memory; use a smaller network`, { cause });
  }
}
