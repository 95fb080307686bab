import type { Device } from "../src/gpu/device.ts";
import type { AdapterChoice } from "../src/plan/target.ts";

/** One line of the table. */
export interface Result {
  readonly name: string;
  /** Median of the repeats, in `unit`. */
  readonly value: number;
  /** (largest - smallest) / median of the repeats. */
  readonly spread: number;
  readonly unit: string;
  /** What it is to be compared with. */
  readonly note: string;
}

/** What a benchmark runs on. */
export interface Bench {
  readonly choice: AdapterChoice;
  /** Undefined on `cpu`. */
  readonly device: Device | undefined;
  /** What was measured before in this run. */
  readonly results: readonly Result[];
}

export const REPEATS = 7;

/** Median and spread of several values. */
export function median(values: readonly number[]): { value: number; spread: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(sorted.length / 2)];
  return { value, spread: (sorted[sorted.length - 1] - sorted[0]) / value };
}

/** Measures `once` several times, after one pass that counts for nothing. `of` turns what it returns (seconds) into the value shown. */
export async function repeat(
  shown: { readonly name: string; readonly unit: string; readonly note?: string },
  once: () => Promise<number> | number,
  of: (seconds: number) => number = (s) => s,
  repeats: number = REPEATS,
): Promise<Result> {
  await once();
  const values: number[] = [];
  for (let i = 0; i < repeats; i++) values.push(of(await once()));
  return { ...median(values), name: shown.name, unit: shown.unit, note: shown.note ?? "" };
}

export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** The value measured before under `name`. */
export function earlier(bench: Bench, name: string): number | undefined {
  return bench.results.find((r) => r.name === name)?.value;
}
