import type { ElementType } from "../gpu/buffers.ts";
import { Barrier } from "../threads/barrier.ts";
import { type Twin, type TwinSpec, twinOf } from "../twins/kernels.ts";
import type { Share, Workplace } from "../twins/lib/share.ts";
import { Run } from "../twins/lib/window.ts";
import { viewOf, type Words } from "./arena.ts";
import { cpuRates } from "./ceilings-cpu.ts";

/** What a thread spent its time on during a submit: starts and durations in ms of the clock that all threads share. */
export interface ThreadSpans {
  readonly labels: readonly string[];
  readonly starts: readonly number[];
  readonly durations: readonly number[];
}

/** A buffer in the executor's memory, or an array of its own. `version` changes whenever the buffer is another one. */
export interface Located {
  readonly version: number;
  readonly where: { readonly type: ElementType; readonly at: number; readonly length: number } | Words;
}

/** What a worker needs of a plan. */
export interface BindJob {
  readonly share: Share & { readonly workplace: Workplace };
  readonly barrier: Int32Array;
  readonly run: Uint32Array;
  readonly buffers: Readonly<Record<string, Located>>;
  readonly kernels: Readonly<Record<string, { readonly version: number; readonly spec: TwinSpec }>>;
  /** Dispatches of a window: kernel, names of its buffers, label, and whether it waits for nobody. */
  readonly window: readonly { readonly kernel: string; readonly names: readonly string[]; readonly label: string; readonly own: boolean }[];
  /** Whether `submit` returns what time was spent on. */
  readonly timed: boolean;
}

export interface SubmitJob {
  readonly windows: number;
  /** Step at which windows stop, and whether plastic synapses are to be up to date there. */
  readonly end: number;
  readonly settle: number;
}

/** Label of the time a thread waits for the others. */
export const WAITING = "wait for the other threads";

/** The clock all threads of a process share, ms. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

interface Call {
  readonly run: () => void;
  readonly label: string;
  /** Whether all threads must have finished what comes before. */
  readonly waits: boolean;
  /** Whether there is nothing to do in this window, which all threads find alike: then nobody waits. */
  readonly idle?: () => boolean;
}

/** One worker's part of a plan: its share of every dispatch, in step with the others. */
class Hand {
  private job: BindJob | undefined;
  private workplace: Workplace | undefined;
  private barrier: Barrier | undefined;
  private calls: Call[] = [];
  private run: Uint32Array = new Uint32Array(0);
  private readonly window = new Uint32Array(1);
  private readonly views = new Map<string, { version: number; words: Words }>();
  private readonly twins = new Map<string, { version: number; twin: Twin }>();

  bind(job: BindJob): void {
    const { kernels, window } = job;
    const share = { ...job.share, workplace: this.kept(job.share.workplace) };
    const own = { ...job, share };
    this.job = own;
    this.run = job.run;
    this.barrier = new Barrier(job.barrier, share.count);
    this.calls = window.map(({ kernel, names, label, own: alone }, k) => {
      const twin = this.twin(kernel, kernels[kernel].version, kernels[kernel].spec, share);
      const buffers = names.map((name) => this.view(name, own)) as never[];
      const { idle } = twin;
      return {
        run: () => twin(this.run, this.window, ...buffers),
        label,
        waits: k > 0 && window[k - 1].kernel !== kernel && !alone,
        ...(idle && { idle: () => idle(this.run, this.window, ...buffers) }),
      };
    });
  }

  /**
   * Every message brings the same memory as another object, whose buffer compares unequal to that of views made before: the first is kept
   * for as long as the memory has not grown.
   */
  private kept(workplace: Workplace): Workplace {
    const known = this.workplace;
    if (known?.scratch === workplace.scratch && known.memory.buffer.byteLength === workplace.memory.buffer.byteLength) return known;
    this.views.clear();
    this.twins.clear();
    this.workplace = workplace;
    return workplace;
  }

  submit({ windows, end, settle }: SubmitJob): ThreadSpans | undefined {
    const { job, barrier } = this;
    if (!job || !barrier) throw new Error("a submit before the plan");
    this.run[Run.end_step] = end;
    this.run[Run.settle] = settle;
    const timed = job.timed ? new Stopwatch() : undefined;
    try {
      for (let w = 0; w < windows; w++) {
        this.window[0] = w;
        for (const { run, label, waits, idle } of this.calls) {
          if (idle?.()) continue;
          if (waits) wait(barrier, timed);
          if (timed) timed.take(label, run);
          else run();
        }
        wait(barrier, timed);
      }
    } catch (error) {
      barrier.stop();
      throw error;
    }
    return timed?.spans;
  }

  /** The same array for as long as it is the same buffer: twins keep what they prepared from it. */
  private view(name: string, { buffers, share }: BindJob): Words {
    const { version, where } = buffers[name];
    const known = this.views.get(name);
    if (known?.version === version) return known.words;
    const words = ArrayBuffer.isView(where) ? where : viewOf(share.workplace.memory, where.type, where.at, where.length);
    this.views.set(name, { version, words });
    return words;
  }

  private twin(name: string, version: number, spec: TwinSpec, share: Share): Twin {
    const known = this.twins.get(name);
    if (known?.version === version) return known.twin;
    const twin = twinOf(spec, share);
    this.twins.set(name, { version, twin });
    return twin;
  }
}

function wait(barrier: Barrier, timed: Stopwatch | undefined): void {
  if (timed) timed.take(WAITING, () => barrier.wait());
  else barrier.wait();
}

class Stopwatch {
  readonly spans = { labels: [] as string[], starts: [] as number[], durations: [] as number[] };
  private last = now();

  /** Does some work; its time begins where that of the work before ended: short work loses nothing to the clock. */
  take(label: string, work: () => void): void {
    work();
    const end = now();
    this.spans.labels.push(label);
    this.spans.starts.push(this.last);
    this.spans.durations.push(end - this.last);
    this.last = end;
  }
}

const hand = new Hand();

/** What a worker does of running a plan. */
export const runJobs = {
  bind: (job: BindJob) => hand.bind(job),
  submit: (job: SubmitJob) => hand.submit(job),
  rates: (slots: number) => cpuRates(slots),
} as const;
