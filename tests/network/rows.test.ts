/** Weights, delays, and the rows they end in. */
import { describe, expect, it } from "vitest";
import type { Numbers } from "../../src/network/description.ts";
import { kolmogorovSmirnov, normalCdf } from "../twins/lib/tests-of-fit.ts";
import { type Edge, edgesOf, one, type Part, rowsOf } from "./edges.ts";

const ALPHA = 1e-3;

/** All to all among 70 neurons: 4,900 synapses. */
function drawn(weight: Numbers, delay: Numbers, dt = 0.1): Promise<Edge[]> {
  return edgesOf({ dt, populations: one(), projections: [{ source: "n", target: "n", rule: "all_to_all", weight, delay }] });
}

/** Distribution function of a normal variable redrawn until inside [min, max]. */
function truncated(mean: number, std: number, min = -Infinity, max = Infinity): (x: number) => number {
  const at = (x: number) => (x === Infinity ? 1 : x === -Infinity ? 0 : normalCdf((x - mean) / std));
  return (x) => (at(Math.min(Math.max(x, min), max)) - at(min)) / (at(max) - at(min));
}

describe("weights", () => {
  it("uniform", async () => {
    const w = (await drawn({ uniform: { low: -20, high: 60 } }, 1)).map((e) => e.weight);
    expect(Math.min(...w)).toBeGreaterThanOrEqual(-20);
    expect(Math.max(...w)).toBeLessThanOrEqual(60.0001);
    expect(kolmogorovSmirnov(w, (x) => (x + 20) / 80)).toBeGreaterThan(ALPHA);
  });

  it.each([
    [87.8, 8.78, undefined, undefined],
    [87.8, 87.8, 0, undefined],
    [10, 20, -5, 12],
    [-351, 35.1, undefined, 0],
    [0, 10, 20, undefined],
    [0, 1000, -1, 1],
  ])("normal, mean %d, std %d, redrawn until inside %s and %s", async (mean, std, min, max) => {
    const w = (await drawn({ normal: { mean, std, min, max } }, 1)).map((e) => e.weight);
    expect(kolmogorovSmirnov(w, truncated(mean, std, min, max))).toBeGreaterThan(ALPHA);
    const slack = 1e-4 * (Math.abs(mean) + std);
    expect(Math.min(...w)).toBeGreaterThanOrEqual((min ?? -Infinity) - slack);
    expect(Math.max(...w)).toBeLessThanOrEqual((max ?? Infinity) + slack);
  });

  it.each([
    [3, 0.5, undefined, undefined],
    [0, 1, 0.5, 4],
    [1, 5, undefined, 10],
    [-2, 4, 0.1, 3],
  ])("lognormal, mean %d, std %d of the logarithm, inside %s and %s", async (mean, std, min, max) => {
    const w = (await drawn({ lognormal: { mean, std, min, max } }, 1)).map((e) => e.weight);
    const cdf = truncated(mean, std, min && Math.log(min), max && Math.log(max));
    // What is below a quantum is held as 0: that share is compared at once.
    const floor = 1e-6;
    expect(
      kolmogorovSmirnov(
        w.map((x) => Math.max(x, floor)),
        (x) => (x <= floor ? 0 : cdf(Math.log(x))),
      ),
    ).toBeGreaterThan(ALPHA);
    for (const x of w) expect(x).toBeGreaterThanOrEqual(0);
  });

  it("weights and delays of a synapse, and of neighbours, are independent", async () => {
    const edges = await drawn({ normal: { mean: 10, std: 2 } }, { normal: { mean: 20, std: 4 } });
    const correlation = (a: number[], b: number[]) => {
      const [ma, mb] = [a, b].map((x) => x.reduce((s, v) => s + v, 0) / x.length);
      const s = (u: number[], mu: number, v: number[], mv: number) => u.reduce((sum, x, k) => sum + (x - mu) * (v[k] - mv), 0);
      return s(a, ma, b, mb) / Math.sqrt(s(a, ma, a, ma) * s(b, mb, b, mb));
    };
    edges.sort((a, b) => a.source - b.source || a.target - b.target);
    const [w, d] = [edges.map((e) => e.weight), edges.map((e) => e.delay)];
    const bound = 4 / Math.sqrt(edges.length);
    expect(Math.abs(correlation(w, d))).toBeLessThan(bound);
    expect(Math.abs(correlation(w.slice(1), w.slice(0, -1)))).toBeLessThan(bound);
    expect(Math.abs(correlation(d.slice(70), d.slice(0, -70)))).toBeLessThan(bound);
  });

  it("the sign chooses the receptor, unless one is named; conductances take the size", async () => {
    const weight = { uniform: { low: -1, high: 1 } };
    const of = (model: string, receptor?: string) =>
      edgesOf({ populations: one(model), projections: [{ source: "n", target: "n", rule: "all_to_all", receptor, weight, delay: 1 }] });
    const exp = await of("iaf_psc_exp");
    for (const e of exp) expect(e.receptor).toBe(e.weight < 0 ? 1 : 0);
    for (const e of await of("iaf_psc_exp", "in")) expect(e.receptor).toBe(1);
    for (const e of await of("iaf_psc_exp", "ex")) expect(e.receptor).toBe(0);
    const cond = await of("iaf_cond_exp");
    const size = (e: Edge) => Math.abs(e.weight);
    expect(cond.map(size).sort()).toEqual(exp.map(size).sort());
    for (const e of cond) expect(e.weight).toBeGreaterThanOrEqual(0);
    expect(cond.filter((e) => e.receptor === 1).length).toBe(exp.filter((e) => e.receptor === 1).length);
  });
});

