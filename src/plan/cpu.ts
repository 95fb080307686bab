import { GalvaniError } from "../errors.ts";
import type { ElementType, TypedArrays } from "../gpu/buffers.ts";
import type { Crew } from "../threads/crew.ts";
import { SCRATCH_BYTES } from "../twins/lib/share.ts";
import { Run } from "../twins/lib/window.ts";
import { Arena, type Words } from "./arena.ts";
import type { Batch } from "./batch.ts";
import { breathe } from "./breathe.ts";
import { type Ceilings, slotsOf } from "./ceilings.ts";
import type { Executor, SpanClock, SpanSink } from "./executor.ts";
import type { Plan, PlannedKernel } from "./plan.ts";
import { ManyThreads, OneThread, type Runner } from "./runner.ts";

/** Runs a plan on its twins: in this thread, or in those of a crew. The default where there is no GPU. */
export class CpuExecutor implements Executor {
  readonly kind = "cpu";
  readonly adapter: string;
  readonly adapterKind = "cpu";
  readonly depth = 1;
  dispatches = 0;
  private buffers: Record<string, Words> = {};
  private readonly arena: Arena;
  /** Where each thread has memory to itself, in bytes. */
  private readonly scratch: readonly number[];
  private readonly lengths: Record<string, number> = {};
  private readonly kernels: Record<string, PlannedKernel>;
  private readonly runner: Runner;
  /** Whether the runner has what is here now. */
  private bound = false;
  private step = 0;
  private sink: SpanSink | undefined;

  /**
   * @param crew threads to run on, those the plan's rows were cut for; the executor ends them with itself
   * @throws GalvaniError if a kernel of the plan has no twin, or a buffer is on a device
   */
  constructor(
    private readonly plan: Plan,
    crew?: Crew,
  ) {
    for (const [name, { twin }] of Object.entries(plan.kernels))
      if (!twin) throw new GalvaniError(`kernel ${name} has no twin: this network runs on a GPU adapter only`);
    for (const [name, { held }] of Object.entries(plan.buffers))
      if (held) throw new GalvaniError(`buffer ${name} is on a GPU: this plan runs there only`);
    this.runner = crew ? new ManyThreads(crew) : new OneThread();
    this.adapter = `cpu (${this.threads} thread${this.threads === 1 ? "" : "s"})`;
    this.kernels = { ...plan.kernels };
    const placed = Object.entries(plan.buffers).filter(([, { outside }]) => !outside);
    this.arena = new Arena(placed.reduce((sum, [, { length }]) => sum + 4 * length + 64, this.threads * SCRATCH_BYTES));
    this.scratch = Array.from({ length: this.threads }, (_, k) => this.arena.place(`scratch ${k}`, "u32", SCRATCH_BYTES / 4).byteOffset);
    for (const [name, buffer] of Object.entries(plan.buffers)) {
      this.buffers[name] = buffer.outside && buffer.data ? buffer.data : this.placed(name, buffer.type, buffer.length, buffer.data);
      buffer.data = undefined;
    }
  }

  get threads(): number {
    return this.runner.threads;
  }

  get bytes(): number {
    return Object.values(this.buffers).reduce((sum, buffer) => sum + buffer.byteLength, 0);
  }

  setEnd(step: number, settle = false): void {
    this.plan.run[Run.end_step] = step;
    this.plan.run[Run.settle] = settle ? 1 : 0;
  }

  setStep(step: number): void {
    this.step = step;
  }

  async submit(windows: number): Promise<Batch> {
    const { stepsAt, tailsAt } = this.plan;
    const control = this.buffers.control as Uint32Array;
    control[0] = 0;
    control[tailsAt] = 0;
    control[stepsAt] = this.step;
    if (!this.bound) await this.bind();
    await this.runner.submit(windows);
    this.dispatches += windows * this.plan.window.length;
    this.step = control[stepsAt + windows];
    await breathe();
    return { windows, control, queue: this.buffers.queue as Uint32Array, traces: this.buffers.traces as Float32Array };
  }

  async read<T extends ElementType>(buffer: string, _type: T): Promise<TypedArrays[T]> {
    return this.buffers[buffer].slice() as TypedArrays[T];
  }

  async replace(buffer: string, data: Words): Promise<void> {
    const type = this.plan.buffers[buffer].type;
    const memory = this.arena.memory.buffer;
    // A new array each time: twins keep what they prepared from a buffer for as long as it is the same one.
    this.buffers[buffer] = this.placed(buffer, type, data.length, data);
    if (this.arena.memory.buffer !== memory) this.renew(memory);
    this.bound = false;
  }

  async exchange(name: string, kernel: PlannedKernel): Promise<void> {
    this.kernels[name] = kernel;
    this.bound = false;
  }

  async profile(sink: SpanSink | undefined): Promise<SpanClock> {
    this.sink = sink;
    // Now: in the first submit it would be nobody's time.
    await this.bind();
    return "host";
  }

  async ceilings(ringBytes: number): Promise<Ceilings> {
    const slots = slotsOf(ringBytes);
    return { ...(await this.runner.rates(slots)), footprintBytes: 4 * slots };
  }

  destroy(): void {
    this.runner.end();
    for (const name of Object.keys(this.buffers)) delete this.buffers[name];
  }

  private placed(name: string, type: ElementType, length: number, data: Words | undefined): Words {
    const words = this.arena.place(name, type, length);
    this.lengths[name] = length;
    if (data) words.set(data);
    return words;
  }

  /** The memory has grown: arrays on its old buffer are made anew where they were. */
  private renew(old: ArrayBufferLike): void {
    for (const [name, words] of Object.entries(this.buffers))
      if (words.buffer === old) this.buffers[name] = this.arena.place(name, this.plan.buffers[name].type, this.lengths[name]);
  }

  private async bind(): Promise<void> {
    const { plan, buffers, kernels, scratch, sink } = this;
    await this.runner.bind({ plan, memory: this.arena.memory, scratch, buffers, kernels, sink });
    this.bound = true;
  }
}
