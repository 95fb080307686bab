/// <reference types="@webgpu/types" preserve="true" />
import { DeviceError, DeviceLostError, GalvaniError } from "../errors.ts";
import { type BufferOptions, type ElementType, GpuBuffer, type TypedArrays, UniformBuffer } from "./buffers.ts";
import { Commands } from "./commands.ts";
import { Kernel } from "./kernel.ts";
import { oneLine } from "./scope.ts";
import type { ShaderSource } from "./source.ts";
import { Staging } from "./staging.ts";

/** Which kind of adapter a person asks for. */
export type DeviceChoice = "hardware" | "software";

/** The adapter that runs, as every output names it. */
export interface AdapterSummary {
  readonly kind: DeviceChoice;
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** What made the adapter available, where it is known: "swiftshader from npm", "browser". */
  readonly backend?: string;
}

/** An adapter's name for people. */
export function nameOf({ description, device, vendor, architecture }: AdapterSummary): string {
  return `${description || device || vendor} ${architecture}`.trim();
}

/** The limits a plan must stay inside, in the adapter's own numbers. */
export interface DeviceLimits {
  /** Bytes one storage binding can see. */
  readonly maxStorageBufferBindingSize: number;
  /** Bytes of one buffer. */
  readonly maxBufferSize: number;
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupSizeX: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly minUniformBufferOffsetAlignment: number;
}

/** Optional features the device was opened with. */
export interface DeviceFeatures {
  readonly timestamps: boolean;
  readonly subgroups: boolean;
}

/** ms that a report of a loss may come after the errors it causes. */
const LOSS_MS = 100;

/**
 * An open GPU device. Everything the engine does on a GPU goes through here; `raw` is for src/gpu only.
 * A validation error nobody awaited rejects every pending awaited call, or else the next one; a lost device rejects all that follow.
 */
export class Device {
  readonly limits: DeviceLimits;
  readonly features: DeviceFeatures;
  #kernels = new Map<string, Promise<Kernel>>();
  #pending = new Set<(error: GalvaniError) => void>();
  #unreported: GalvaniError | undefined;
  #lost: DeviceLostError | undefined;

  /** Use `openDevice` of adapter.ts. */
  constructor(
    /** @internal */ readonly raw: GPUDevice,
    readonly summary: AdapterSummary,
  ) {
    const { limits, features } = raw;
    this.limits = {
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      minUniformBufferOffsetAlignment: limits.minUniformBufferOffsetAlignment,
    };
    this.features = { timestamps: features.has("timestamp-query"), subgroups: features.has("subgroups") };
    raw.onuncapturederror = (event) => {
      event.preventDefault?.();
      this.#fail(new DeviceError(oneLine(event.error.message)));
    };
    raw.lost.then((info) => {
      this.#lost = new DeviceLostError(`GPU device lost (${info.reason}): ${oneLine(info.message) || "no reason given"}`);
      this.#fail(this.#lost);
    });
  }

  /** Whether the device is lost or destroyed. */
  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /** A storage buffer of `length` elements, zeroed. Rejects with the label and the bytes where it does not fit. */
  async buffer<T extends ElementType>(label: string, type: T, length: number, options: BufferOptions = {}): Promise<GpuBuffer<T>> {
    return GpuBuffer.create(this, label, type, length, options);
  }

  /** A storage buffer holding a copy of `data`. */
  async bufferOf<T extends ElementType>(label: string, type: T, data: TypedArrays[T]): Promise<GpuBuffer<T>> {
    const buffer = await GpuBuffer.create(this, label, type, data.length, {});
    if (data.length > 0) buffer.write(data);
    return buffer;
  }

  /** A uniform buffer of `slots` structs of `size` bytes; a dispatch names its slot when the kernel's binding is dynamic (group 1). */
  async uniform(label: string, size: number, slots = 1): Promise<UniformBuffer> {
    return UniformBuffer.create(this, label, size, slots);
  }

  /** A double-buffered way back to the host for up to `bytes` a submit. */
  async staging(label: string, bytes: number): Promise<Staging> {
    return Staging.create(this, label, bytes);
  }

  /** Compiles a shader (its form with subgroups where it has one and the device has them), or returns the kernel that the same path and text gave before. */
  kernel(given: ShaderSource): Promise<Kernel> {
    const source = (this.features.subgroups && given.subgroups) || given;
    const key = `${source.path}\n${source.text}`;
    let kernel = this.#kernels.get(key);
    if (!kernel) {
      kernel = this.guard(Kernel.compile(this, source));
      this.#kernels.set(key, kernel);
      // A failed compile must not stay: its place and message belong to this caller's source.
      kernel.catch(() => this.#kernels.delete(key));
    }
    return kernel;
  }

  /** An empty list of GPU work. */
  commands(label: string): Commands {
    return new Commands(this, label);
  }

  /** Resolves when all submitted work is done. */
  idle(): Promise<void> {
    return this.guard(this.raw.queue.onSubmittedWorkDone().then(() => undefined));
  }

  /** Throws what went wrong since the last awaited call, if anything did. */
  check(): void {
    if (this.#lost) throw this.#lost;
    const error = this.#unreported;
    this.#unreported = undefined;
    if (error) throw error;
  }

  /** `work`, rejected also by an uncaptured error or the loss of the device. */
  guard<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const fail = (error: unknown): void => {
        this.#pending.delete(fail);
        reject(error);
      };
      this.#pending.add(fail);
      const done = (value: T): void => {
        if (!this.#pending.delete(fail)) return;
        try {
          this.check();
          resolve(value);
        } catch (error) {
          reject(error);
        }
      };
      // A loss makes the platform reject calls with errors that say less than the loss itself; Chrome does so before it reports the loss.
      work.then(done, (error) => {
        if (error instanceof GalvaniError) fail(error);
        else setTimeout(() => fail(this.#lost ?? typed(error)), LOSS_MS);
      });
      if (this.#lost) fail(this.#lost);
    });
  }

  /** Frees the device and everything made on it. Pending and later calls reject. */
  destroy(): void {
    this.#lost ??= new DeviceLostError("GPU device was destroyed");
    this.#fail(this.#lost);
    this.raw.destroy();
  }

  #fail(error: GalvaniError): void {
    if (this.#pending.size === 0) this.#unreported ??= error;
    for (const reject of [...this.#pending]) reject(error);
  }
}

function typed(error: unknown): unknown {
  if (error instanceof GalvaniError) return error;
  return new DeviceError(oneLine(error instanceof Error ? error.message : String(error)), { cause: error });
}
