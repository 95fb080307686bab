/** Connectivity rules: exact counts where a rule is exact, chi-square over fixed seeds (fixed alpha) where it is random. */
import { describe, expect, it } from "vitest";
import type { RuleDescription } from "../../src/network/description.ts";
import { binomialPmf, chiSquare, kolmogorovSmirnov } from "../twins/lib/tests-of-fit.ts";
import { type Edge, edgesOf } from "./edges.ts";

const ALPHA = 1e-3;

/** Edges of one projection from `sources` onto `targets` neurons, or of a population onto itself where `targets` is undefined. */
function connect(rule: RuleDescription, sources: number, targets: number | undefined, seed = 1): Promise<Edge[]> {
  return edgesOf({
    seed,
    populations: [
      { name: "a", size: sources, model: "iaf_psc_exp" },
      { name: "b", size: targets ?? 1, model: "iaf_psc_exp" },
    ],
    projections: [{ source: "a", target: targets === undefined ? "a" : "b", rule, weight: 1, delay: 1 }],
  });
}

function degrees(edges: readonly Edge[], of: "source" | "target", size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const e of edges) counts[e[of]]++;
  return counts;
}

const histogram = (values: Float64Array, bins: number) => {
  const counts = new Float64Array(bins);
  for (const v of values) counts[v]++;
  return counts;
};
const spread = (p: Float64Array, n: number) => p.map((x) => x * n);
const autapses = (edges: readonly Edge[]) => edges.filter((e) => e.source === e.target).length;
const distinct = (edges: readonly Edge[]) => new Set(edges.map((e) => `${e.source} ${e.target}`)).size;

describe("exact rules", () => {
  it("all_to_all: every pair once, with or without autapses", async () => {
    expect((await connect("all_to_all", 7, 5)).map((e) => [e.source, e.target])).toEqual(
      Array.from({ length: 35 }, (_, k) => [Math.floor(k / 5), k % 5]),
    );
    expect(distinct(await connect("all_to_all", 9, undefined))).toBe(81);
    const without = await connect({ all_to_all: { allow_autapses: false } }, 9, undefined);
    expect([without.length, distinct(without), autapses(without)]).toEqual([72, 72, 0]);
  });

  it("one_to_one", async () => {
    expect((await connect("one_to_one", 6, 6)).map((e) => [e.source, e.target])).toEqual(Array.from({ length: 6 }, (_, i) => [i, i]));
    expect(autapses(await connect("one_to_one", 6, undefined))).toBe(6);
  });

  it("edges: those given, repeated ones too, in any order", async () => {
    const source = [3, 0, 3, 3, 1];
    const target = [1, 4, 1, 0, 1];
    const found = await connect({ edges: { source, target } }, 4, 5);
    const key = (s: number, t: number) => 10 * s + t;
    expect(found.map((e) => key(e.source, e.target)).sort()).toEqual(source.map((s, i) => key(s, target[i])).sort());
    expect(await connect({ edges: { source: [], target: [] } }, 4, 5)).toEqual([]);
  });

  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])("degrees are exact; autapses %s, multapses %s", async (allow_autapses, allow_multapses) => {
    const n = 40;
    const options = { allow_autapses, allow_multapses };
    const ins = await connect({ fixed_indegree: { indegree: 30, ...options } }, n, undefined);
    const outs = await connect({ fixed_outdegree: { outdegree: 30, ...options } }, n, undefined);
    const total = await connect({ fixed_total_number: { n: 1201, ...options } }, n, undefined);
    expect([...degrees(ins, "target", n)]).toEqual(new Array(n).fill(30));
    expect([...degrees(outs, "source", n)]).toEqual(new Array(n).fill(30));
    expect(total.length).toBe(1201);
    for (const edges of [ins, outs, total]) {
      if (allow_autapses) expect(autapses(edges)).toBeGreaterThan(0);
      else expect(autapses(edges)).toBe(0);
      if (allow_multapses) expect(distinct(edges)).toBeLessThan(edges.length);
      else expect(distinct(edges)).toBe(edges.length);
    }
  });

  it("as full as it can be: every pair exactly once", async () => {
    for (const rule of [
      { fixed_indegree: { indegree: 11, allow_multapses: false, allow_autapses: false } },
      { fixed_outdegree: { outdegree: 11, allow_multapses: false, allow_autapses: false } },
      { fixed_total_number: { n: 132, allow_multapses: false, allow_autapses: false } },
      { pairwise_bernoulli: { p: 1, allow_autapses: false } },
    ]) {
      const edges = await connect(rule, 12, undefined);
      expect([edges.length, distinct(edges), autapses(edges)]).toEqual([132, 132, 0]);
    }
    expect(await connect({ pairwise_bernoulli: { p: 0 } }, 12, undefined)).toEqual([]);
    expect(await connect({ fixed_indegree: { indegree: 0 } }, 12, undefined)).toEqual([]);
  });
});

