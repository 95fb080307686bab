import type { ElementType, GpuBuffer, TypedArrays, UniformBuffer } from "../gpu/buffers.ts";
import type { Commands } from "../gpu/commands.ts";
import { type Device, nameOf } from "../gpu/device.ts";
import type { Bound, Kernel } from "../gpu/kernel.ts";
import type { Staging } from "../gpu/staging.ts";
import { Run } from "../twins/lib/window.ts";
import type { Batch } from "./batch.ts";
import { type Ceilings, measureCeilings } from "./ceilings.ts";
import type { Executor, SpanClock, SpanSink } from "./executor.ts";
import { GpuSpans } from "./gpu-spans.ts";
import type { Plan, PlannedDispatch, PlannedKernel } from "./plan.ts";

/** Workgroups that a software adapter is given of work which any number can do: each costs it about 4 us, and these keep two cores busy. */
const SOFTWARE_WORKGROUPS = 16;

/** The uniform `shape` of the dispatch at place `k` of a window. */
const shapeName = (k: number) => `shape of dispatch ${k}`;

/** Runs a plan on a GPU device. The step counter lives there: a submit continues where the one before it stopped. */
export class GpuExecutor implements Executor {
  readonly kind = "gpu";
  readonly adapter: string;
  readonly adapterKind: "hardware" | "software";
  readonly depth = 2;
  readonly threads = 1;
  dispatches = 0;
  private bound: Bound[] = [];
  private lists = new Map<number, Commands>();
  private spans: GpuSpans | undefined;

  private constructor(
    private readonly device: Device,
    private readonly plan: Plan,
    private readonly kernels: Record<string, Kernel>,
    private readonly buffers: Record<string, GpuBuffer>,
    private readonly uniforms: Readonly<Record<string, UniformBuffer>>,
    private readonly carry: GpuBuffer<"u32">,
    private readonly staging: Staging,
  ) {
    this.adapter = nameOf(device.summary);
    this.adapterKind = device.summary.kind;
    this.bind();
  }

  /** Compiles the kernels and uploads the buffers that are not on the device yet; the plan's own copies are dropped. @throws ShaderError, DeviceError */
  static async create(device: Device, plan: Plan): Promise<GpuExecutor> {
    // Side by side: a driver may compile them on several cores.
    const compiled = Object.entries(plan.kernels).map(async ([name, { source }]) => [name, await device.kernel(source)] as const);
    const kernels: Record<string, Kernel> = Object.fromEntries(await Promise.all(compiled));
    const buffers: Record<string, GpuBuffer> = {};
    for (const [name, buffer] of Object.entries(plan.buffers)) {
      const { uniform } = buffer;
      buffers[name] = buffer.held ?? (await device.buffer(name, buffer.type, Math.max(1, buffer.length), { uniform }));
      if (buffer.data && buffer.length > 0) buffers[name].write(buffer.data as never);
      buffer.data = undefined;
    }
    const uniforms: Record<string, UniformBuffer> = {};
    uniforms.run = await device.uniform("run", plan.run.byteLength);
    uniforms.run.write(plan.run);
    uniforms.window = await device.uniform("window", 4, plan.maxWindows);
    uniforms.window.writeAll(Uint32Array.from({ length: plan.maxWindows }, (_, w) => w).buffer);
    for (const [name, words] of Object.entries(plan.uniforms)) {
      uniforms[name] = await device.uniform(name, words.byteLength);
      uniforms[name].write(words);
    }
    for (const [k, { kernel, label, stage }] of plan.window.entries()) {
      if (!stage) continue;
      uniforms[shapeName(k)] = await device.uniform(label, kernels[kernel].uniformSize("shape"));
      uniforms[shapeName(k)].write(kernels[kernel].pack("shape", stage.shape));
    }
    const carry = await device.buffer("carry", "u32", 1);
    const bytes = 4 * (plan.buffers.control.length + plan.buffers.traces.length + plan.buffers.queue.length);
    return new GpuExecutor(device, plan, kernels, buffers, uniforms, carry, await device.staging("results", bytes));
  }

  get bytes(): number {
    return Object.values(this.buffers).reduce((sum, buffer) => sum + buffer.byteLength, 0);
  }

