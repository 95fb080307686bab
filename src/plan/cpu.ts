import { GalvaniError } from "../errors.ts";
import type { ElementType, TypedArrays } from "../gpu/buffers.ts";
import { breathe } from "./breathe.ts";
import type { Batch, Executor } from "./executor.ts";
import type { Plan, PlannedKernel } from "./plan.ts";

type Words = Float32Array | Uint32Array | Int32Array;
type Call = (run: Uint32Array, window: Uint32Array, ...rest: Words[]) => void;

/** Runs a plan on its twins, one thread. The default where there is no GPU. */
export class CpuExecutor implements Executor {
  readonly kind = "cpu";
  readonly adapter: string;
  readonly adapterKind = "cpu";
  readonly depth = 1;
  dispatches = 0;
  private readonly buffers: Record<string, Words> = {};
  private readonly kernels: Record<string, PlannedKernel>;
  private calls: (() => void)[] = [];
  private readonly window = new Uint32Array(1);
  private step = 0;

  /** @throws GalvaniError if a kernel of the plan has no twin */
  constructor(private readonly plan: Plan) {
    this.adapter = "cpu (TypeScript, 1 thread)";
    this.kernels = { ...plan.kernels };
    for (const [name, buffer] of Object.entries(plan.buffers)) {
      this.buffers[name] = buffer.data ?? zeros(name, buffer.type, buffer.length);
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
    // A new array each time: twins keep what they prepared from a buffer for as long as it is the same one.
    this.buffers[buffer] = data.slice();
    this.bind();
  }

  async exchange(name: string, kernel: PlannedKernel): Promise<void> {
    this.kernels[name] = kernel;
    this.bind();
  }

  destroy(): void {
    this.calls = [];
    for (const name of Object.keys(this.buffers)) delete this.buffers[name];
  }

  private bind(): void {
    const { plan, buffers, kernels, window } = this;
    this.calls = plan.window.map(({ kernel, bindings }) => {
      const twin = kernels[kernel].twin as Call | undefined;
      if (!twin) throw new GalvaniError(`kernel ${kernel} has no twin: this network runs on a GPU adapter only`);
      const rest = Object.values(bindings).map((name) => buffers[name] ?? plan.uniforms[name]);
      return () => twin(plan.run, window, ...rest);
    });
  }
}

function zeros(name: string, type: ElementType, length: number): Words {
  try {
    return type === "f32" ? new Float32Array(length) : type === "u32" ? new Uint32Array(length) : new Int32Array(length);
  } catch (cause) {
    throw new GalvaniError(`buffer ${name} (${4 * length} bytes) does not fit this machine's memory; use a smaller network`, { cause });
  }
}
