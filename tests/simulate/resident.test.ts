/** A workgroup that carries a small network through whole windows gives the same bits as the ordinary path. */
import { afterEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/io/checkpoint.ts";
import type { InputDescription, RecordDescription } from "../../src/network/description.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { models } from "../../src/twins/neuron/index.ts";
import { ADAPTERS, busy, closeAll, type Description, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

/** Every kind of input, records, two populations of sizes that no chunk divides; delays of `shortest` ms to 3 ms. */
function small(model = "iaf_psc_exp", shortest = 0.7, sizes: readonly [number, number] = [75, 34]): Description {
  const { weight, current } = models[model].trial;
  const E: InputDescription[] = [
    { kind: "poisson", target: "E", rate: 9000, weight, name: "drive" },
    { kind: "noise", target: "E", mean: 0.2 * current, std: 0.3 * current, interval: 0.5 },
    { kind: "step_current", target: "E", times: [1, 9], amplitudes: [0.5 * current, -0.2 * current] },
  ];
  const I: InputDescription[] = [
    { kind: "poisson", target: "I", rate: { uniform: { low: 6000, high: 12_000 } }, weight },
    { kind: "spikes", target: "I", times: [0, 3, 3, 12.3, 20], neurons: [1, 0, 4, 0, 29], weight: 20 * weight, name: "given" },
  ];
  const V_m = { uniform: { low: -65, high: -58 } };
  const [variable] = Object.keys(models[model].variables);
  const record: RecordDescription[] = [
    { spikes: "E" },
    { spikes: "I" },
    { rate: "E", bin: 2 },
    { state: "E", variable, every: 3, neurons: [3, 74] },
    { state: "I", variable },
  ];
  const w = 0.4 * weight;
  return {
    seed: 2 ** 40 + 5,
    populations: [
      { name: "E", size: sizes[0], model, initial: { V_m } },
      { name: "I", size: sizes[1], model, initial: { V_m } },
    ],
    inputs: [...E, ...I],
    projections: [
      {
        source: "E",
        target: "E",
        rule: { pairwise_bernoulli: { p: 0.2 } },
        weight: { normal: { mean: w, std: 0.1 * w, min: 0 } },
        delay: 1.5,
      },
      { source: "E", target: "I", rule: { fixed_indegree: { indegree: 20 } }, weight: w, delay: { uniform: { low: shortest, high: 3 } } },
      { source: "I", target: "E", rule: { fixed_total_number: { n: 700 } }, weight: -2 * w, delay: shortest },
    ],
    record,
  };
}

/** Everything a run leaves behind, and the whole state. */
async function all(sim: Simulation) {
  const { arrays, step } = await sim.save();
  const records = { traces: sim.traces(), rates: sim.rateTraces() };
  return { digest: sim.digest, counts: sim.counts(), spikes: pairs(sim), ...records, step, arrays };
}

async function outcome(d: Description, ms: readonly number[], options: SimulationOptions) {
  const sim = await simulation(d, options);
  for (const part of ms) await sim.run(part);
  return all(sim);
}

const ordinary = { adapter: "software", resident: false } as const;
const resident = { adapter: "software", resident: true } as const;

describe("software: the same bits as the ordinary path", () => {
  it.each(Object.keys(models))("%s: spikes, counts, traces, rates, state, ring", async (model) => {
    const one = await outcome(small(model), [12], ordinary);
    expect(one.spikes.length).toBeGreaterThan(model === "izhikevich" ? 3 : 20);
    expect(await outcome(small(model), [12], resident)).toEqual(one);
  });

  it.each([0.1, 2.5])("a shortest delay of %d ms, any cutting of the run", async (shortest) => {
    const one = await outcome(small("iaf_psc_exp", shortest), [12], ordinary);
    expect(await outcome(small("iaf_psc_exp", shortest), [12], resident)).toEqual(one);
    expect(await outcome(small("iaf_psc_exp", shortest), [0, 0.1, 4.3, 7.6], { ...resident, submitMs: 1 })).toEqual(one);
    expect(await outcome(small("iaf_psc_exp", shortest), [12], { ...resident, windowSteps: 9 })).toEqual(
      await outcome(small("iaf_psc_exp", shortest), [12], { ...ordinary, windowSteps: 9 }),
    );
  });

  it("more neurons than threads, one synapse, none", async () => {
    const large = small("iaf_psc_exp", 0.5, [600, 301]);
    const { projections, ...rest } = large;
    const ringed = {
      ...rest,
      projections: [{ source: "E", target: "I", rule: { fixed_indegree: { indegree: 30 } }, weight: 90, delay: 0.3 }],
    };
    expect(await outcome(ringed, [20], resident)).toEqual(await outcome(ringed, [20], ordinary));
    const alone: Description = {
      populations: [{ name: "one", size: 1, model: "iaf_psc_exp", params: { I_e: 600 } }],
      projections: [{ source: "one", target: "one", rule: "one_to_one", weight: 3000, delay: 0.1 }],
    };
    const one = await outcome(alone, [100], ordinary);
    expect(one.spikes.length).toBeGreaterThan(3);
    expect(await outcome(alone, [100], resident)).toEqual(one);
    const none = { populations: alone.populations };
    expect(await outcome(none, [100], resident)).toEqual(await outcome(none, [100], ordinary));
  });

  it("a checkpoint of either path goes on in the other; changes of parameters and inputs, reset", async () => {
    const change = async (sim: Simulation) => {
      await sim.set("E", { I_e: 50, V_th: { normal: { mean: -55, std: 0.5 } } });
      await sim.setInput("drive", { rate: 4000 });
      await sim.setInput("given", { times: [14, 15], neurons: [2, 3] });
    };
    const a = await simulation(small(), ordinary);
    const b = await simulation(small(), resident);
    for (const sim of [a, b]) {
      await sim.run(10.4);
      await change(sim);
      await sim.run(8);
    }
    expect(await all(b)).toEqual(await all(a));
    const [c, d] = [await simulation(small(), resident), await simulation(small(), ordinary)];
    await c.load(decodeCheckpoint(encodeCheckpoint(await a.save()), "memory"));
    await d.load(decodeCheckpoint(encodeCheckpoint(await b.save()), "memory"));
    for (const sim of [a, c, d]) await sim.run(9);
    expect(pairs(c)).toEqual(pairs(a).filter(([k]) => k >= 184));
    expect((await c.save()).arrays).toEqual((await a.save()).arrays);
    expect((await d.save()).arrays).toEqual((await a.save()).arrays);
    for (const sim of [a, c]) {
      await sim.reset();
      await sim.run(12);
    }
    expect(await all(c)).toEqual(await all(a));
  });

  it("a state that runs away is found at the same step", async () => {
    const wild: Description = {
      populations: [{ name: "E", size: 40, model: "iaf_psc_exp", params: { I_e: -1e9 } }],
      projections: [{ source: "E", target: "E", rule: "one_to_one", weight: 1, delay: 0.5 }],
    };
    const said = async (options: SimulationOptions) => {
      const sim = await simulation(wild, options);
      return sim.run(400).then(
        () => "nothing",
        (error: Error) => error.message,
      );
    };
    const message = await said(ordinary);
    expect(message).toContain('population "E", step ');
    expect(await said(resident)).toBe(message);
  });
});

describe("the twin", () => {
  it.each(["iaf_psc_exp", "iaf_psc_alpha", "iaf_psc_delta"])("%s: cpu resident, cpu, software resident", async (model) => {
    const one = await outcome(small(model), [12], { adapter: "cpu" });
    expect(await outcome(small(model), [12], { adapter: "cpu", resident: true })).toEqual(one);
    expect(await outcome(small(model), [12], resident)).toEqual(one);
  });

  it.each(Object.keys(models))("%s on cpu: all the bits of the ordinary path", async (model) => {
    const one = await outcome(small(model, 0.3), [40], { adapter: "cpu" });
    expect(await outcome(small(model, 0.3), [11, 29], { adapter: "cpu", resident: true })).toEqual(one);
  });
});

describe("the choice", () => {
  it("on a software adapter by the neuron-steps of a window, never on the cpu", async () => {
    const of = async (size: number, delay: number, adapter: "cpu" | "software") => {
      const one: Description = {
        populations: [{ name: "E", size, model: "iaf_psc_exp" }],
        projections: [{ source: "E", target: "E", rule: "one_to_one", weight: 1, delay }],
      };
      return (await simulation(one, { adapter, resident: undefined })).windowSteps;
    };
    expect(await of(17, 1.5, "software")).toBe(510);
    expect(await of(18, 1.5, "software")).toBe(15);
    expect(await of(256, 0.1, "software")).toBe(512);
    expect(await of(257, 0.1, "software")).toBe(1);
    expect(await of(17, 1.5, "cpu")).toBe(15);
  });

  it.each(ADAPTERS)("%s: a ring that does not fit is an error where it is demanded", async (adapter) => {
    const long = busy("iaf_psc_exp", { projections: [{ source: "E", target: "I", rule: "all_to_all", weight: 1, delay: 80 }] });
    const error = await simulation(long, { adapter, resident: true }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(/^resident: true: a ring of 800 steps for 200 neurons does not fit/);
    expect((await simulation(long, { adapter })).windowSteps).toBe(32);
  });
});
