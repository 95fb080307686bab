import { GalvaniError } from "../errors.ts";
import { BARRIER_WORDS, Barrier } from "../threads/barrier.ts";
import type { Crew } from "../threads/crew.ts";
import { WHOLE, type Workplace } from "../twins/lib/share.ts";
import { Run } from "../twins/lib/window.ts";
import type { Words } from "./arena.ts";
import { cpuRates, type Rates } from "./ceilings-cpu.ts";
import type { SpanSink } from "./executor.ts";
import { type BindJob, type Located, now, type SubmitJob, type ThreadSpans, WAITING } from "./hands.ts";
import { type Plan, type PlannedKernel, twinArguments } from "./plan.ts";

/** What the cpu executor holds, as its threads are to see it. */
export interface Holdings {
  readonly plan: Plan;
  readonly memory: WebAssembly.Memory;
  /** Where each thread has SCRATCH_BYTES of it to itself. */
  readonly scratch: readonly number[];
  readonly buffers: Readonly<Record<string, Words>>;
  readonly kernels: Readonly<Record<string, PlannedKernel>>;
  readonly sink: SpanSink | undefined;
}

/** Runs the dispatches of the cpu executor. */
export interface Runner {
  readonly threads: number;
  /** Takes what is to be run from now on. */
  bind(holdings: Holdings): Promise<void>;
  submit(windows: number): Promise<void>;
  /** What its threads can do together, adds scattered over so many cells. */
  rates(slots: number): Promise<Rates>;
  end(): void;
}

type Call = (run: Uint32Array, window: Uint32Array, ...rest: Words[]) => void;

/** This thread does everything. */
export class OneThread implements Runner {
  readonly threads = 1;
  private calls: (() => void)[] = [];
  private readonly window = new Uint32Array(1);
  /** When the last timed call ended, or the submit began. */
  private last = 0;
  /** A twin keeps what it prepared, and what compilers learned of it. */
  private readonly twins = new Map<PlannedKernel, Call>();

  async bind({ plan, memory, scratch, buffers, kernels, sink }: Holdings): Promise<void> {
    this.calls = plan.window.map((dispatch) => {
      const { kernel, label } = dispatch;
      const twin = this.twinOf(kernel, kernels[kernel], { memory, scratch: scratch[0] });
      const rest = twinArguments(dispatch).map((name) => buffers[name] ?? plan.uniforms[name]);
      const call = () => twin(plan.run, this.window, ...rest);
      return sink ? this.timed(call, label, sink) : call;
    });
  }

  async submit(windows: number): Promise<void> {
    this.last = performance.now();
    for (let w = 0; w < windows; w++) {
      this.window[0] = w;
      for (const call of this.calls) call();
    }
  }

  rates(slots: number): Promise<Rates> {
    return cpuRates(slots);
  }

  end(): void {
    this.calls = [];
    this.twins.clear();
  }

  /** A call whose times go to `sink`, from the end of the one before: short calls lose nothing to the clock. */
  private timed(call: () => void, label: string, sink: SpanSink): () => void {
    return () => {
      call();
      const now = performance.now();
      sink.span("thread 0", label, this.last, now - this.last, 1);
      this.last = now;
    };
  }

  private twinOf(name: string, kernel: PlannedKernel, workplace: Workplace): Call {
    const twin = this.twins.get(kernel) ?? (kernel.twin?.({ ...WHOLE, workplace }) as Call | undefined);
    if (!twin) throw new GalvaniError(`kernel ${name} has no twin: this network runs on a GPU adapter only`);
    this.twins.set(kernel, twin);
    return twin;
  }
}

/** Every thread of a crew does its share of each dispatch; this one waits for them with its event loop free. */
export class ManyThreads implements Runner {
  private readonly barrier = new Int32Array(new SharedArrayBuffer(4 * BARRIER_WORDS));
  private holdings: Holdings | undefined;
  private failed: unknown;
  private readonly versions = new WeakMap<object, number>();
  private next = 1;

  constructor(private readonly crew: Crew) {}

  get threads(): number {
    return this.crew.count;
  }

  async bind(holdings: Holdings): Promise<void> {
    this.holdings = holdings;
    const { plan, memory, scratch, sink } = holdings;
    const { count } = this.crew;
    const names = new Set(plan.window.flatMap(twinArguments));
    const job: Omit<BindJob, "share"> = {
      barrier: this.barrier,
      run: plan.run,
      buffers: Object.fromEntries([...names].map((name) => [name, this.located(name, holdings)])),
      kernels: Object.fromEntries(Object.entries(holdings.kernels).map(([name, kernel]) => [name, this.specified(name, kernel)])),
      window: plan.window.map((dispatch) => {
        const { kernel, label, own = false } = dispatch;
        return { kernel, names: twinArguments(dispatch), label, own };
      }),
      timed: sink !== undefined,
    };
    await this.crew.ask<void>(
      "bind",
      (index): BindJob => ({
        ...job,
        share: { index, count, workplace: { memory, scratch: scratch[index] } },
      }),
    );
  }

  async submit(windows: number): Promise<void> {
    const { holdings } = this;
    if (!holdings) throw new Error("a submit before the plan");
    // Where one thread failed, the buffers hold half a window.
    if (this.failed !== undefined) throw this.failed;
    const { run } = holdings.plan;
    const job: SubmitJob = { windows, end: run[Run.end_step], settle: run[Run.settle] };
    try {
      const spans = await this.crew.ask<ThreadSpans | undefined>(
        "submit",
        () => job,
        () => new Barrier(this.barrier, this.crew.count).stop(),
      );
      const { sink } = holdings;
      if (sink) spans.forEach((times, thread) => times && report(times, thread, sink));
    } catch (error) {
      this.failed = error;
      throw error;
    }
  }

  /** Each thread has cells of its own, as it has in the ring. */
  async rates(slots: number): Promise<Rates> {
    const all = await this.crew.ask<Rates>("rates", () => Math.ceil(slots / this.crew.count));
    const sum = (key: keyof Rates) => all.reduce((total, one) => total + one[key], 0);
    return { copyGBs: sum("copyGBs"), atomicMs: sum("atomicMs"), fmaGops: sum("fmaGops") };
  }

  end(): void {
    this.crew.close();
  }

  /** The same number for as long as it is the same object. */
  private version(object: object): number {
    const version = this.versions.get(object) ?? this.next++;
    this.versions.set(object, version);
    return version;
  }

  private located(name: string, { plan, buffers, memory }: Holdings): Located {
    const words = buffers[name] ?? plan.uniforms[name];
    const version = this.version(words);
    if (words.buffer === memory.buffer)
      return { version, where: { type: plan.buffers[name].type, at: words.byteOffset, length: words.length } };
    if (name in buffers && !(words.buffer instanceof SharedArrayBuffer)) throw new GalvaniError(`buffer ${name} is not in shared memory`);
    return { version, where: words };
  }

  private specified(name: string, kernel: PlannedKernel): BindJob["kernels"][string] {
    if (!kernel.spec) throw new GalvaniError(`kernel ${name} has no twin that a thread could make`);
    return { version: this.version(kernel), spec: kernel.spec };
  }
}

/** Gives the times of one thread's submit to `sink`, by this thread's clock. */
function report({ labels, starts, durations }: ThreadSpans, thread: number, sink: SpanSink): void {
  const offset = now() - performance.now();
  labels.forEach((label, k) => {
    sink.span(`thread ${thread}`, label, starts[k] - offset, durations[k], label === WAITING ? 0 : 1);
  });
}
