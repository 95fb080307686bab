import { FieldSimulation } from "../../src/field/simulation.ts";
import type { AmariSpec } from "../../src/field/spec.ts";
import type { Bench } from "../example.ts";
import { uniforms } from "../shared/draw.ts";
import * as p from "./parameters.ts";
import { bump, uniform, widths } from "./theory.ts";

/** A bump on the line: what is left of the threshold, the width it begins with, and the one it has settled to, 0 where it died. */
export interface Bump {
  readonly left: number;
  readonly begun: number;
  readonly settled: number;
  /** Whether it began near the unstable width. */
  readonly narrow: boolean;
  /** u over time, every DT. */
  readonly frames: readonly Float32Array[];
}

/** All bumps side by side: each threshold with each first width. */
export async function bumps(bench: Bench): Promise<Bump[]> {
  const starts = p.LEFT.flatMap((left) => {
    const { narrow, wide } = widths(left);
    return [
      ...p.NARROW.map((share) => ({ left, begun: share * narrow, narrow: true })),
      ...p.WIDE.map((share) => ({ left, begun: share * wide, narrow: false })),
    ];
  });
  const line = (value: (x: number) => number) => Array.from({ length: p.POINTS }, (_, n) => value((n - p.POINTS / 2) * p.SPACING));
  const spec: AmariSpec = {
    ...{ model: "amari", sizes: [p.POINTS], length: p.LENGTH, dt: p.DT, tau: p.TAU, kernel: p.HAT, batch: starts.length },
    rate: { kind: "heaviside", threshold: p.THRESHOLD },
    input: { u: starts.flatMap(({ left }) => line(() => p.THRESHOLD - left)) },
    initial: { u: starts.flatMap(({ left, begun }) => line((x) => p.THRESHOLD - left + bump(x, begun))) },
  };
  const field = await FieldSimulation.create(spec, { adapter: bench.adapter, record: { every: 1 } });
  try {
    bench.ran(field);
    await field.run(p.SETTLE, { signal: bench.signal });
    const { values } = await field.frames();
    const of = (frame: Float32Array, n: number) => frame.subarray(n * p.POINTS, (n + 1) * p.POINTS);
    return starts.map((start, n) => {
      const frames = values.slice(0, Math.round(p.PICTURED / p.DT)).map((frame) => of(frame, n));
      return { ...start, settled: widthOf(of(values[values.length - 1]!, n)), frames };
    });
  } finally {
    field.destroy();
  }
}

/** From the first to the last crossing of the threshold, between points by straight lines. */
function widthOf(u: Float32Array): number {
  const crossings: number[] = [];
  for (let n = 1; n < u.length; n++) {
    const [a, b] = [u[n - 1]! - p.THRESHOLD, u[n]! - p.THRESHOLD];
    if (a > 0 !== b > 0) crossings.push((n - 1 + a / (a - b)) * p.SPACING);
  }
  return crossings.length === 0 ? 0 : crossings[crossings.length - 1]! - crossings[0]!;
}

/** The sheet out of disorder: pictures, and how fast waves grew while they were small, by their wave number. */
export interface Sheet {
  readonly pictures: readonly Float32Array[];
  readonly grown: readonly { readonly k: number; readonly rate: number }[];
}

export async function sheet(seed: number, { adapter, signal }: Bench): Promise<Sheet> {
  const rest = uniform();
  const initial = { u: uniforms(seed, 0, p.SIDE ** 2).map((value) => rest + p.DISORDER * (2 * value - 1)) };
  const spec: AmariSpec = {
    ...{ model: "amari", sizes: [p.SIDE, p.SIDE], length: p.SHEET, dt: p.DT, tau: p.TAU, kernel: p.SHEET_HAT, rate: p.RATE, initial },
  };
  const field = await FieldSimulation.create(spec, { adapter });
  try {
    const at = new Map<number, Float32Array>();
    for (const time of [...new Set([...p.GROWING, ...p.PICTURES])].sort((a, b) => a - b)) {
      await field.run(time - field.time, { signal });
      at.set(time, (await field.read()).slice());
    }
    const [from, to] = p.GROWING;
    const [before, after] = [powers(at.get(from)!), powers(at.get(to)!)];
    const step = (2 * Math.PI) / p.SHEET;
    const grown = before.map((power, m) => ({ k: m * step, rate: Math.log(after[m]! / power) / (2 * (to - from)) }));
    return { pictures: p.PICTURES.map((time) => at.get(time)!), grown: grown.slice(1) };
  } finally {
    field.destroy();
  }
}

/** Power of the waves along both axes of the sheet, by their number m: |u_(m, 0)|^2 + |u_(0, m)|^2. */
function powers(u: Float32Array): number[] {
  return Array.from({ length: p.SIDE / 4 }, (_, m) => {
    const sums = new Float64Array(4);
    for (let i = 0; i < u.length; i++) {
      const [y, x] = [((2 * Math.PI * m) / p.SIDE) * Math.floor(i / p.SIDE), ((2 * Math.PI * m) / p.SIDE) * (i % p.SIDE)];
      sums[0]! += u[i]! * Math.cos(y);
      sums[1]! += u[i]! * Math.sin(y);
      sums[2]! += u[i]! * Math.cos(x);
      sums[3]! += u[i]! * Math.sin(x);
    }
    return sums.reduce((sum, value) => sum + value * value, 0);
  });
}
