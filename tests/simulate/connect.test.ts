/** Rows built on the device: the same synapses, counts, scales and errors as those built on the host. */
import { afterAll, describe, expect, it } from "vitest";
import { CancelledError, InputError } from "../../src/errors.ts";
import type { Numbers, RuleDescription } from "../../src/network/description.ts";
import { buildRows, type SynapseRows } from "../../src/network/rows.ts";
import { firstScales } from "../../src/network/scales.ts";
import { buildOnDevice } from "../../src/simulate/connect.ts";
import { Dice } from "../../src/verify/dice.ts";
import { closeDevice, softwareDevice } from "../twins/lib/kernel.ts";
import { type Description, network } from "./networks.ts";

afterAll(closeDevice);

interface Options {
  readonly pageSynapses?: number;
  readonly inputBound?: readonly number[];
}

/** Every row as a sorted list of its synapses' words. */
function rowsOf({ extents, pages, pageSynapses, format, parts }: SynapseRows): string[] {
  return Array.from({ length: extents.length / 2 / parts }, (_, n) => {
    const synapses: string[] = [];
    for (let k = extents[2 * parts * n]; k < extents[2 * parts * n + 2 * parts - 1]; k++) {
      const at = format.words * (k % pageSynapses);
      synapses.push([...pages[Math.floor(k / pageSynapses)].subarray(at, at + format.words)].join(":"));
    }
    return synapses.sort().join(" ");
  });
}

async function both(
  d: Description,
  { pageSynapses = 2 ** 20, inputBound }: Options = {},
): Promise<{ host: SynapseRows; built: SynapseRows }> {
  const resolved = network(d);
  const options = { pageSynapses, inputBound: inputBound ?? resolved.populations.map(() => 0) };
  const host = await buildRows(resolved, options);
  const rows = await buildOnDevice(await softwareDevice(), resolved, options);
  if (!rows) throw new Error("not built on the device");
  const pages: Uint32Array[] = [];
  for (const page of rows.pages) pages.push(await page.read());
  for (const page of rows.pages) page.destroy();
  return { host, built: { ...rows, pages } };
}

async function same(d: Description, options: Options = {}): Promise<SynapseRows> {
  const { host, built } = await both(d, options);
  expect(rowsOf(built)).toEqual(rowsOf(host));
  const known = ({ count, format, weights, minDelay, maxDelay, scales, largestSums }: SynapseRows) => ({
    count,
    format,
    weights,
    minDelay,
    maxDelay,
    scales,
    largestSums,
  });
  expect(known(built)).toEqual(known(host));
  return built;
}

const RULES: RuleDescription[] = [
  "all_to_all",
  { all_to_all: { allow_autapses: false } },
  { pairwise_bernoulli: { p: 0 } },
  { pairwise_bernoulli: { p: 0.13 } },
  { pairwise_bernoulli: { p: 0.6, allow_autapses: false } },
  { pairwise_bernoulli: { p: 1 } },
  ...[true, false].flatMap((allow_autapses) =>
    [true, false].flatMap((allow_multapses) => [
      { fixed_outdegree: { outdegree: 30, allow_autapses, allow_multapses } },
      { fixed_indegree: { indegree: 30, allow_autapses, allow_multapses } },
      { fixed_total_number: { n: 1203, allow_autapses, allow_multapses } },
    ]),
  ),
];

const DRAWS: [Numbers, Numbers][] = [
  [3.5, 1.5],
  [{ normal: { mean: 87.8, std: 40 } }, { normal: { mean: 1.5, std: 0.75 } }],
  [{ uniform: { low: -20, high: 60 } }, { lognormal: { mean: 0.5, std: 0.7, min: 0.3, max: 30 } }],
  [{ lognormal: { mean: 1, std: 2, max: 50 } }, { uniform: { low: 0.1, high: 6 } }],
];

