import { DeviceError } from "../errors.ts";
import type { Device } from "./device.ts";
import { scoped } from "./scope.ts";

/** Element types of storage buffers: one 32-bit word each. */
export type ElementType = "f32" | "u32" | "i32";

/** The typed array of each element type. */
export interface TypedArrays {
  f32: Float32Array;
  u32: Uint32Array;
  i32: Int32Array;
}

export interface BufferOptions {
  /** Also to be bound as a uniform. */
  readonly uniform?: boolean;
}

/** The constructor of each element type's array. */
export const ARRAYS = { f32: Float32Array, u32: Uint32Array, i32: Int32Array } as const;

/** Numeric GPUBufferUsage flags: Node has no such global. */
export const USAGE = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128, QUERY_RESOLVE: 512 } as const;
/** Largest single `writeBuffer`: the platform keeps a copy of what it has not sent yet. */
const WRITE_CHUNK = 64 << 20;

/** Makes a labelled buffer; what does not fit is an error with label and bytes. @param usage flags of `USAGE` */
export async function allocate(device: Device, label: string, bytes: number, usage: number): Promise<GPUBuffer> {
  const limit =
    usage & USAGE.STORAGE ? Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize) : device.limits.maxBufferSize;
  if (!(bytes <= limit))
    throw new DeviceError(`buffer "${label}": ${bytes} bytes are more than this adapter's ${limit}; use a smaller one or several`);
  return scoped(device, `buffer "${label}" of ${bytes} bytes`, () => device.raw.createBuffer({ label, size: bytes, usage }));
}

/** The typed array over `bytes` for an element type. */
function viewOf<T extends ElementType>(type: T, bytes: ArrayBuffer): TypedArrays[T] {
  return new ARRAYS[type](bytes) as TypedArrays[T];
}

/** A storage buffer of 32-bit elements. Offsets and lengths are in elements. */
export class GpuBuffer<T extends ElementType = ElementType> {
  private constructor(
    private readonly device: Device,
    /** @internal */ readonly raw: GPUBuffer,
    readonly label: string,
    readonly type: T,
    readonly length: number,
    /** Whether it may be bound as a uniform too. */
    readonly uniform: boolean,
  ) {}

  /** Use `device.buffer`. */
  static async create<T extends ElementType>(
    device: Device,
    label: string,
    type: T,
    length: number,
    options: BufferOptions,
  ): Promise<GpuBuffer<T>> {
    if (!Number.isSafeInteger(length) || length < 0) throw new DeviceError(`buffer "${label}": length ${length} is not a whole number`);
    // An empty binding is not allowed, and a vec4 element needs 16 bytes.
    const bytes = Math.max(16, length * 4);
    const usage = USAGE.STORAGE | USAGE.COPY_SRC | USAGE.COPY_DST | (options.uniform ? USAGE.UNIFORM : 0);
    return new GpuBuffer(device, await allocate(device, label, bytes, usage), label, type, length, options.uniform === true);
  }

  /** Bytes of the elements. */
  get byteLength(): number {
    return this.length * 4;
  }

  /** Queues a copy of `data` to `offset`; it is seen by every later submit. */
  write(data: TypedArrays[T], offset = 0): void {
    if (!(data instanceof ARRAYS[this.type]))
      throw new DeviceError(`buffer "${this.label}" holds ${this.type}, not ${(data as object).constructor.name}`);
    this.checkRange(offset, data.length);
    const step = WRITE_CHUNK / 4;
    for (let at = 0; at < data.length; at += step) {
      const count = Math.min(step, data.length - at);
      this.device.raw.queue.writeBuffer(this.raw, (offset + at) * 4, data.buffer as ArrayBuffer, data.byteOffset + at * 4, count * 4);
    }
  }

