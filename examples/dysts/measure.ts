import { Ensemble } from "../../src/flow/ensemble.ts";
import type { FlowRow } from "../../src/twins/flow/row.ts";
import { type FlowName, flows } from "../../src/twins/flow/table.ts";
import { normalQ26 } from "../../src/twins/lib/normal.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import { meanAndError } from "../shared/statistics.ts";
import * as p from "./parameters.ts";

/** How much of it is measured. */
export interface Size {
  readonly flows: readonly FlowName[];
  /** Initial conditions of each. */
  readonly systems: number;
  /** Periods before anything is measured, and measured. */
  readonly settling: number;
  readonly followed: number;
}

/** What one flow did. */
export interface FlowMeasured {
  readonly name: FlowName;
  readonly row: FlowRow;
  /** Mean over the systems of the largest exponent, and its standard error; NaN where a system left. */
  readonly exponent: number;
  readonly error: number;
  /** Systems that were outside the box at some frame after settling. */
  readonly left: number;
  /** A trajectory for the gallery: the first two variables; of a delay flow its value and that a delay before. */
  readonly path: { readonly x: readonly number[]; readonly y: readonly number[] };
}

/** A normal deviate for every system. */
function deviates(systems: number, variable: number, seed: number): Float64Array {
  const [low, high] = keyOf(seed);
  const words = new Int32Array(4);
  return Float64Array.from({ length: systems }, (_, i) => {
    philox4x32(low, high, i, 0, streamOf(Stream.states, variable), 0, words);
    return normalQ26(words[0]!) / 2 ** 26;
  });
}

/** One flow of the table at its step, from many states near its attractor. */
export async function measureFlow(name: FlowName, size: Size, seed: number, bench: Bench): Promise<FlowMeasured> {
  const { row } = flows[name];
  return (row.delay === undefined ? measureOrdinary : measureDelayed)(name, row, size, seed, bench);
}

async function measureOrdinary(name: FlowName, row: FlowRow, size: Size, seed: number, bench: Bench): Promise<FlowMeasured> {
  const { systems } = size;
  const { adapter, signal } = bench;
  const initial = Object.fromEntries(
    Object.entries(row.initial).map(([variable, value], v) => {
      const [low, high] = row.box[variable]!;
      return [variable, deviates(systems, v, seed).map((z) => value + p.SPREAD * (high - low) * z)];
    }),
  );
  const every = Math.max(1, Math.round(row.period / row.step / p.FRAMES));
  const ensemble = await Ensemble.create(
    { flow: name, systems, initial, tangents: { count: 1, every: p.EVERY } },
    { adapter, record: { every } },
  );
  try {
    bench.ran(ensemble);
    const frames = (periods: number) => Math.ceil((periods * row.period) / row.step / every) * every;
    await ensemble.run(frames(size.settling) * row.step, { signal });
    ensemble.restartExponents();
    await ensemble.run(frames(size.followed) * row.step, { signal });
    const { mean, error } = meanAndError(await ensemble.exponents());
    const settled = (await ensemble.frames()).values.slice(frames(size.settling) / every);
    const [left, path] = [leftOf(settled, row, systems), await drawn(name, row, bench)];
    return { name, row, exponent: mean, error, left, path };
  } finally {
    ensemble.destroy();
  }
}

/** A trajectory from the table's state, with frames near enough for a curve. */
async function drawn(name: FlowName, row: FlowRow, { adapter, signal }: Bench): Promise<FlowMeasured["path"]> {
  const every = Math.max(1, Math.floor(row.period / row.step / p.FRAMES_DRAWN));
  const ensemble = await Ensemble.create({ flow: name, systems: 1 }, { adapter, record: { every } });
  try {
    const steps = (periods: number) => Math.ceil((periods * row.period) / row.step / every) * every;
    await ensemble.run(steps(p.SETTLING + p.DRAWN) * row.step, { signal });
    const frames = (await ensemble.frames()).values.slice(steps(p.SETTLING) / every);
    return { x: frames.map((frame) => frame[0]!), y: frames.map((frame) => frame[1]!) };
  } finally {
    ensemble.destroy();
  }
}