  setEnd(step: number, settle = false): void {
    this.plan.run[Run.end_step] = step;
    this.plan.run[Run.settle] = settle ? 1 : 0;
    this.uniforms.run.write(this.plan.run);
  }

  setStep(step: number): void {
    this.carry.write(Uint32Array.of(step));
  }

  async submit(windows: number): Promise<Batch> {
    const timing = this.spans?.begin(windows);
    const list = this.lists.get(windows) ?? this.record(windows);
    // The steered lengths are powers of two; the odd ones that end a run are not worth keeping.
    if (Number.isInteger(Math.log2(windows))) this.lists.set(windows, list);
    list.queue(timing?.profiler);
    timing?.queued();
    this.dispatches += windows * this.bound.length;
    const { control, traces, queue } = this.plan.buffers;
    const bytes = await this.staging.take(this.staging.bytes, timing?.copied);
    const batch = {
      windows,
      control: new Uint32Array(bytes, 0, control.length),
      traces: new Float32Array(bytes, 4 * control.length, traces.length),
      queue: new Uint32Array(bytes, 4 * (control.length + traces.length), queue.length),
    };
    await timing?.done();
    return batch;
  }

  async read<T extends ElementType>(buffer: string, type: T): Promise<TypedArrays[T]> {
    return this.buffers[buffer].readAs(type);
  }

  async replace(buffer: string, data: Float32Array | Uint32Array | Int32Array): Promise<void> {
    const old = this.buffers[buffer];
    if (data.length === old.length) {
      old.write(data as never);
      return;
    }
    this.buffers[buffer] = await this.device.buffer(buffer, old.type, Math.max(1, data.length));
    this.buffers[buffer].write(data as never);
    old.destroy();
    this.bind();
  }

  async exchange(name: string, kernel: PlannedKernel): Promise<void> {
    this.kernels[name] = await this.device.kernel(kernel.source);
    this.bind();
  }

  async profile(sink: SpanSink | undefined): Promise<SpanClock> {
    this.spans?.end();
    this.spans = sink && (await GpuSpans.create(this.device, this.plan, this.depth, sink));
    return this.spans?.clock ?? "host";
  }

  ceilings(ringBytes: number): Promise<Ceilings> {
    return measureCeilings(this.device, ringBytes);
  }

  destroy(): void {
    this.device.destroy();
  }

  private bind(): void {
    this.lists.clear();
    const { run, window } = this.uniforms;
    this.bound = this.plan.window.map(({ kernel, bindings, label, stage }, k) => {
      const named: Record<string, GpuBuffer | UniformBuffer> = stage
        ? { shape: this.uniforms[shapeName(k)], gate: this.buffers[stage.gate] }
        : { run, window };
      for (const [variable, name] of Object.entries(bindings)) named[variable] = this.buffers[name] ?? this.uniforms[name];
      return this.kernels[kernel].bind(named, label);
    });
  }

  private workgroupsOf({ workgroups, divisible }: PlannedDispatch): number {
    return divisible && this.adapterKind === "software" ? Math.min(workgroups, SOFTWARE_WORKGROUPS) : workgroups;
  }

  private record(windows: number): Commands {
    const { control, traces, queue } = this.buffers;
    const { tailsAt, stepsAt } = this.plan;
    const { plan, carry, staging } = this;
    const list = this.device.commands(`${windows} windows`);
    list.clear(control, 0, 1).clear(control, tailsAt, 1).copy(carry, control, 0, stepsAt, 1);
    for (let w = 0; w < windows; w++)
      plan.window.forEach((dispatch, k) => {
        // Stages have no uniform that changes from window to window.
        list.dispatch(this.bound[k], this.workgroupsOf(dispatch), dispatch.stage ? 0 : w);
      });
    list.copy(control, carry, stepsAt + windows, 0, 1);
    const inControl = plan.buffers.control.length;
    const inTraces = plan.buffers.traces.length;
    list.stage(control, staging, 0, 0, inControl);
    list.stage(traces, staging, 0, 4 * inControl, inTraces);
    return list.stage(queue, staging, 0, 4 * (inControl + inTraces), plan.buffers.queue.length);
  }
}