describe.each(RULES)("%j", (rule) => {
  it("within one population and between two, for every kind of draw", async () => {
    for (const [k, [weight, delay]] of DRAWS.entries())
      await same({
        seed: 40 + k,
        populations: [
          { name: "a", size: 37, model: k % 2 === 0 ? "iaf_psc_exp" : "iaf_cond_exp" },
          { name: "b", size: 71, model: "iaf_psc_delta" },
        ],
        projections: ["a b", "b a", "b b", "a a"].map((ends) => ({ source: ends[0], target: ends[2], rule, weight, delay })),
      });
  }, 60_000);
});

const one = (size: number, model = "iaf_psc_exp") => [{ name: "n", size, model }];
const onto = (rule: RuleDescription<Numbers>, weight: Numbers = 1, delay: Numbers = 1) => ({
  source: "n",
  target: "n",
  rule,
  weight,
  delay,
});

describe("given synapses", () => {
  const dice = new Dice(3, "edges");
  const n = 2_001;
  const ends = () => Array.from({ length: n }, () => dice.whole(0, 62));

  it("edges, with weights and delays of their own, drawn ones and constants", async () => {
    const edges = { source: ends(), target: ends() };
    await same({ populations: one(63), projections: [onto({ edges }, dice.list(n, -5, 9), dice.list(n, 0.1, 20)), onto({ edges }, 2, 3)] });
    await same({ populations: one(63), projections: [onto({ edges }, { normal: { mean: 3, std: 2 } }, { uniform: { low: 1, high: 4 } })] });
    await same({ populations: one(63), projections: [onto({ edges: { source: [], target: [] } })] });
  });

  it("arrays for one_to_one and all_to_all", async () => {
    for (const rule of ["one_to_one", "all_to_all", { all_to_all: { allow_autapses: false } }] as const) {
      const count = rule === "one_to_one" ? 21 : rule === "all_to_all" ? 441 : 420;
      await same({ populations: one(21), projections: [onto(rule, dice.list(count, -5, 9), dice.list(count, 0.1, 20))] });
    }
  });
});

describe("sizes", () => {
  it("no projection, no synapse, one neuron", async () => {
    await same({ populations: one(5) });
    await same({ populations: one(5), projections: [onto({ fixed_indegree: { indegree: 0 } }), onto({ fixed_total_number: { n: 0 } })] });
    await same({ populations: one(1), projections: [onto("all_to_all", { uniform: { low: -1, high: 1 } }, 0.1), onto("one_to_one", -3)] });
    await same({ populations: one(1), projections: [onto({ all_to_all: { allow_autapses: false } })] });
  });

  it("many neurons with few synapses, few with many", async () => {
    await same({ populations: one(10_007), projections: [onto({ fixed_outdegree: { outdegree: 3 } }, { normal: { mean: 2, std: 1 } })] });
    const populations = [...one(3), { name: "m", size: 40_001, model: "iaf_psc_delta" }];
    for (const rule of [
      "all_to_all",
      { pairwise_bernoulli: { p: 0.4 } },
      { fixed_outdegree: { outdegree: 9_000, allow_multapses: false } },
    ] as const)
      await same({ populations, projections: [{ source: "n", target: "m", rule, weight: 1, delay: { uniform: { low: 1, high: 9 } } }] });
  });

  it("dispatches of one part of a rule after another", async () => {
    const rules: RuleDescription[] = [
      { fixed_indegree: { indegree: 300 } },
      { fixed_outdegree: { outdegree: 300 } },
      { pairwise_bernoulli: { p: 0.3 } },
      { fixed_total_number: { n: 300_003 } },
      { fixed_indegree: { indegree: 280, allow_multapses: false } },
    ];
    for (const rule of rules) await same({ populations: one(1_001), projections: [onto(rule)] });
  }, 60_000);
});

