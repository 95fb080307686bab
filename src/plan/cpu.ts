import { GalvaniError } from "../errors.ts";
import type { ElementType, TypedArrays } from "../gpu/buffers.ts";
import { WHOLE } from "../twins/lib/share.ts";
import { Arena, type Words } from "./arena.ts";
import { breathe } from "./breathe.ts";
import type { Batch, Executor, SpanClock, SpanSink } from "./executor.ts";
import type { Plan, PlannedKernel } from "./plan.ts";

type Call = (run: Uint32Array, window: Uint32Array, ...rest: Words[]) => void;

/** Runs a plan on its twins, one thread. The default where there is no GPU. */
export class CpuExecutor implements Executor {
  readonly kind = "cpu";
  readonly adapter: string;
  readonly adapterKind = "cpu";
  readonly depth = 1;
  dispatches = 0;
  private buffers: Record<string, Words> = {};
  private readonly arena: Arena;
  private readonly lengths: Record<string, number> = {};
  private readonly kernels: Record<string, PlannedKernel>;
  private bare: (() => void)[] = [];
  /** `bare`, timed while somebody profiles. */
  private calls: (() => void)[] = [];
  private readonly window = new Uint32Array(1);
  private step = 0;
  private sink: SpanSink | undefined;

  /** @throws GalvaniError if a kernel of the plan has no twin */
  constructor(private readonly plan: Plan) {
    this.adapter = "cpu (TypeScript, 1 thread)";
    this.kernels = { ...plan.kernels };
    const placed = Object.entries(plan.buffers).filter(([, { outside }]) => !outside);
    this.arena = new Arena(placed.reduce((sum, [, { length }]) => sum + 4 * length + 64, 0));
    for (const [name, buffer] of Object.entries(plan.buffers)) {
      this.buffers[name] = buffer.outside && buffer.data ? buffer.data : this.placed(name, buffer.type, buffer.length, buffer.data);
      buffer.data = undefined;
    }
    this.bind();
  }

  get bytes(): number {
    return Object.values(this.buffers).reduce((sum, buffer) => sum + buffer.byteLength, 0);
  }

  setEnd(step: number): void {
    this.plan.run[0] = step;
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
    for (let w = 0; w < windows; w++) {
      this.window[0] = w;
      for (const call of this.calls) call();
      this.dispatches += this.calls.length;
    }
    this.step = control[stepsAt + windows];
    await breathe();
    return { control, queue: this.buffers.queue as Uint32Array, traces: this.buffers.traces as Float32Array };
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
    this.bind();
  }

  async exchange(name: string, kernel: PlannedKernel): Promise<void> {
    this.kernels[name] = kernel;
    this.bind();
  }

  async profile(sink: SpanSink | undefined): Promise<SpanClock> {
    this.sink = sink;
    this.watched();
    return "host";
  }

  destroy(): void {
    this.bare = this.calls = [];
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

  private bind(): void {
    const { plan, buffers, kernels, window } = this;
    this.bare = plan.window.map(({ kernel, bindings }) => {
      const twin = kernels[kernel].twin?.(WHOLE) as Call | undefined;
      if (!twin) throw new GalvaniError(`kernel ${kernel} has no twin: this network runs on a GPU adapter only`);
      const rest = Object.values(bindings).map((name) => buffers[name] ?? plan.uniforms[name]);
      return () => twin(plan.run, window, ...rest);
    });
    this.watched();
  }

  private watched(): void {
    const { plan, bare, sink } = this;
    this.calls = sink ? bare.map((call, k) => timed(call, plan.window[k].label, sink)) : bare;
  }
}

/** A call whose times go to `sink`. */
function timed(call: () => void, label: string, sink: SpanSink): () => void {
  return () => {
    const start = performance.now();
    call();
    sink.span("thread 0", label, start, performance.now() - start, 1);
  };
}
