import { DeviceError } from "../errors.ts";
import { allocate, USAGE } from "./buffers.ts";
import type { Device } from "./device.ts";

/**
 * The way back to the host, double-buffered: while one half is read the next submit writes the other.
 * Each submit that copies into it must be matched by one `take`, in the same order.
 */
export class Staging {
  #free: GPUBuffer[];
  #written: GPUBuffer[] = [];

  private constructor(
    private readonly device: Device,
    readonly label: string,
    readonly bytes: number,
    private readonly halves: readonly GPUBuffer[],
  ) {
    this.#free = [...halves];
  }

  /** Use `device.staging`. */
  static async create(device: Device, label: string, bytes: number): Promise<Staging> {
    const size = Math.max(4, Math.ceil(bytes / 4) * 4);
    const usage = USAGE.MAP_READ | USAGE.COPY_DST;
    const halves = await Promise.all([0, 1].map((i) => allocate(device, `${label}: staging ${i}`, size, usage)));
    return new Staging(device, label, size, halves);
  }

  /** @internal The half that the submit being encoded writes; `written` hands it over. */
  target(): GPUBuffer {
    const half = this.#free[0];
    if (!half) throw new DeviceError(`staging "${this.label}": both halves hold results nobody took; take() one before the next submit`);
    return half;
  }

  /** @internal Called when the submit that writes `target()` is queued. */
  written(): void {
    const half = this.#free.shift();
    if (half) this.#written.push(half);
  }

  /**
   * The bytes of the oldest submit not taken yet: a copy of the first `bytes`.
   * @param copied hears when they came within reach and when they were copied, times of `performance.now()`
   */
  async take(bytes = this.bytes, copied?: (arrived: number, done: number) => void): Promise<ArrayBuffer> {
    const half = this.#written.shift();
    if (!half) throw new DeviceError(`staging "${this.label}": nothing was submitted into it`);
    const size = Math.min(this.bytes, Math.ceil(bytes / 4) * 4);
    await this.device.guard(half.mapAsync(1, 0, size));
    const arrived = copied && performance.now();
    const copy = half.getMappedRange(0, size).slice(0, bytes);
    half.unmap();
    this.#free.push(half);
    if (arrived !== undefined) copied?.(arrived, performance.now());
    return copy;
  }

  destroy(): void {
    for (const half of this.halves) half.destroy();
  }
}