/** The exponent of a delay flow by pairs: the second of each is set back to a small distance from the first, its past included. */
async function measureDelayed(name: FlowName, row: FlowRow, size: Size, seed: number, bench: Bench): Promise<FlowMeasured> {
  const { systems } = size;
  const { adapter, signal } = bench;
  const delay = row.delay!;
  const [variable] = Object.keys(row.initial) as [string];
  const lag = Math.round(delay / row.step);
  const start = row.initial[variable]!;
  const away = deviates(systems, 0, seed);
  const pairs = Math.min(p.PAIRS, Math.floor(systems / 2));
  const scale = (size.followed / p.FOLLOWED) * p.ROUNDS;
  const rounds = Math.max(1, Math.round(scale));
  const history = { [variable]: (_: number, system: number) => start + p.SPREAD * away[system]! };
  const ensemble = await Ensemble.create({ flow: name, systems, history }, { adapter, record: { every: 1 } });
  const frames: Float32Array[] = [];
  try {
    bench.ran(ensemble);
    await ensemble.run(size.settling * row.period, { signal });
    const sums = new Float64Array(pairs);
    let past = (await ensemble.frames()).values.slice(-lag - 1);
    for (let round = -p.TURNING; round < rounds; round++) {
      await ensemble.set({ history: { [variable]: pastOf(past, pairs, row.step, lag) } });
      await ensemble.run(p.BETWEEN, { signal });
      past = (await ensemble.frames()).values.slice(-lag - 1);
      for (let n = 0; n < pairs && round >= 0; n++) sums[n]! += Math.log(distance(past, n) / p.DISTANCE);
      frames.push(...past.filter((_, k) => k % 20 === 0));
    }
    const each = sums.map((sum) => sum / (rounds * p.BETWEEN));
    const { mean, error } = meanAndError(each);
    const whole = (await ensemble.frames()).values.slice(-20 * lag);
    const path = { x: whole.map((f) => f[0]!).slice(lag), y: whole.map((f) => f[0]!).slice(0, -lag) };
    return { name, row, exponent: mean, error, left: leftOf(frames, row, systems), path };
  } finally {
    ensemble.destroy();
  }
}

/** What was before now: kept frames, the seconds of the pairs brought back to their firsts. Half-way between steps: the mean of four. */
function pastOf(past: readonly Float32Array[], pairs: number, dt: number, lag: number): (time: number, system: number) => number {
  const shrink = Array.from({ length: pairs }, (_, n) => p.DISTANCE / distance(past, n));
  const at = (k: number, system: number): number => {
    const frame = past[Math.min(past.length - 1, Math.max(0, k))]!;
    if (system >= 2 * pairs || system % 2 === 0) return frame[system]!;
    const first = frame[system - 1]!;
    return first + (frame[system]! - first) * shrink[(system - 1) / 2]!;
  };
  return (time, system) => {
    const place = time / dt + lag;
    const k = Math.floor(place + 1e-6);
    if (place - k < 0.25) return at(k, system);
    return (9 * (at(k, system) + at(k + 1, system)) - at(k - 1, system) - at(k + 2, system)) / 16;
  };
}

/** Root mean square distance of a pair over the past, a small number where they are the same. */
function distance(past: readonly Float32Array[], pair: number): number {
  const sum = past.reduce((total, frame) => total + (frame[2 * pair + 1]! - frame[2 * pair]!) ** 2, 0);
  return Math.max(1e-7, Math.sqrt(sum / past.length));
}

/** How many systems were outside the widened box at some frame. */
function leftOf(frames: readonly Float32Array[], { box }: FlowRow, systems: number): number {
  const gone = new Uint8Array(systems);
  for (const [v, [low, high]] of Object.values(box).entries()) {
    const margin = p.MARGIN * (high - low);
    for (const frame of frames) {
      for (let i = 0; i < systems; i++) {
        const value = frame[v * systems + i]!;
        if (!(value >= low - margin && value <= high + margin)) gone[i] = 1;
      }
    }
  }
  return gone.reduce((sum, one) => sum + one, 0);
}
