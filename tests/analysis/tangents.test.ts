/** QR of tangent vectors and the exponents from it, against numpy and eigenvalues. */
import { expect, test } from "vitest";
import {
  lyapunovExponents,
  qrOfTangents,
  restartExponents,
  type TangentBuffers,
  type TangentSpec,
  tangentBuffers,
} from "../../src/analysis/tangents.ts";
import { StateDivergedError } from "../../src/errors.ts";
import { matmul } from "../../src/learn/kernels/matmul.ts";
import type { Buffers, ProgramExecutor, Stage } from "../../src/plan/program.ts";
import { executeProgram } from "../../src/plan/program-target.ts";

const ADAPTERS = ["cpu", "software"] as const;

interface Bench {
  readonly names: TangentBuffers;
  readonly executor: ProgramExecutor;
}

async function bench(spec: TangentSpec, adapter: "cpu" | "software", more?: (names: TangentBuffers, buffers: Buffers) => Stage[]) {
  const buffers: Buffers = {};
  const names = tangentBuffers("t", spec, 7, buffers);
  const sequences = { qr: [...(more?.(names, buffers) ?? []), ...qrOfTangents("qr", spec, names)] };
  return { names, executor: await executeProgram({ buffers, sequences }, adapter) } satisfies Bench;
}

/** Largest element of |Q^T Q - I| over the systems. */
function skewness(q: Float32Array, { dimension, vectors, systems = 1 }: TangentSpec): number {
  let most = 0;
  for (let s = 0; s < systems; s++) {
    for (let a = 0; a < vectors; a++) {
      for (let b = 0; b <= a; b++) {
        let sum = a === b ? -1 : 0;
        for (let i = 0; i < dimension; i++) sum += q[(i * vectors + a) * systems + s] * q[(i * vectors + b) * systems + s];
        most = Math.max(most, Math.abs(sum));
      }
    }
  }
  return most;
}

/** Hilbert's matrix: nearly parallel columns. */
const HILBERT = Float32Array.from({ length: 30 }, (_, n) => 1 / (Math.floor(n / 5) + (n % 5) + 1));
/** log |R_jj| of its float32 elements by numpy.linalg.qr. */
const HILBERT_LOGS = [0.19985391616424988, -1.977123285415358, -4.64999808970802, -7.6411228356410295, -10.962553824039565];

test.each(ADAPTERS)("Hilbert's matrix (%s): columns orthogonal to rounding, log R as numpy has it", async (adapter) => {
  const spec = { dimension: 6, vectors: 5 };
  const { names, executor } = await bench(spec, adapter);
  executor.write(names.tangents, HILBERT);
  await executor.run("qr");
  // Once through Gram and Schmidt leaves 2e-4 here.
  expect(skewness(await executor.read(names.tangents, "f32"), spec)).toBeLessThan(5e-7);
  const [found] = await lyapunovExponents(executor, spec, names, 1);
  for (let j = 0; j < 5; j++) expect(found[j]).toBeCloseTo(HILBERT_LOGS[j], j < 3 ? 4 : 2);
  executor.destroy();
});

test.each(ADAPTERS)("the first vectors of many systems (%s) are different ones, and orthonormal after a factorisation", async (adapter) => {
  const spec = { dimension: 300, vectors: 18, systems: 3 };
  const { names, executor } = await bench(spec, adapter);
  await executor.run("qr");
  const q = await executor.read(names.tangents, "f32");
  expect(skewness(q, spec)).toBeLessThan(5e-7);
  expect(new Set(q).size).toBeGreaterThan(0.99 * q.length);
  executor.destroy();
});
const MAP = [
  [-0.8, -1.32, -0.25, 0.42, 1.14],
  [0.11, -0.55, -0.78, 0.75, 1.63],
  [0.27, -1.23, -0.96, 1.6, 0.2],
  [-1.73, -0.08, -1.16, -0.63, -0.49],
  [-0.71, 0.55, -0.06, -0.59, 0.41],
];
/** Logarithms of the moduli of its eigenvalues, by numpy.linalg.eigvals: two pairs. */
const MAP_EXPONENTS = [0.91959233, 0.91959233, 0.14262604, -0.6098176, -0.6098176];