/** Edges of many seeds together. */
async function many(rule: RuleDescription, sources: number, targets: number | undefined, seeds: number): Promise<Edge[][]> {
  return Promise.all(Array.from({ length: seeds }, (_, s) => connect(rule, sources, targets, 100 + s)));
}

describe("random rules", () => {
  it.each([
    ["in-degrees of fixed_outdegree", { fixed_outdegree: { outdegree: 12 } }, "target"],
    ["out-degrees of fixed_indegree", { fixed_indegree: { indegree: 12 } }, "source"],
    ["out-degrees of fixed_total_number", { fixed_total_number: { n: 600 } }, "source"],
    ["in-degrees of fixed_total_number", { fixed_total_number: { n: 600 } }, "target"],
  ] as const)("%s are those of independent draws", async (_, rule, of) => {
    const n = 50;
    const seeds = 80;
    const all = await many(rule, n, n, seeds);
    const perNeuron = new Float64Array(n);
    const counts = new Float64Array(60);
    for (const edges of all) {
      const d = degrees(edges, of, n);
      d.forEach((x, i) => {
        perNeuron[i] += x;
      });
      histogram(d, 60).forEach((c, k) => {
        counts[k] += c;
      });
    }
    const drawn = all[0].length;
    expect(chiSquare(perNeuron, new Float64Array(n).fill((seeds * drawn) / n))).toBeGreaterThan(ALPHA);
    expect(chiSquare(counts, spread(binomialPmf(drawn, 1 / n).subarray(0, 60), n * seeds))).toBeGreaterThan(ALPHA);
  });

  it("p-values over 200 runs are uniform", async () => {
    const n = 30;
    const runs = await many({ fixed_total_number: { n: 900 } }, n, n, 200);
    const p = runs.map((edges) => chiSquare(degrees(edges, "source", n), new Float64Array(n).fill(30)));
    expect(kolmogorovSmirnov(p, (x) => x)).toBeGreaterThan(ALPHA);
  });

  it("targets do not hang on sources, nor synapses on each other", async () => {
    const n = 10;
    const cells = new Float64Array(n * n);
    const neighbours = new Float64Array(n * n);
    for (const edges of await many({ fixed_outdegree: { outdegree: 20 } }, n, n, 60)) {
      edges.forEach((e, k) => {
        cells[e.source * n + e.target]++;
        if (k % 2 === 1) neighbours[edges[k - 1].target * n + e.target]++;
      });
    }
    expect(chiSquare(cells, new Float64Array(n * n).fill((60 * 200) / (n * n)))).toBeGreaterThan(ALPHA);
    expect(chiSquare(neighbours, new Float64Array(n * n).fill((60 * 100) / (n * n)))).toBeGreaterThan(ALPHA);
  });

  it.each([0.003, 0.1, 0.5, 0.97])("pairwise_bernoulli, p %d: binomial degrees, even targets, independent pairs", async (p) => {
    const [n, m, seeds] = [60, 40, 60];
    const out = new Float64Array(m + 1);
    const into = new Float64Array(n + 1);
    const target = new Float64Array(m);
    const together = new Float64Array(4);
    let edges = 0;
    for (const run of await many({ pairwise_bernoulli: { p } }, n, m, seeds)) {
      expect(distinct(run)).toBe(run.length);
      edges += run.length;
      const [o, i] = [degrees(run, "source", n), degrees(run, "target", m)];
      histogram(o, m + 1).forEach((c, k) => {
        out[k] += c;
      });
      histogram(i, n + 1).forEach((c, k) => {
        into[k] += c;
      });
      i.forEach((c, k) => {
        target[k] += c;
      });
      // Pairs (s, t) and (s, t + 1): both, one of them, none.
      const has = new Set(run.map((e) => e.source * m + e.target));
      for (let s = 0; s < n; s++)
        for (let t = 0; t + 1 < m; t += 2) together[(has.has(s * m + t) ? 2 : 0) + (has.has(s * m + t + 1) ? 1 : 0)]++;
    }
    const q = 1 - p;
    expect(Math.abs(edges - seeds * n * m * p)).toBeLessThan(4 * Math.sqrt(seeds * n * m * p * q));
    expect(chiSquare(out, spread(binomialPmf(m, p), n * seeds), 0)).toBeGreaterThan(ALPHA);
    expect(chiSquare(into, spread(binomialPmf(n, p), m * seeds), 0)).toBeGreaterThan(ALPHA);
    expect(chiSquare(target, new Float64Array(m).fill(edges / m))).toBeGreaterThan(ALPHA);
    const couples = (seeds * n * m) / 2;
    expect(
      chiSquare(
        together,
        [q * q, q * p, p * q, p * p].map((x) => x * couples),
      ),
    ).toBeGreaterThan(ALPHA);
  });

  it("pairwise_bernoulli without autapses keeps every other pair as likely", async () => {
    const n = 20;
    const cells = new Float64Array(n * n);
    for (const run of await many({ pairwise_bernoulli: { p: 0.3, allow_autapses: false } }, n, undefined, 100)) {
      expect(autapses(run)).toBe(0);
      for (const e of run) cells[e.source * n + e.target]++;
    }
    const off = cells.filter((_, k) => k % (n + 1) !== 0);
    expect(Math.abs(off.reduce((a, b) => a + b, 0) - 380 * 30)).toBeLessThan(4 * Math.sqrt(380 * 100 * 0.21));
    expect(chiSquare(off, new Float64Array(380).fill(30), 0)).toBeGreaterThan(1e-9);
  });

  it("fixed_total_number without multapses: every set of pairs is as likely as any other", async () => {
    // 2 x 3 pairs, 3 of them: 20 sets.
    const sets = new Map<string, number>();
    const runs = await many({ fixed_total_number: { n: 3, allow_multapses: false } }, 2, 3, 2000);
    for (const run of runs) {
      const key = run
        .map((e) => 3 * e.source + e.target)
        .sort()
        .join();
      sets.set(key, (sets.get(key) ?? 0) + 1);
    }
    expect(sets.size).toBe(20);
    expect(chiSquare([...sets.values()], new Float64Array(20).fill(100))).toBeGreaterThan(ALPHA);
  });

  it.each([
    [{ fixed_total_number: { n: 6, allow_autapses: false } }],
    [{ fixed_indegree: { indegree: 2, allow_autapses: false } }],
    [{ fixed_outdegree: { outdegree: 2, allow_autapses: false, allow_multapses: false } }],
  ] as [RuleDescription][])("%j: barred pairs are drawn again, the others stay even", async (rule) => {
    const n = 4;
    const cells = new Float64Array(n * n);
    for (const run of await many(rule, n, undefined, 600)) for (const e of run) cells[e.source * n + e.target]++;
    const off = cells.filter((_, k) => k % (n + 1) !== 0);
    const sum = off.reduce((a, b) => a + b, 0);
    expect(sum).toBe(cells.reduce((a, b) => a + b, 0));
    expect(chiSquare(off, new Float64Array(12).fill(sum / 12))).toBeGreaterThan(ALPHA);
  });

  it("projections of one network and seeds differ", async () => {
    const of = (rules: number, seed: number) =>
      edgesOf({
        seed,
        populations: [{ name: "a", size: 50, model: "iaf_psc_exp" }],
        projections: Array.from({ length: rules }, () => ({
          source: "a",
          target: "a",
          rule: { fixed_indegree: { indegree: 5 } },
          weight: 1,
          delay: 1,
        })),
      });
    const two = await of(2, 1);
    const one = new Set((await of(1, 1)).map((e) => `${e.source} ${e.target}`));
    const shared = two.filter((e) => one.has(`${e.source} ${e.target}`)).length;
    expect(shared).toBeLessThan(250 + 60);
    expect(await of(1, 2)).not.toEqual(await of(1, 1));
    expect(await of(1, 2 ** 40 + 1)).not.toEqual(await of(1, 1));
  });
});
