/** Rows built by several threads: the same edges, whatever their number. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CancelledError, InputError } from "../../src/errors.ts";
import type { NetworkDescription, Numbers, RuleDescription } from "../../src/network/description.ts";
import { resolve } from "../../src/network/resolve.ts";
import { buildRows } from "../../src/network/rows.ts";
import code from "../../src/simulate/worker.ts?bundle";
import { Crew } from "../../src/threads/crew.ts";
import { edgesOf, type Part, rowsOf } from "./edges.ts";

const crews: Crew[] = [];
beforeAll(async () => {
  for (const count of [2, 3]) crews.push(await Crew.open(count, code));
});
afterAll(() => {
  for (const crew of crews) crew.close();
});

type Projections = NonNullable<NetworkDescription<Numbers>["projections"]>;

/** Edges as sorted text: a multiset. */
async function multiset(part: Part, options: Parameters<typeof edgesOf>[1] = {}): Promise<string[]> {
  return (await edgesOf(part, options)).map((e) => `${e.source} ${e.target} ${e.receptor} ${e.weight} ${e.delay}`).sort();
}

/** Two populations, neither a multiple of 4, both ways. */
function network(rule: RuleDescription, back: RuleDescription, values: { weight: Numbers; delay: Numbers }): Part {
  return {
    seed: 5,
    populations: [
      { name: "a", size: 101, model: "iaf_psc_exp" },
      { name: "b", size: 38, model: "iaf_psc_exp" },
    ],
    projections: [
      { source: "a", target: "b", rule, ...values },
      { source: "b", target: "b", rule: back, ...values },
    ],
  };
}

const drawn = { weight: { normal: { mean: 20, std: 15 } }, delay: { uniform: { low: 0.2, high: 3 } } };
const constant = { weight: 3, delay: 1.5 };
const scattered = (n: number, size: number) => Array.from({ length: n }, (_, k) => (k * 7919 + (k >> 3)) % size);

const RULES: Record<string, [RuleDescription, RuleDescription]> = {
  all_to_all: ["all_to_all", { all_to_all: { allow_autapses: false } }],
  one_to_one: [{ fixed_outdegree: { outdegree: 3 } }, "one_to_one"],
  fixed_outdegree: [{ fixed_outdegree: { outdegree: 17 } }, { fixed_outdegree: { outdegree: 9, allow_multapses: false } }],
  fixed_indegree: [
    { fixed_indegree: { indegree: 23 } },
    { fixed_indegree: { indegree: 11, allow_multapses: false, allow_autapses: false } },
  ],
  fixed_total_number: [{ fixed_total_number: { n: 4099 } }, { fixed_total_number: { n: 601, allow_multapses: false } }],
  pairwise_bernoulli: [{ pairwise_bernoulli: { p: 0.31 } }, { pairwise_bernoulli: { p: 0.02, allow_autapses: false } }],
  edges: [{ edges: { source: scattered(2503, 101), target: scattered(2503, 38) } }, { edges: { source: [37, 37, 0], target: [0, 0, 37] } }],
};

describe.each(Object.entries(RULES))("%s", (_, [rule, back]) => {
  it.each([
    ["drawn values", drawn],
    ["one weight", constant],
  ])("%s: the same edges for 1, 2 and 3 threads and for pages that cut rows", async (_, values) => {
    const part = network(rule, back, values);
    const one = await multiset(part);
    expect(one.length).toBeGreaterThan(50);
    for (const crew of crews) {
      expect(await multiset(part, { crew })).toEqual(one);
      expect(await multiset(part, { crew, pageSynapses: 64 })).toEqual(one);
      expect(await multiset(part, { crew, parts: 1 })).toEqual(one);
    }
    expect(await multiset(part, { parts: 3 })).toEqual(one);
  });
});

it("what is said of all rows does not hang on the threads", async () => {
  const part = network({ pairwise_bernoulli: { p: 0.5 } }, { fixed_total_number: { n: 3000 } }, drawn);
  const one = await rowsOf(part);
  for (const crew of crews) {
    const rows = await rowsOf(part, { crew });
    for (const key of ["count", "minDelay", "maxDelay", "scales", "largestSums", "format"] as const)
      expect(rows[key], key).toEqual(one[key]);
    expect(rows.parts).toBe(crew.count);
  }
});

