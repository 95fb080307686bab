import { DeviceError } from "../errors.ts";
import type { GpuBuffer } from "./buffers.ts";
import type { Device } from "./device.ts";
import type { Bound } from "./kernel.ts";
import type { Profiler } from "./profiler.ts";
import type { Staging } from "./staging.ts";

/** A bound kernel, its workgroups and the offsets of its dynamic uniform. */
interface Dispatch {
  readonly kind: "dispatch";
  readonly bound: Bound;
  readonly x: number;
  readonly y: number;
  readonly offset: readonly number[] | undefined;
}

/** A movement of bytes between two dispatches. */
type Copy =
  | { readonly kind: "copy"; readonly from: GpuBuffer; readonly to: GpuBuffer; readonly args: readonly [number, number, number] }
  | { readonly kind: "stage"; readonly from: GpuBuffer; readonly to: Staging; readonly args: readonly [number, number, number] }
  | { readonly kind: "clear"; readonly buffer: GpuBuffer; readonly at: number; readonly bytes: number };

/** One piece of recorded work. */
type Command = Dispatch | Copy;

/**
 * GPU work recorded as data, in order. `submit` encodes and queues it and leaves the list as it is, so one list serves many submits.
 * Consecutive dispatches share one pass: WebGPU orders storage writes between the dispatches of a pass.
 */
export class Commands {
  readonly #list: Command[] = [];

  /** Use `device.commands`. */
  constructor(
    private readonly device: Device,
    readonly label: string,
  ) {}

  /**
   * Runs `workgroups` workgroups of a bound kernel; none for 0. Above the limit of one dimension they are folded to two by `foldWorkgroups`,
   * so a kernel that may get there takes its index from `workgroup_id.x + workgroup_id.y * num_workgroups.x` and checks it against its own total.
   * `slot` chooses the struct of the kernel's dynamic uniform (group 1).
   */
  dispatch(bound: Bound, workgroups: number, slot = 0): this {
    if (!Number.isSafeInteger(workgroups) || workgroups < 0) throw new DeviceError(`${bound.label}: ${workgroups} workgroups`);
    if (workgroups === 0) return this;
    const [x, y] = foldWorkgroups(workgroups, this.device.limits.maxComputeWorkgroupsPerDimension);
    this.#list.push({ kind: "dispatch", bound, x, y, offset: bound.offsetOf(slot) });
    return this;
  }

  /** Copies `length` elements between two buffers. */
  copy(from: GpuBuffer, to: GpuBuffer, fromOffset = 0, toOffset = 0, length = from.length - fromOffset): this {
    from.checkRange(fromOffset, length);
    to.checkRange(toOffset, length);
    if (length > 0) this.#list.push({ kind: "copy", from, to, args: [fromOffset * 4, toOffset * 4, length * 4] });
    return this;
  }

  /** Copies `length` elements to byte `toByte` of a staging buffer. */
  stage(from: GpuBuffer, to: Staging, fromOffset = 0, toByte = 0, length = from.length - fromOffset): this {
    from.checkRange(fromOffset, length);
    if (toByte % 4 !== 0 || toByte + length * 4 > to.bytes)
      throw new DeviceError(`staging "${to.label}": bytes ${toByte} to ${toByte + length * 4} of ${to.bytes}`);
    if (length > 0) this.#list.push({ kind: "stage", from, to, args: [fromOffset * 4, toByte, length * 4] });
    return this;
  }

  /** Zeroes `length` elements. */
  clear(buffer: GpuBuffer, offset = 0, length = buffer.length - offset): this {
    buffer.checkRange(offset, length);
    if (length > 0) this.#list.push({ kind: "clear", buffer, at: offset * 4, bytes: length * 4 });
    return this;
  }

  /** Encodes and queues the list without waiting. With a profiler each run of dispatches of one label is a timed pass. */
  queue(profiler?: Profiler): void {
    this.device.check();
    const encoder = this.device.raw.createCommandEncoder({ label: this.label });
    const staged = new Set<Staging>();
    encode(encoder, this.#list, staged, profiler);
    profiler?.resolve(encoder);
    this.device.raw.queue.submit([encoder.finish({ label: this.label })]);
    for (const staging of staged) staging.written();
  }

  /** Queues the list; resolves when the GPU has done it. Several submits may be under way: they run in order. */
  submit(profiler?: Profiler): Promise<void> {
    try {
      this.queue(profiler);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.device.idle();
  }
}

function encode(encoder: GPUCommandEncoder, list: readonly Command[], staged: Set<Staging>, profiler: Profiler | undefined): void {
  let pass: GPUComputePassEncoder | undefined;
  let label: string | undefined;
  let last: Bound | undefined;
  const end = (): void => {
    pass?.end();
    pass = last = undefined;
  };
  for (const command of list) {
    if (command.kind !== "dispatch") {
      end();
      encodeCopy(encoder, command, staged);
      continue;
    }
    const { bound } = command;
    if (profiler && label !== bound.label) end();
    if (!pass) {
      label = bound.label;
      pass = encoder.beginComputePass({ label, ...profiler?.passOf(label) });
    }
    if (last?.kernel !== bound.kernel) pass.setPipeline(bound.kernel.pipeline);
    setGroups(pass, bound, last, command.offset);
    last = bound;
    profiler?.dispatched();
    pass.dispatchWorkgroups(command.x, command.y);
  }
  end();
}

function setGroups(pass: GPUComputePassEncoder, bound: Bound, last: Bound | undefined, offset: readonly number[] | undefined): void {
  for (let g = 0; g < bound.groups.length; g++) {
    if (g === 1 && offset) pass.setBindGroup(1, bound.groups[1], offset as number[]);
    else if (bound !== last) pass.setBindGroup(g, bound.groups[g]);
  }
}

function encodeCopy(encoder: GPUCommandEncoder, command: Copy, staged: Set<Staging>): void {
  if (command.kind === "clear") {
    encoder.clearBuffer(command.buffer.raw, command.at, command.bytes);
    return;
  }
  const [from, to, bytes] = command.args;
  let target: GPUBuffer;
  if (command.kind === "stage") {
    target = command.to.target();
    staged.add(command.to);
  } else target = command.to.raw;
  encoder.copyBufferToBuffer(command.from.raw, from, target, to, bytes);
}

/** Workgroups as (x, y) with x * y >= n and neither above `limit`; the surplus is less than y. */
function foldWorkgroups(n: number, limit: number): readonly [number, number] {
  const y = Math.ceil(n / limit);
  if (y > limit) throw new DeviceError(`${n} workgroups are more than ${limit} x ${limit}`);
  return [Math.ceil(n / y), y];
}