const mixed: Description = {
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

describe("pages", () => {
  it.each([128, 256, 1024, 8192])("of %i synapses hold the same ones, a row in one page", async (pageSynapses) => {
    const { pages, extents, end } = await same(mixed, { pageSynapses });
    expect(pages.length).toBe(Math.ceil(end / pageSynapses));
    for (let n = 0; n < 100; n++)
      expect(Math.floor(extents[2 * n] / pageSynapses)).toBe(Math.floor(Math.max(extents[2 * n], extents[2 * n + 1] - 1) / pageSynapses));
  });

  it("a row longer than a page goes on in the next; where its order is that of arrival, the host must build it", async () => {
    const projections = mixed.projections?.slice(1);
    expect((await same({ ...mixed, projections }, { pageSynapses: 16 })).pages.length).toBeGreaterThan(300);
    await expect(same(mixed, { pageSynapses: 16 })).rejects.toThrow("not built on the device");
  });
});

describe("fixed-point scales and errors", () => {
  it("an estimate that was too low is tried again with half the scale", async () => {
    const edges = { source: Array.from({ length: 400 }, (_, i) => i), target: new Array<number>(400).fill(3) };
    const d = {
      populations: one(400),
      projections: [
        onto({ edges }, { uniform: { low: 99, high: 101 } }),
        onto({ fixed_total_number: { n: 900 } }, { normal: { mean: 1, std: 0.5 } }),
      ],
    };
    const rows = await same(d);
    expect(rows.largestSums[0]).toBeGreaterThan(39_000);
    expect(rows.scales[0] * rows.largestSums[0]).toBeGreaterThan(2 ** 29);
    expect(rows.scales[0]).toBeLessThan(firstScales(network(d), [0])[0]);
  });

  it("sums beyond 32 bits are summed exactly", async () => {
    // The first attempt's sums pass 2^32 many times: its scale is for the mean in-degree.
    const n = 4_000;
    const edges = { source: Array.from({ length: n }, (_, i) => i), target: new Array<number>(n).fill(1) };
    const rows = await same({ populations: one(n), projections: [onto({ edges }, { uniform: { low: 99, high: 101 } })] });
    expect(rows.largestSums[0]).toBeGreaterThan(99 * n);
  });

  it("inputs have their share", async () => {
    await same({ populations: one(70), projections: [onto("all_to_all")] }, { inputBound: [1e5] });
  });

  it("what the host refuses is refused, in the same words", async () => {
    const refused = async (d: Description, options: Options = {}) => {
      const resolved = network(d);
      const all = { pageSynapses: 2 ** 20, inputBound: options.inputBound ?? resolved.populations.map(() => 0) };
      const thrown = (built: Promise<unknown>) =>
        built.then(
          () => undefined,
          (error: unknown) => error,
        );
      const host = await thrown(buildRows(resolved, all));
      const device = await thrown(buildOnDevice(await softwareDevice(), resolved, all));
      expect(host).toBeInstanceOf(InputError);
      // The first delay that is too long on one side, the longest on the other.
      const words = (error: unknown) => (error as Error).message.replace(/"\d+ steps"/, "");
      expect(device).toBeInstanceOf(InputError);
      expect(words(device)).toBe(words(host));
    };
    await refused({ populations: one(70), projections: [onto("all_to_all", 1e6), onto("all_to_all", 1e-5)] });
    await refused({ populations: one(70), projections: [onto("all_to_all")] }, { inputBound: [1e9] });
    const long = { normal: { mean: 300, std: 400, max: 3000 } };
    await refused({
      populations: one(300_000),
      projections: [onto({ fixed_total_number: { n: 2000 } }, { uniform: { low: 1, high: 2 } }, long)],
    });
  }, 60_000);

  it("progress rises to the end, and may cancel", async () => {
    const wide = network({ populations: one(1_000), projections: [onto({ fixed_indegree: { indegree: 400 } })] });
    const options = { pageSynapses: 2 ** 19, inputBound: [0] };
    const shares: number[] = [];
    const rows = await buildOnDevice(await softwareDevice(), wide, { ...options, onProgress: (share) => void shares.push(share) });
    for (const page of rows?.pages ?? []) page.destroy();
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBe(0);
    expect(shares[shares.length - 1]).toBeLessThan(1);
    const cancel = (share: number) => {
      if (share > 0.5) throw new CancelledError("cancelled");
    };
    await expect(buildOnDevice(await softwareDevice(), wide, { ...options, onProgress: cancel })).rejects.toThrow(CancelledError);
  });
});
