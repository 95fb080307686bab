/** Synapses drawn anew on each spike: the same spikes, state and totals as those that are held, and no memory for them. */
import { afterEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.ts";
import type { RuleDescription } from "../../src/network/description.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { ADAPTERS, busy, closeAll, type Description, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

const RULES: readonly RuleDescription[] = [
  "all_to_all",
  { all_to_all: { allow_autapses: false } },
  "one_to_one",
  { fixed_outdegree: { outdegree: 70 } },
  { fixed_outdegree: { outdegree: 300, allow_autapses: false } },
  { fixed_total_number: { n: 3000 } },
  { fixed_total_number: { n: 2000, allow_autapses: false } },
  { pairwise_bernoulli: { p: 0.3, allow_autapses: false } },
  { pairwise_bernoulli: { p: 0.003 } },
  { pairwise_bernoulli: { p: 1 } },
  { pairwise_bernoulli: { p: 0 } },
];

/** `busy` with every projection by one rule: E onto E, I onto E, E onto a population of its own size. */
function withRule(rule: RuleDescription, constant = false): Description {
  const { populations, inputs } = busy();
  const size = 150;
  const weight = constant ? 3 : ({ normal: { mean: 3, std: 2 } } as const);
  const delay = constant ? 0.7 : ({ uniform: { low: 0.3, high: 3 } } as const);
  return {
    populations: [...populations, { name: "F", size, model: "iaf_psc_exp" }],
    inputs,
    projections: [
      { source: "E", target: "E", rule, weight, delay },
      { source: "E", target: "F", rule, weight, delay: { lognormal: { mean: 0, std: 0.4, max: 4 } } },
      ...(rule === "one_to_one"
        ? []
        : [{ source: "I", target: "E", rule, weight: { lognormal: { mean: 0.2, std: 0.6 } } as const, delay }]),
    ],
  };
}

async function outcome(d: Description, options: SimulationOptions) {
  const sim = await simulation(d, options);
  await sim.run(31.3);
  const { arrays } = await sim.save();
  const spikes = pairs(sim);
  return { digest: sim.digest, spikes, synapses: sim.synapses, state: arrays.state, bytes: sim.memoryBytes };
}

describe("rules", () => {
  it.each(RULES.map((rule) => [JSON.stringify(rule), rule] as const))("%s", async (_, rule) => {
    const held = await outcome(withRule(rule), { adapter: "cpu" });
    const drawn = await outcome(withRule(rule), { adapter: "cpu", procedural: true });
    expect(held.spikes.length).toBeGreaterThan(100);
    expect({ ...drawn, bytes: 0 }).toEqual({ ...held, bytes: 0 });
  });

  it("all at once, on the software adapter", async () => {
    // One network: its kernels compile once.
    const all = { ...withRule("one_to_one"), projections: RULES.flatMap((rule) => withRule(rule).projections ?? []) };
    const { bytes: _, ...held } = await outcome(all, { adapter: "cpu" });
    const { bytes: __, ...drawn } = await outcome(all, { adapter: "software", procedural: true });
    expect(drawn).toEqual(held);
  });
});

describe.each(ADAPTERS)("%s", (adapter) => {
  it("one weight a projection, as synapses of one word are", async () => {
    const d = withRule({ fixed_outdegree: { outdegree: 40 } }, true);
    const held = await outcome(d, { adapter });
    expect({ ...(await outcome(d, { adapter, procedural: true })), bytes: 0 }).toEqual({ ...held, bytes: 0 });
  });

  it("conductances, whose negative weights become sizes", async () => {
    const d = (procedural: boolean) => outcome({ ...withRule({ pairwise_bernoulli: { p: 0.1 } }), ...cond }, { adapter, procedural });
    const cond = { populations: busy("iaf_cond_exp").populations.concat([{ name: "F", size: 150, model: "iaf_cond_exp" }]) };
    const { bytes: _, ...held } = await d(false);
    const { bytes: __, ...drawn } = await d(true);
    expect(held.spikes.length).toBeGreaterThan(10);
    expect(drawn).toEqual(held);
  });

  it("holds no synapse", async () => {
    const big = (n: number): Description => ({
      populations: [{ name: "n", size: 1000, model: "iaf_psc_exp" }],
      projections: [
        { source: "n", target: "n", rule: { fixed_outdegree: { outdegree: n } }, weight: { normal: { mean: 1, std: 1 } }, delay: 1 },
      ],
    });
    const few = await outcome(big(10), { adapter, procedural: true });
    const many = await outcome(big(500), { adapter, procedural: true });
    expect(many.synapses).toBe(500_000);
    expect(many.bytes).toBeLessThan(few.bytes + 1000);
  });
});

it("threads share the drawing", async () => {
  const d = withRule({ fixed_total_number: { n: 3000 } });
  const one = await outcome(d, { adapter: "cpu", procedural: true, threads: 1 });
  expect(await outcome(d, { adapter: "cpu", procedural: true, threads: 3 })).toMatchObject({ digest: one.digest, state: one.state });
});

it("surveyed on the device or on the host", async () => {
  const d = withRule({ pairwise_bernoulli: { p: 0.2 } });
  const { digest } = await outcome(d, { adapter: "software", procedural: true, build: "host" });
  expect((await outcome(d, { adapter: "software", procedural: true, build: "device" })).digest).toBe(digest);
});

it.each([
  ["fixed_indegree", { fixed_indegree: { indegree: 3 } }],
  ["fixed_outdegree", { fixed_outdegree: { outdegree: 3, allow_multapses: false } }],
  ["edges", { edges: { source: [0], target: [1] } }],
] as const)("refuses %s", async (kind, rule) => {
  const projections = [{ source: "n", target: "n", rule, weight: 1, delay: 1 }];
  const bad = simulation({ populations: [{ name: "n", size: 5, model: "iaf_psc_exp" }], projections }, { procedural: true });
  await expect(bad).rejects.toThrow(InputError);
  await expect(bad).rejects.toThrow(new RegExp(`^projections\\[0\\]\\.rule: "${kind}"`));
});
