import { Dice } from "../../src/learn/dice.ts";
import { kernelPeak, latencyPatterns, Tempotron, type TempotronTask, tempotronVoltage } from "../../src/local/tempotron.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

interface Size {
  readonly afferents: number;
  readonly loads: readonly number[];
  /** Tempotrons a load. */
  readonly seeds: number;
  readonly passes: number;
}

/** What one tempotron came to. */
export interface Learnt {
  readonly load: number;
  readonly patterns: number;
  /** Errors of each pass. */
  readonly errors: readonly number[];
  /** The first pass without an error, counted from 1; undefined where none was. */
  readonly pass: number | undefined;
}

/** V of one pattern before and after, over the same times. */
export interface Voltages {
  readonly times: Float64Array;
  readonly fires: boolean;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

interface Results {
  readonly learnt: readonly Learnt[];
  /** Of the first tempotron of the load that is judged: one pattern to fire at, one not. */
  readonly voltages: readonly Voltages[];
}

/** All tempotrons side by side, each through its patterns again and again. */
export async function learn({ afferents, loads, seeds, passes }: Size, seed: number, bench: Bench): Promise<Results> {
  const tasks = loads.flatMap((load, l) => Array.from({ length: seeds }, (_, s) => taskOf(load, afferents, seed, l * seeds + s)));
  const rate = (p.RATE * p.DURATION) / (p.TAU * afferents * kernelPeak(p.TAU, p.TAU_S));
  const tempotrons = await Tempotron.create(
    { afferents, duration: p.DURATION, tau: p.TAU, tau_s: p.TAU_S, rate, momentum: p.MOMENTUM, tasks },
    { adapter: bench.adapter },
  );
  try {
    bench.ran(tempotrons);
    const onProgress = (share: number) => bench.progress(share, `${tasks.length} tempotrons`);
    const errors = await tempotrons.train(passes, { signal: bench.signal, onProgress });
    const learnt = tasks.map(({ patterns }, t) => {
      const own = errors.map((row) => row[t]!);
      const first = own.indexOf(0);
      return { load: loads[Math.floor(t / seeds)]!, patterns: patterns.length, errors: own, pass: first < 0 ? undefined : first + 1 };
    });
    const shown = Math.max(0, loads.indexOf(p.JUDGED)) * seeds;
    return { learnt, voltages: voltagesOf(tasks[shown]!, (await tempotrons.weights()).subarray(shown * afferents)) };
  } finally {
    tempotrons.destroy();
  }
}

function taskOf(load: number, afferents: number, seed: number, index: number): TempotronTask {
  return {
    patterns: latencyPatterns(Math.round(load * afferents), afferents, p.DURATION, seed, index),
    weights: new Dice(seed, streamOf(Stream.couplings, index)).normals(afferents, p.FIRST),
  };
}

function voltagesOf({ patterns, weights }: TempotronTask, learnt: Float32Array): Voltages[] {
  const times = Float64Array.from({ length: Math.round(p.DURATION / p.POINT) + 1 }, (_, k) => k * p.POINT);
  const kernel = { tau: p.TAU, tau_s: p.TAU_S };
  return patterns.slice(0, 2).map((pattern) => ({
    ...{ times, fires: pattern.fires },
    before: tempotronVoltage(kernel, weights, pattern, times),
    after: tempotronVoltage(kernel, learnt, pattern, times),
  }));
}