  /** A copy of `length` elements from `offset`, after everything submitted before. */
  async read(offset = 0, length = this.length - offset): Promise<TypedArrays[T]> {
    this.checkRange(offset, length);
    if (length === 0) return viewOf(this.type, new ArrayBuffer(0));
    const { raw } = this.device;
    const bytes = length * 4;
    const back = await allocate(this.device, `${this.label}: read`, bytes, USAGE.MAP_READ | USAGE.COPY_DST);
    try {
      const encoder = raw.createCommandEncoder({ label: `${this.label}: read` });
      encoder.copyBufferToBuffer(this.raw, offset * 4, back, 0, bytes);
      raw.queue.submit([encoder.finish()]);
      await this.device.guard(back.mapAsync(1, 0, bytes));
      return viewOf(this.type, back.getMappedRange(0, bytes).slice(0));
    } finally {
      back.destroy();
    }
  }

  /** All elements, for who knows the buffer by its name only. @throws DeviceError where it holds another type */
  async readAs<U extends ElementType>(type: U): Promise<TypedArrays[U]> {
    if ((this.type as ElementType) !== type) throw new DeviceError(`buffer ${this.label} holds ${this.type}, not ${type}`);
    return (await this.read()) as unknown as TypedArrays[U];
  }

  /** Sets every element to the 32-bit pattern `word`; tests poison outputs with it. */
  fill(word: number): void {
    const words = new Uint32Array(Math.min(this.length, WRITE_CHUNK / 4)).fill(word >>> 0);
    for (let at = 0; at < this.length; at += words.length) {
      const count = Math.min(words.length, this.length - at);
      this.device.raw.queue.writeBuffer(this.raw, at * 4, words.buffer, 0, count * 4);
    }
  }

  destroy(): void {
    this.raw.destroy();
  }

  /** Throws unless [offset, offset + length) lies inside. */
  checkRange(offset: number, length: number): void {
    if (Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0 && offset + length <= this.length)
      return;
    throw new DeviceError(`buffer "${this.label}": elements ${offset} to ${offset + length} of ${this.length}`);
  }
}

/** One or more structs for `var<uniform>`; slots are spaced so that a dispatch can choose one by dynamic offset. */
export class UniformBuffer {
  private constructor(
    private readonly device: Device,
    /** @internal */ readonly raw: GPUBuffer,
    readonly label: string,
    /** Bytes of one struct. */
    readonly size: number,
    readonly slots: number,
    /** Bytes from one slot to the next. */
    readonly stride: number,
  ) {}

  /** Use `device.uniform`. */
  static async create(device: Device, label: string, size: number, slots: number): Promise<UniformBuffer> {
    const align = device.limits.minUniformBufferOffsetAlignment;
    const stride = slots > 1 ? Math.ceil(size / align) * align : size;
    // Host structs round up to 16 bytes as the uniform address space does.
    const bytes = stride * (slots - 1) + Math.ceil(size / 16) * 16;
    const raw = await allocate(device, label, bytes, USAGE.UNIFORM | USAGE.COPY_DST | USAGE.COPY_SRC);
    return new UniformBuffer(device, raw, label, size, slots, stride);
  }

  /** Queues a copy of one struct into `slot`. */
  write(data: ArrayBuffer | ArrayBufferView, slot = 0): void {
    if (data.byteLength !== this.size)
      throw new DeviceError(`uniform "${this.label}": ${data.byteLength} bytes given, the struct has ${this.size}`);
    if (!(slot >= 0 && slot < this.slots)) throw new DeviceError(`uniform "${this.label}": slot ${slot} of ${this.slots}`);
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    this.device.raw.queue.writeBuffer(this.raw, slot * this.stride, bytes);
  }

  /** Queues all slots at once: `data` is `slots` structs one after the other, without gaps. */
  writeAll(data: ArrayBuffer): void {
    if (data.byteLength !== this.size * this.slots)
      throw new DeviceError(`uniform "${this.label}": ${data.byteLength} bytes given for ${this.slots} structs of ${this.size}`);
    const spaced = new Uint8Array(this.stride * (this.slots - 1) + this.size);
    for (let slot = 0; slot < this.slots; slot++) spaced.set(new Uint8Array(data, slot * this.size, this.size), slot * this.stride);
    this.device.raw.queue.writeBuffer(this.raw, 0, spaced);
  }

  destroy(): void {
    this.raw.destroy();
  }
}
