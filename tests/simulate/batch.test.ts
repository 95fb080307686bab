/** Many networks in one plan: each does what it does alone. */
import { afterEach, describe, expect, it } from "vitest";
import { RunawayStateError } from "../../src/errors.ts";
import { Instances } from "../../src/simulate/instances.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { cvIsi } from "../../src/view/statistics.ts";
import { ADAPTERS, busy, closeAll, type Description, network, pairs, simulation } from "./networks.ts";

const open: Instances[] = [];
afterEach(() => {
  closeAll();
  for (const instances of open.splice(0)) instances.destroy();
});

async function instances(descriptions: readonly Description[], options: SimulationOptions): Promise<Instances> {
  const made = await Instances.create(
    descriptions.map((d) => network(d)),
    options,
  );
  open.push(made);
  return made;
}

/** Short delays, so that a workgroup can hold it; all kinds of records. */
function small(seed: number, change: Partial<Description> = {}): Description {
  const [, , IE, II] = busy().projections ?? [];
  return busy("iaf_psc_exp", {
    seed,
    projections: [
      { source: "E", target: "I", rule: { fixed_indegree: { indegree: 20 } }, weight: 60, delay: 1.1 },
      IE,
      { ...II, delay: 1.6 },
    ],
    record: [
      { spikes: "E" },
      { spikes: "I" },
      { state: "E", variable: "V_m", every: 4, neurons: [0, 149] },
      { state: "I", variable: "I_syn_ex" },
    ],
    ...change,
  });
}

/** Different seeds, sizes, weights of one value and drawn ones, inputs, models. */
const mixed = (): Description[] => {
  const [drive, ...inputs] = busy().inputs ?? [];
  const strong = { ...drive, rate: 9000, weight: 90 } as typeof drive;
  const [E, I] = busy().populations;
  const noise = { kind: "noise", target: "E", mean: 200, std: 300 } as const;
  return [
    small(12),
    small(2 ** 45 + 3),
    small(12, { inputs: [strong, ...inputs, noise] }),
    small(4, { populations: [{ ...E, size: 37, params: { I_e: { uniform: { low: 0, high: 300 } } } }, I], projections: [], record: [] }),
    small(5, { populations: [E, { ...I, model: "iaf_psc_alpha" }] }),
    { populations: [{ name: "one", size: 1, model: "izhikevich", params: { I_e: 10 } }], record: [{ state: "one", variable: "V_m" }] },
  ];
};

const WAYS = [
  ["cpu", { adapter: "cpu" }],
  ["cpu, two threads", { adapter: "cpu", threads: 2 }],
  ["cpu, a workgroup each", { adapter: "cpu", resident: true }],
  ["software, ordinary", { adapter: "software", resident: false }],
  ["software, a workgroup each", { adapter: "software", resident: true }],
] as const;

describe.each(WAYS)("%s", (_, options) => {
  it("digest, counts, spikes, traces, rates of each are those of the network alone", async () => {
    const descriptions = mixed();
    const together = await instances(descriptions, options);
    await together.run(10.3);
    await together.run(14.7);
    for (const [b, description] of descriptions.entries()) {
      const alone = await simulation(description, { adapter: options.adapter, resident: false });
      await alone.run(25);
      const { digest, populations, fault } = together.outcome(b);
      expect(digest).toBe(alone.digest);
      expect(fault).toBeUndefined();
      expect(Object.fromEntries(populations.map(({ name, spikes }) => [name, spikes]))).toEqual(alone.counts());
      expect(Object.fromEntries(populations.map(({ name, rate }) => [name, rate]))).toEqual(alone.rates());
      const { step, neuron } = together.spikes(b);
      expect(Array.from(step, (k, i) => [k, neuron[i]])).toEqual(pairs(alone));
      expect(together.traces(b)).toEqual(alone.traces());
    }
    expect(together.outcome(0).digest).not.toBe(together.outcome(1).digest);
    expect(together.outcome(0).digest).not.toBe(together.outcome(2).digest);
  });
});

describe.each(ADAPTERS)("%s", (adapter) => {
  it("CV of intervals is that of the recorded spikes, also after forget", async () => {
    const together = await instances([small(3), small(8)], { adapter });
    await together.run(20);
    together.forget();
    await together.run(60);
    for (const [b, seed] of [3, 8].entries()) {
      const alone = await simulation(small(seed), { adapter: "cpu" });
      await alone.run(20);
      alone.forget();
      await alone.run(60);
      const { digest, populations } = together.outcome(b);
      expect(digest).toBe(alone.digest);
      const expected = cvIsi(alone.spikes());
      expect(expected[0].neurons).toBeGreaterThan(3);
      populations.forEach(({ cv }, p) => {
        expect(cv).toBeCloseTo(expected[p].cv, 10);
      });
    }
  });

  it("a state that runs away stops its own instance only", async () => {
    const wild = small(2, { populations: [{ ...busy().populations[0], params: { I_e: -1e9 } }, busy().populations[1]] });
    const together = await instances([small(12), wild, small(7)], { adapter });
    await together.run(40);
    const { fault, digest } = together.outcome(1);
    expect(fault).toBeInstanceOf(RunawayStateError);
    expect(fault?.population).toBe("E");
    for (const [b, seed] of [
      [0, 12],
      [2, 7],
    ]) {
      const alone = await simulation(small(seed), { adapter });
      await alone.run(40);
      expect(together.outcome(b).digest).toBe(alone.digest);
      expect(together.outcome(b).fault).toBeUndefined();
    }
    const alone = await simulation(wild, { adapter });
    await expect(alone.run(40)).rejects.toThrow(`step ${fault?.step}: `);
    expect(alone.digest).toBe(digest);
  });
});