describe("delays", () => {
  it.each([0.1, 0.2, 0.5, 1])("rounded to the nearest step, 1 at least; dt %d", async (dt) => {
    const ms = [0.5, 0.51, 1, 1.49, 1.51, 2.5, 3.49, 17.2, 1000].map((x) => x * dt);
    const edges = await edgesOf({
      dt,
      populations: [{ name: "n", size: ms.length, model: "iaf_psc_exp" }],
      projections: [{ source: "n", target: "n", rule: "one_to_one", weight: 1, delay: ms }],
    });
    expect(edges.map((e) => e.delay)).toEqual([1, 1, 1, 1, 2, 3, 3, 17, 1000]);
  });

  it("normal: the nearest step of a normal variable redrawn above half a step", async () => {
    const edges = await drawn(1, { normal: { mean: 0.75, std: 0.375 } });
    const cdf = truncated(0.75, 0.375, 0.05);
    const seen = edges.map((e) => e.delay);
    expect(Math.min(...seen)).toBe(1);
    for (const k of [1, 4, 8, 12]) {
      const share = cdf((k + 0.5) * 0.1);
      const found = seen.filter((d) => d <= k).length / seen.length;
      expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / seen.length));
    }
  });

  it("uniform and lognormal stay inside their bounds", async () => {
    const uniform = (await drawn(1, { uniform: { low: 0.3, high: 4 } })).map((e) => e.delay);
    expect([Math.min(...uniform), Math.max(...uniform)]).toEqual([3, 40]);
    const log = (await drawn(1, { lognormal: { mean: 0.5, std: 0.7, min: 1, max: 3 } })).map((e) => e.delay);
    expect([Math.min(...log), Math.max(...log)]).toEqual([10, 30]);
  });
});