it("given weights and delays, one a synapse", async () => {
  const n = 777;
  const given = { weight: scattered(n, 31).map((w) => w - 12), delay: scattered(n, 9).map((d) => 0.1 * (d + 1)) };
  const part = network({ edges: { source: scattered(n, 101), target: scattered(n, 38) } }, "one_to_one", constant);
  const projections: Projections = [{ ...part.projections![0], ...given }, part.projections![1]];
  const one = await multiset({ ...part, projections });
  for (const crew of crews) expect(await multiset({ ...part, projections }, { crew })).toEqual(one);
});

it("more threads than neurons, neurons without synapses, no synapses at all", async () => {
  const populations = [{ name: "n", size: 1, model: "iaf_psc_exp" }];
  for (const crew of crews) {
    const rows = await rowsOf({ populations, projections: [] }, { crew });
    expect([rows.count, rows.pages.length, rows.minDelay, rows.maxDelay]).toEqual([0, 0, 0, 0]);
    const self: Part = { populations, projections: [{ source: "n", target: "n", rule: "all_to_all", weight: 2, delay: 1 }] };
    expect(await multiset(self, { crew })).toEqual(await multiset(self));
  }
});

it("weights that the first scale does not hold: built again with a coarser one, by all threads", async () => {
  const part: Part = {
    populations: [{ name: "n", size: 40, model: "iaf_psc_exp" }],
    // Every synapse onto neuron 0: its sum is far above that of a mean in-degree.
    projections: [
      { source: "n", target: "n", rule: { edges: { source: scattered(900, 40), target: scattered(900, 1) } }, weight: 5, delay: 1 },
    ],
  };
  const one = await rowsOf(part);
  for (const crew of crews) {
    expect((await rowsOf(part, { crew })).scales).toEqual(one.scales);
    expect(await multiset(part, { crew })).toEqual(await multiset(part));
  }
});

it("an error of a thread comes as what it is, and the crew goes on", async () => {
  const size = 200000;
  const long: Part = {
    populations: [{ name: "n", size, model: "iaf_psc_exp" }],
    projections: [
      {
        source: "n",
        target: "n",
        rule: { fixed_outdegree: { outdegree: 1 } },
        weight: { normal: { mean: 1, std: 0.1 } },
        delay: { lognormal: { mean: 5, std: 3, max: 3000 } },
      },
    ],
  };
  for (const crew of [undefined, ...crews]) {
    const failure = await rowsOf(long, { crew }).catch((error) => error);
    expect(failure).toBeInstanceOf(InputError);
    expect(failure.message).toMatch(/the longest delay leaves no room beside 200000 neurons/);
  }
  const part = network("all_to_all", "one_to_one", constant);
  expect(await multiset(part, { crew: crews[0] })).toEqual(await multiset(part));
});

it("progress rises to the end; cancelling stops the threads", async () => {
  const description: Part = {
    populations: [{ name: "n", size: 20000, model: "iaf_psc_exp" }],
    projections: [
      { source: "n", target: "n", rule: { fixed_total_number: { n: 6e6 } }, weight: { normal: { mean: 1, std: 0.1 } }, delay: drawn.delay },
    ],
  };
  const resolved = resolve({ galvani: 1, dt: 0.1, seed: 1, ...description });
  const [crew] = crews;
  const options = { pageSynapses: 2 ** 24, crew, parts: crew.count, inputBound: [0] };
  const shares: number[] = [];
  await buildRows(resolved, { ...options, onProgress: (share) => void shares.push(share) });
  expect(shares.some((share) => share > 0.1)).toBe(true);
  for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
  const cancel = buildRows(resolved, {
    ...options,
    onProgress: (share) => {
      if (share > 0.1) throw new CancelledError("enough");
    },
  });
  await expect(cancel).rejects.toThrow(new CancelledError("enough"));
  expect(await multiset(network("all_to_all", "one_to_one", constant), { crew })).toHaveLength(101 * 38 + 38);
});