/** Two steps of the map, there and back between two buffers. */
function mapping(matrix: readonly number[], { dimension, vectors, systems = 1 }: TangentSpec) {
  return (names: TangentBuffers, buffers: Buffers): Stage[] => {
    buffers.map = { type: "f32", length: matrix.length, data: Float32Array.from(matrix) };
    buffers.next = { type: "f32", length: dimension * vectors * systems };
    const shape = {
      rows: dimension,
      columns: vectors * systems,
      depth: dimension,
      turned: 0,
      left_at: 0,
      right_at: 0,
      bias_at: 0,
      out_at: 0,
    };
    const step = (right: string, out: string) =>
      matmul("map", { ...shape, biased: 0, accumulate: 0 }, { left: "map", right, bias: "map", out });
    return [step(names.tangents, "next"), step("next", names.tangents)];
  };
}

test.each([
  ["cpu", 300, 5e-3],
  // Software takes its time over barriers.
  ["software", 40, 4e-2],
] as const)("exponents of a linear map (%s): logarithms of its eigenvalues, for every system", async (adapter, runs, bar) => {
  const spec = { dimension: 5, vectors: 5, systems: 2 };
  const { names, executor } = await bench(spec, adapter, mapping(MAP.flat(), spec));
  await executor.run("qr", 20);
  restartExponents(executor, spec, names);
  await executor.run("qr", runs);
  const found = await lyapunovExponents(executor, spec, names, 2);
  // Vectors turn within the plane of a pair of eigenvalues: one part in the steps of what they differ by.
  for (const exponents of found) for (let j = 0; j < 5; j++) expect(Math.abs(exponents[j] - MAP_EXPONENTS[j])).toBeLessThan(bar);
  expect(found[0]).not.toEqual(found[1]);
  executor.destroy();
});

test("a singular map has an exponent of -Infinity, one that overflows is refused with its system and time", async () => {
  const spec = { dimension: 3, vectors: 3, systems: 2 };
  const { names, executor } = await bench(spec, "cpu", mapping([1, 2, 3, 2, 4, 6, 0, 1, 1], spec));
  await executor.run("qr", 4);
  expect((await lyapunovExponents(executor, spec, names, 2)).map((each) => each[2])).toEqual([-Infinity, -Infinity]);
  const tangents = await executor.read(names.tangents, "f32");
  tangents[1] = 2e38;
  executor.write(names.tangents, tangents);
  await executor.run("qr");
  const failed = lyapunovExponents(executor, spec, names, 2, "my map");
  await expect(failed).rejects.toThrow(StateDivergedError);
  await expect(failed).rejects.toThrow("my map, system 1: is not finite any more at time 10; take a smaller step, or factorise more often");
  executor.destroy();
});

test("bad input", async () => {
  const make = (spec: object) => () => tangentBuffers("t", spec as TangentSpec, 1, {});
  expect(make({ dimension: 0, vectors: 1 })).toThrow("t.dimension: 0: must be an integer of 1 or more");
  expect(make({ dimension: 3, vectors: 4 })).toThrow("t.vectors: 4: a system of dimension 3 has 3 at most");
  expect(make({ dimension: 3, vectors: 1, systems: 1.5 })).toThrow("t.systems: 1.5: must be an integer of 1 or more");
  expect(make({ dimension: 2 ** 15, vectors: 2 ** 15, systems: 2 })).toThrow("numbers in all; 1073741824 at most");
  const spec = { dimension: 2, vectors: 1 };
  const { names, executor } = await bench(spec, "cpu");
  await expect(lyapunovExponents(executor, spec, names, 1)).rejects.toThrow("no exponents yet; run the stages of qrOfTangents first");
  await expect(lyapunovExponents(executor, spec, names, 0)).rejects.toThrow("interval: 0: must be a finite number above 0");
  executor.destroy();
});