describe("one value a synapse", () => {
  const by = (edges: Edge[]) => new Map(edges.map((e) => [`${e.source} ${e.target} ${e.delay}`, e.weight]));
  it("edges: in the order given, whatever order the rows have", async () => {
    const source = [2, 0, 2, 1, 2];
    const target = [0, 0, 0, 2, 1];
    const weight = [1, 2, -3, 4, 5];
    const delay = [5, 4, 3, 2, 1];
    const found = by(
      await edgesOf({
        populations: one("iaf_psc_exp", 3),
        projections: [{ source: "n", target: "n", rule: { edges: { source, target } }, weight, delay: delay.map((d) => d / 10) }],
      }),
    );
    source.forEach((s, i) => {
      expect(found.get(`${s} ${target[i]} ${delay[i]}`)).toBe(weight[i]);
    });
  });

  it("one_to_one by neuron, all_to_all source by source, without a gap for barred autapses", async () => {
    const to = async (
      rule: Part["projections"] extends readonly (infer P)[] | undefined ? (P extends { rule: infer R } ? R : never) : never,
      n: number,
    ) =>
      edgesOf({
        populations: one("iaf_psc_exp", 4),
        projections: [{ source: "n", target: "n", rule, weight: Array.from({ length: n }, (_, k) => k + 1), delay: 1 }],
      });
    expect((await to("one_to_one", 4)).map((e) => e.weight)).toEqual([1, 2, 3, 4]);
    for (const e of await to("all_to_all", 16)) expect(e.weight).toBe(4 * e.source + e.target + 1);
    for (const e of await to({ all_to_all: { allow_autapses: false } }, 12))
      expect(e.weight).toBe(3 * e.source + e.target - (e.target > e.source ? 1 : 0) + 1);
  });
});

/** Several populations, rules and distributions, about 9,000 synapses. */
const mixed: Part = {
  seed: 7,
  populations: [
    { name: "a", size: 60, model: "iaf_psc_exp" },
    { name: "b", size: 40, model: "iaf_cond_exp" },
  ],
  projections: [
    {
      source: "a",
      target: "a",
      rule: { fixed_indegree: { indegree: 50 } },
      weight: { normal: { mean: 5, std: 1 } },
      delay: { uniform: { low: 0.1, high: 6 } },
    },
    { source: "a", target: "b", rule: { pairwise_bernoulli: { p: 0.4 } }, weight: 0.5, delay: { normal: { mean: 1.5, std: 0.7 } } },
    { source: "b", target: "a", rule: { fixed_total_number: { n: 3000 } }, weight: -20, delay: 2 },
    {
      source: "b",
      target: "b",
      rule: "all_to_all",
      weight: { lognormal: { mean: -1, std: 0.4 } },
      delay: { uniform: { low: 0.3, high: 30 } },
    },
  ],
};

describe("rows", () => {
  it("each is sorted by delay; counts and shortest and longest delay are told", async () => {
    const rows = await rowsOf(mixed);
    let before = 0;
    let [min, max] = [Infinity, 0];
    for (let s = 0; s < 100; s++) {
      before = 0;
      for (let k = rows.extents[2 * s]; k < rows.extents[2 * s + 1]; k++) {
        const delay = rows.pages[0][2 * k] >>> rows.format.cellBits;
        expect(delay).toBeGreaterThanOrEqual(before);
        before = delay;
        min = Math.min(min, delay);
        max = Math.max(max, delay);
      }
    }
    expect([rows.minDelay, rows.maxDelay]).toEqual([min, max]);
    expect(rows.count).toBe(rows.extents[199]);
    expect(rows.pages[0].length).toBe(2 * rows.count);
  });

  it.each([1, 64, 128, 1024, 8192])("pages of %i synapses hold the same ones", async (pageSynapses) => {
    const whole = await rowsOf(mixed);
    const paged = await rowsOf(mixed, { pageSynapses });
    expect(paged.pages.length).toBe(Math.ceil(whole.count / pageSynapses));
    for (const page of paged.pages.slice(0, -1)) expect(page.length).toBe(2 * pageSynapses);
    const joined = new Uint32Array(2 * whole.count);
    paged.pages.forEach((page, k) => {
      joined.set(page, 2 * k * pageSynapses);
    });
    expect(joined).toEqual(whole.pages[0]);
    expect(paged.extents).toEqual(whole.extents);
  });

  it("a network without synapses, and populations without any", async () => {
    const rows = await rowsOf({ populations: one() });
    expect([rows.count, rows.pages.length, rows.minDelay, rows.maxDelay]).toEqual([0, 0, 0, 0]);
    expect(rows.scales[0]).toBeGreaterThan(0);
  });
});
