/** Couplings of rate networks: by rules, and drawn. */
import { describe, expect, test } from "vitest";
import { couplingMatrix } from "../../src/rate/couplings.ts";
import type { RateSpec } from "../../src/rate/spec.ts";
import { far, oracle, ran, scattered, sparse } from "./small.ts";

describe("sparse couplings", () => {
  test("are those of the rules, and run as the matrix that they are", async () => {
    const matrix = await couplingMatrix(sparse);
    const row = (i: number, from: number, to: number) => matrix.slice(i * 80 + from, i * 80 + to);
    // Nine synapses of 0.3 into each unit of I; some share a source.
    for (let i = 60; i < 80; i++) expect(row(i, 0, 60).reduce((a, b) => a + b, 0)).toBeCloseTo(2.7, 5);
    const total = Array.from({ length: 60 }, (_, i) => row(i, 60, 80)).reduce((sum, values) => sum + values.reduce((a, b) => a + b, 0), 0);
    expect(Math.abs(total / 300 + 0.6)).toBeLessThan(0.03);
    const dense: RateSpec = { ...sparse, units: 80, coupling: { kind: "dense", values: matrix } };
    expect(far(await ran(sparse, 30), await ran(dense, 30))).toBeLessThan(2e-5);
    expect(far(await oracle(sparse, 30), await oracle(dense, 30))).toBeLessThan(1e-6);
  });

  test("each network its own: that of the next seed", async () => {
    if (sparse.coupling.kind !== "rows") throw new Error();
    const all = await couplingMatrix({ ...sparse, coupling: { ...sparse.coupling, each: true } });
    const one = await couplingMatrix({ ...sparse, seed: 7 });
    expect(all.slice(2 * 80 * 80)).toEqual(one);
    const x = await ran({ ...sparse, gain: 1, initial: 0.5, coupling: { ...sparse.coupling, each: true } }, 20);
    expect(x.slice(160)).toEqual((await ran({ ...sparse, gain: 1, initial: 0.5, seed: 7 }, 20)).slice(0, 80));
  });
});

describe("drawn couplings", () => {
  test("have variance g^2 / N, another matrix for each network", async () => {
    const spec: RateSpec = { units: 90, phi: "tanh", dt: 0.1, seed: 3, batch: 2, coupling: { kind: "normal", g: 1.5, each: true } };
    const matrix = await couplingMatrix(spec);
    const [first, second] = [matrix.slice(0, 8100), matrix.slice(8100)];
    const variance = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0) / values.length;
    for (const part of [first, second]) expect(Math.abs((variance(part) * 90) / 2.25 - 1)).toBeLessThan(0.06);
    expect(first.reduce((sum, value, i) => sum + value * second[i], 0) / 8100).toBeLessThan(0.003);
    expect(first).toEqual(await couplingMatrix({ ...spec, batch: 1 }));
  });

  test("private to each network: as each alone", async () => {
    const both = await couplingMatrix({ units: 9, phi: "tanh", dt: 0.1, batch: 2, coupling: { kind: "normal", g: 1.5, each: true } });
    const initial = scattered(18, 1);
    const spec = { units: 9, phi: "tanh", dt: 0.1 } as const;
    const together = await ran({ ...spec, batch: 2, initial, coupling: { kind: "dense", values: both } }, 20);
    for (const n of [0, 1]) {
      const values = both.slice(81 * n, 81 * (n + 1));
      expect(together.slice(9 * n, 9 * (n + 1))).toEqual(
        await ran({ ...spec, initial: initial.slice(9 * n, 9 * (n + 1)), coupling: { kind: "dense", values } }, 20),
      );
    }
  });

  test("many networks of one matrix, a product of matrices: as a few, a product of rows", async () => {
    const spec: RateSpec = { units: 30, phi: "tanh", dt: 0.1, seed: 4, coupling: { kind: "normal", g: 1.5 }, batch: 12 };
    expect(far((await ran(spec, 30)).slice(0, 90), await ran({ ...spec, batch: 3 }, 30))).toBeLessThan(1e-5);
  });
});
