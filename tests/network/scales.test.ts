/** The fixed-point scale of a population's weights. */
import { describe, expect, it } from "vitest";
import { SUM_LIMIT } from "../../src/network/scales.ts";
import { edgesOf, one, type Part, rowsOf } from "./edges.ts";

describe("fixed-point scales", () => {
  const sums = async (d: Part, scale: number) => {
    const totals = new Map<string, number>();
    for (const e of await edgesOf(d)) {
      const key = `${e.receptor} ${e.target}`;
      totals.set(key, (totals.get(key) ?? 0) + Math.abs(e.weight) * scale);
    }
    return Math.max(...totals.values());
  };

  it("powers of two; the largest sum fits 31 bits and uses them", async () => {
    const projection = {
      source: "n",
      target: "n",
      rule: { fixed_indegree: { indegree: 200 } },
      weight: { normal: { mean: 87.8, std: 8.8 } },
      delay: 1,
    };
    const d: Part = { populations: one(), projections: [projection] };
    const rows = await rowsOf(d);
    expect(Number.isInteger(Math.log2(rows.scales[0]))).toBe(true);
    const largest = await sums(d, rows.scales[0]);
    expect(largest).toBeLessThanOrEqual(SUM_LIMIT);
    expect(largest).toBeGreaterThan(SUM_LIMIT / 8);
    expect(rows.largestSums[0] * rows.scales[0]).toBeCloseTo(largest, 0);
  });

  it("inputs have their share", async () => {
    const d: Part = { populations: one(), projections: [{ source: "n", target: "n", rule: "all_to_all", weight: 1, delay: 1 }] };
    const bound = 1e5;
    const rows = await rowsOf(d, { inputBound: [bound] });
    expect((bound + 70) * rows.scales[0]).toBeLessThanOrEqual(SUM_LIMIT);
    expect((bound + 70) * rows.scales[0]).toBeGreaterThan(SUM_LIMIT / 4);
  });

  it("an estimate that was too low is tried again with half the scale", async () => {
    // Every edge onto one neuron: the mean in-degree says nothing.
    const n = 400;
    const edges = { source: Array.from({ length: n }, (_, i) => i), target: new Array<number>(n).fill(3) };
    const d: Part = {
      populations: one("iaf_psc_exp", n),
      projections: [{ source: "n", target: "n", rule: { edges }, weight: 100, delay: 1 }],
    };
    const rows = await rowsOf(d);
    const largest = 100 * n * rows.scales[0];
    expect(largest).toBeLessThanOrEqual(SUM_LIMIT);
    expect(largest).toBeGreaterThan(SUM_LIMIT / 4);
    for (const e of await edgesOf(d)) expect(e.weight).toBe(100);
  });

  it("a weight is held to a half quantum, and a quantum is small", async () => {
    const weight = Array.from({ length: 70 }, (_, i) => 0.001 + i * 1.2345678);
    const d: Part = { populations: one(), projections: [{ source: "n", target: "n", rule: "one_to_one", weight, delay: 1 }] };
    const { scales } = await rowsOf(d);
    const edges = await edgesOf(d);
    edges.forEach((e, i) => {
      expect(Math.abs(e.weight - weight[i])).toBeLessThanOrEqual(0.5 / scales[0]);
    });
    expect(1 / scales[0]).toBeLessThan(1e-4 * 43);
  });

  it("a quantum coarser than 1e-4 of the mean weight is an error", async () => {
    const all = (weight: number) => ({ source: "n", target: "n", rule: "all_to_all" as const, weight, delay: 1 });
    await expect(rowsOf({ populations: one(), projections: [all(1e6), all(1e-5)] })).rejects.toThrow(
      /projections\[1\]\.weight: 0.00001: is lost in the fixed-point range of "n"/,
    );
    await expect(rowsOf({ populations: one(), projections: [all(1)] }, { inputBound: [1e9] })).rejects.toThrow(/projections\[0\]/);
  });

  it("populations have scales of their own", async () => {
    const rows = await rowsOf({
      populations: [
        { name: "a", size: 5, model: "iaf_psc_exp" },
        { name: "b", size: 5, model: "iaf_psc_delta" },
      ],
      projections: [
        { source: "a", target: "a", rule: "all_to_all", weight: 1e5, delay: 1 },
        { source: "a", target: "b", rule: "all_to_all", weight: 1e-3, delay: 1 },
      ],
    });
    expect(rows.scales[1] / rows.scales[0]).toBeGreaterThan(2 ** 20);
  });
});
