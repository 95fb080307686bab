import type { ElementType, GpuBuffer, TypedArrays, UniformBuffer } from "../gpu/buffers.ts";
import type { Commands } from "../gpu/commands.ts";
import { type Device, nameOf } from "../gpu/device.ts";
import type { Program, ProgramExecutor, Stage } from "./program.ts";

/** ms of GPU work that may be under way before the host waits: long enough to hide the wait, short enough for a page to stay alive. */
const SUBMIT_MS = 40;
/** Runs of a sequence in one wait, at most. */
const MOST_RUNS = 256;

/** Runs a program on a GPU device. */
export class GpuProgram implements ProgramExecutor {
  readonly adapter: string;
  readonly adapterKind: "hardware" | "software";
  private readonly lists: Record<string, Commands> = {};
  /** Runs between two waits, for each sequence. */
  private readonly together: Record<string, number> = {};

  private constructor(
    private readonly device: Device,
    private readonly buffers: Record<string, GpuBuffer>,
  ) {
    this.adapter = nameOf(device.summary);
    this.adapterKind = device.summary.kind;
  }

  /** Compiles the kernels and uploads the buffers; the program's own copies are dropped. @throws ShaderError, DeviceError */
  static async create(device: Device, program: Program): Promise<GpuProgram> {
    const sources = Object.values(program.sequences).flatMap((stages) => stages.map(({ kernel }) => kernel.source));
    // Side by side: a driver may compile them on several cores.
    await Promise.all(sources.map((source) => device.kernel(source)));
    const buffers: Record<string, GpuBuffer> = {};
    for (const [name, buffer] of Object.entries(program.buffers)) {
      buffers[name] = await device.buffer(name, buffer.type, Math.max(1, buffer.length));
      if (buffer.data && buffer.length > 0) buffers[name].write(buffer.data as never);
      buffer.data = undefined;
    }
    const made = new GpuProgram(device, buffers);
    for (const [name, stages] of Object.entries(program.sequences)) {
      const list = device.commands(name);
      for (const stage of stages) list.dispatch(await made.bind(stage), stage.workgroups);
      made.lists[name] = list;
      made.together[name] = 1;
    }
    return made;
  }

  async run(sequence: string, times = 1): Promise<void> {
    for (let done = 0; done < times; ) {
      const count = Math.min(this.together[sequence], times - done);
      const started = performance.now();
      for (let n = 0; n < count; n++) this.lists[sequence].queue();
      await this.device.idle();
      done += count;
      const ms = performance.now() - started;
      if (count === this.together[sequence] && ms < SUBMIT_MS / 2) this.together[sequence] = Math.min(MOST_RUNS, 2 * count);
      else if (ms > 2 * SUBMIT_MS) this.together[sequence] = Math.max(1, count >> 1);
    }
  }

  async read<T extends ElementType>(buffer: string, type: T): Promise<TypedArrays[T]> {
    return this.buffers[buffer].readAs(type);
  }

  write(buffer: string, data: Float32Array | Uint32Array | Int32Array, at = 0): void {
    this.buffers[buffer].write(data as never, at);
  }

  destroy(): void {
    this.device.destroy();
  }

  private async bind({ label, kernel, shape, bindings }: Stage) {
    const compiled = await this.device.kernel(kernel.source);
    const uniform = await this.device.uniform(label, compiled.uniformSize("shape"));
    uniform.write(compiled.pack("shape", shape));
    const named: Record<string, GpuBuffer | UniformBuffer> = { shape: uniform };
    for (const [variable, name] of Object.entries(bindings)) named[variable] = this.buffers[name];
    return compiled.bind(named, label);
  }
}
