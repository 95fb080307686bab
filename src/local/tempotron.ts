import { CancelledError, StateDivergedError } from "../errors.ts";
import { Dice } from "../learn/dice.ts";
import { tick } from "../learn/kernels/tick.ts";
import { need, needNumber, needWhole } from "../learn/needs.ts";
import { given } from "../learn/sequences.ts";
import { refuseOthers } from "../network/names.ts";
import type { Program, ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { CLOCK_WORDS } from "../twins/lib/batch.ts";
import { Stream, streamOf } from "../twins/lib/philox.ts";
import { tempotronPass } from "./kernels/tempotron_pass.ts";

/** Spikes of afferents, and whether the tempotron is to fire. */
export interface TempotronPattern {
  /** ms, 0 to the duration, in any order; one a spike. */
  readonly times: ArrayLike<number>;
  /** The afferent of each. */
  readonly afferents: ArrayLike<number>;
  readonly fires: boolean;
}

/** What one tempotron learns. */
export interface TempotronTask {
  /** In the order in which they come, pass after pass. */
  readonly patterns: readonly TempotronPattern[];
  /** First weights, one an afferent. */
  readonly weights: ArrayLike<number>;
}

/** Tempotrons side by side, each with patterns of its own. */
export interface TempotronSpec {
  readonly afferents: number;
  /** ms. */
  readonly duration: number;
  /** Membrane and synapse, ms; defaults 15 and 3.75. */
  readonly tau?: number;
  readonly tau_s?: number;
  /** Of V, where a spike through a weight of 1 has a peak of 1; default 1. */
  readonly threshold?: number;
  /** Size of a step: lambda. */
  readonly rate: number;
  /** Share of the last step that is added to the next; default 0.99. */
  readonly momentum?: number;
  readonly tasks: readonly TempotronTask[];
}

export interface TempotronTrainOptions {
  readonly signal?: AbortSignal;
  /** @param share of the passes that are done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

const KEYS = { tau: 15, tau_s: 3.75, threshold: 1, momentum: 0.99 } as const;
/** Index of the first set of random patterns of spikes among the streams of patterns. */
const LATENCIES = 8192;
/** Passes between two looks at the signal. */
const ROWS = 16;

/**
 * Tempotrons (Guetig and Sompolinsky 2006, doi:10.1038/nn1643): V(t) = sum_i w_i sum_(t_i) K(t - t_i), K = V0 (exp(-t / tau) - exp(-t / tau_s)) with a peak of 1. One
 * fires where V reaches the threshold. After an error each weight moves by +-rate sum_(t_i < t_max) K(t_max - t_i), t_max the time of the
 * highest V, plus the momentum's share of its last move. One call at a time. Same spec, same adapter: the same bits.
 */
export class Tempotron {
  private readonly turns = new Turns("the tempotrons");

  private constructor(
    readonly spec: TempotronSpec,
    private readonly executor: ProgramExecutor,
  ) {}

  /** @throws InputError for a spec that is none; NoAdapterError, DeviceError */
  static async create(spec: TempotronSpec, { adapter = "auto" }: { readonly adapter?: AdapterChoice } = {}): Promise<Tempotron> {
    return new Tempotron(spec, await executeProgram(tempotronProgram(spec), adapter));
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /**
   * So many passes of every tempotron through its patterns.
   * @returns errors of each pass, task by task; a pass without errors has changed nothing
   * @throws CancelledError after `signal`: some passes have then been learnt; StateDivergedError for a task whose weights are not finite any more
   */
  async train(passes: number, { signal, onProgress }: TempotronTrainOptions = {}): Promise<readonly Float32Array[]> {
    needWhole("passes", passes, 0);
    return this.turns.take(async () => {
      const { executor, spec } = this;
      const errors: Float32Array[] = [];
      while (errors.length < passes) {
        if (signal?.aborted) throw new CancelledError(`cancelled after pass ${errors.length} of ${passes}`);
        const count = Math.min(ROWS, passes - errors.length);
        executor.write("clock", new Uint32Array(CLOCK_WORDS));
        await executor.run("pass", count);
        const seen = await executor.read("errors", "f32");
        await this.refuseBroken(errors.length + count);
        for (let row = 0; row < count; row++) errors.push(seen.slice(row * spec.tasks.length, (row + 1) * spec.tasks.length));
        onProgress?.(errors.length / passes);
      }
      return errors;
    });
  }

  private async refuseBroken(passes: number): Promise<void> {
    const broken = (await this.executor.read("weights", "f32")).findIndex((weight) => !Number.isFinite(weight));
    if (broken >= 0) throw new StateDivergedError("tempotron", Math.floor(broken / this.spec.afferents), passes, "take a smaller rate");
  }

  /** Tasks x afferents. */
  async weights(): Promise<Float32Array> {
    return this.turns.take(() => this.executor.read("weights", "f32"));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }
}

/** V0: brings the kernel's peak to 1. */
export function kernelPeak(tau: number, tau_s: number): number {
  const time = (Math.log(tau / tau_s) * tau * tau_s) / (tau - tau_s);
  return 1 / (Math.exp(-time / tau) - Math.exp(-time / tau_s));
}

/** V of a pattern at given times, for pictures. @param weights one an afferent */
export function tempotronVoltage(
  { tau = KEYS.tau, tau_s = KEYS.tau_s }: Pick<TempotronSpec, "tau" | "tau_s">,
  weights: ArrayLike<number>,
  pattern: Pick<TempotronPattern, "times" | "afferents">,
  at: ArrayLike<number>,
): Float64Array {
  const peak = kernelPeak(tau, tau_s);
  return Float64Array.from(at, (time) => {
    let sum = 0;
    for (let k = 0; k < pattern.times.length; k++) {
      const age = time - pattern.times[k];
      if (age > 0) sum += weights[pattern.afferents[k]] * peak * (Math.exp(-age / tau) - Math.exp(-age / tau_s));
    }
    return sum;
  });
}

/** Random patterns: a spike an afferent at a random time, every other pattern to fire. @param index which set of the seed's */
export function latencyPatterns(count: number, afferents: number, duration: number, seed: number, index = 0): TempotronPattern[] {
  const dice = new Dice(seed, streamOf(Stream.patterns, LATENCIES + index));
  return Array.from({ length: count }, (_, k) => ({
    times: Float32Array.from({ length: afferents }, () => 0.5 * duration * (dice.uniform(1) + 1)),
    afferents: Uint32Array.from({ length: afferents }, (_, i) => i),
    fires: k % 2 === 0,
  }));
}

/** @throws InputError for a spec that is none */
function tempotronProgram(spec: TempotronSpec): Program {
  check(spec);
  const {
    afferents,
    duration,
    tau = KEYS.tau,
    tau_s = KEYS.tau_s,
    threshold = KEYS.threshold,
    rate,
    momentum = KEYS.momentum,
    tasks,
  } = spec;
  const all = tasks.flatMap(({ patterns }) => patterns);
  const weights = Float32Array.from(tasks.flatMap(({ weights }) => Array.from(weights)));
  const shape = {
    tasks: tasks.length,
    afferents,
    rows: ROWS,
    duration,
    tau,
    tau_s,
    peak: kernelPeak(tau, tau_s),
    threshold,
    rate,
    momentum,
  };
  const names = ["clock", "tasks", "patterns", "spikes", "sources", "weights", "velocities", "errors"] as const;
  const buffers = Object.fromEntries(names.map((name) => [name, name])) as Record<(typeof names)[number], string>;
  return {
    buffers: {
      clock: given(new Uint32Array(CLOCK_WORDS)),
      tasks: given(starts(tasks.map(({ patterns }) => patterns.length))),
      ...spikesOf(all, tau, tau_s),
      weights: given(weights),
      velocities: { type: "f32", length: weights.length },
      errors: { type: "f32", length: ROWS * tasks.length },
    },
    sequences: { pass: [tempotronPass("pass", shape, buffers), tick("tick", { batches: 1 }, { clock: "clock" })] },
  };
}

/** Sums of the counts before each, and of all. */
export function starts(counts: readonly number[]): Uint32Array {
  const sums = new Uint32Array(counts.length + 1);
  counts.forEach((count, k) => {
    sums[k + 1] = sums[k] + count;
  });
  return sums;
}

function spikesOf(all: readonly TempotronPattern[], tau: number, tau_s: number) {
  const first = starts(all.map(({ times }) => times.length));
  const patterns = new Uint32Array(2 * all.length + 1);
  const spikes = new Float32Array(3 * first[all.length]);
  const sources = new Uint32Array(first[all.length]);
  all.forEach(({ times, afferents, fires }, pattern) => {
    patterns.set([first[pattern], fires ? 1 : 0], 2 * pattern);
    const order = Array.from(times, (_, k) => k).sort((a, b) => times[a] - times[b]);
    order.forEach((k, place) => {
      const gap = place === 0 ? 0 : times[k] - times[order[place - 1]];
      spikes.set([times[k], Math.exp(-gap / tau), Math.exp(-gap / tau_s)], 3 * (first[pattern] + place));
      sources[first[pattern] + place] = afferents[k];
    });
  });
  patterns[2 * all.length] = first[all.length];
  return { patterns: given(patterns), spikes: given(spikes), sources: given(sources) };
}

function check(spec: TempotronSpec): void {
  refuseOthers("", spec, ["afferents", "duration", "rate", "tasks", ...Object.keys(KEYS)]);
  const {
    afferents,
    duration,
    tau = KEYS.tau,
    tau_s = KEYS.tau_s,
    threshold = KEYS.threshold,
    rate,
    momentum = KEYS.momentum,
    tasks,
  } = spec;
  needWhole("afferents", afferents, 1);
  for (const [place, value] of Object.entries({ duration, tau_s, threshold, rate })) needNumber(place, value, 0, true);
  needNumber("tau", tau, tau_s, true);
  need(typeof momentum === "number" && momentum >= 0 && momentum < 1, "momentum", momentum, "must be 0 or more and below 1");
  need(Array.isArray(tasks) && tasks.length > 0, "tasks", tasks, "tempotrons need tasks");
  tasks.forEach((task, t) => {
    refuseOthers(`tasks[${t}]`, task, ["patterns", "weights"]);
    const { patterns, weights } = task;
    need(Array.isArray(patterns) && patterns.length > 0, `tasks[${t}].patterns`, patterns, "a task needs patterns");
    need(weights?.length === afferents, `tasks[${t}].weights`, weights?.length, `must be ${afferents} numbers, one an afferent`);
    const wrong = Array.from(weights).findIndex((weight) => !Number.isFinite(Math.fround(weight)));
    need(wrong < 0, `tasks[${t}].weights[${wrong}]`, weights[wrong], "must be a finite number");
    patterns.forEach((pattern, k) => {
      checkPattern(`tasks[${t}].patterns[${k}]`, pattern, afferents, duration);
    });
  });
}

function checkPattern(place: string, pattern: TempotronPattern, afferents: number, duration: number): void {
  refuseOthers(place, pattern, ["times", "afferents", "fires"]);
  const { times, afferents: sources, fires } = pattern;
  need(times?.length > 0, `${place}.times`, times, "a pattern needs spikes");
  need(sources?.length === times.length, `${place}.afferents`, sources?.length, `must be ${times.length} numbers, one a spike`);
  need(typeof fires === "boolean", `${place}.fires`, fires, "must be true or false");
  for (let k = 0; k < times.length; k++) {
    need(times[k] >= 0 && times[k] <= duration, `${place}.times[${k}]`, times[k], `must be 0 to the duration, ${duration} ms`);
    needWhole(`${place}.afferents[${k}]`, sources[k], 0, afferents - 1);
  }
}
