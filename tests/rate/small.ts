/** Small rate networks, and how they are run: by themselves, and in float64. */
import { expect } from "vitest";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { compileRate } from "../../src/rate/compile.ts";
import { RateNetwork } from "../../src/rate/network.ts";
import type { RateSpec } from "../../src/rate/spec.ts";

/** x after so many steps of a program kept in float64. */
export async function oracle(spec: RateSpec, steps: number): Promise<Float64Array> {
  const of = await compileRate(spec);
  const program = new CpuProgram({ buffers: of.buffers, sequences: { step: of.step, load: of.load } }, "f64");
  await program.run("load");
  await program.run("step", steps);
  const rows = program.view(of.state) as Float64Array;
  return Float64Array.from({ length: of.networks * of.units }, (_, i) => rows[Math.floor(i / of.units) * of.stride + (i % of.units)]);
}

export async function ran(spec: RateSpec, steps: number, adapter: "cpu" | "software" = "cpu"): Promise<Float32Array> {
  const network = await RateNetwork.create(spec, { adapter });
  await network.advance(steps);
  const x = await network.read();
  network.destroy();
  return x;
}

export function far(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

export const product = (J: ArrayLike<number>, x: ArrayLike<number>) =>
  Array.from(x, (_, i) => Array.from(x).reduce((sum, value, j) => sum + J[i * x.length + j] * value, 0));

export const scattered = (count: number, size: number, phase = 0) =>
  Array.from({ length: count }, (_, i) => Math.fround(size * Math.sin(12.9898 * (i + 1) + phase)));

export const UNITS = 7;
export const J = scattered(UNITS * UNITS, 0.9);
export const FIRST = scattered(UNITS, 1, 0.5);

export const sparse: RateSpec = {
  ...{ phi: "tanh", dt: 0.1, seed: 5, batch: 3, gain: [0.8, 1, 1.2] },
  coupling: {
    kind: "rows",
    populations: [
      { name: "E", size: 60 },
      { name: "I", size: 20 },
    ],
    projections: [
      { source: "E", target: "E", rule: { pairwise_bernoulli: { p: 0.2 } }, weight: { normal: { mean: 0.2, std: 0.1 } } },
      { source: "E", target: "I", rule: { fixed_indegree: { indegree: 9 } }, weight: 0.3 },
      { source: "I", target: "E", rule: { fixed_total_number: { n: 300 } }, weight: { uniform: { low: -0.8, high: -0.4 } } },
      { source: "I", target: "I", rule: { fixed_outdegree: { outdegree: 4 } }, weight: -0.5 },
    ],
  },
};
