/** A network with fields does the same however its run is cut, saved, set and shared among threads; and what is refused. */
import { afterEach, describe, expect, it } from "vitest";
import { FieldSimulation } from "../../src/field/simulation.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/io/checkpoint.ts";
import type { NetworkDescription } from "../../src/network/description.ts";
import { sweep } from "../../src/simulate/sweep.ts";
import { all, coupled, outcome } from "./coupled.ts";
import { ADAPTERS, closeAll, type Description, simulation } from "./networks.ts";

afterEach(closeAll);

describe.each(ADAPTERS)("%s", (adapter) => {
  it("any cutting of the run, any submit length, windows and pages", async () => {
    // Each window of one step is a submit's worth of dispatches: fewer of them on the software adapter.
    const rest = adapter === "cpu" ? 11.2 : 0;
    const one = await outcome([12.2 + rest], { adapter });
    expect(one.counts.E).toBeGreaterThan(10);
    expect(one.counts.I).toBeGreaterThan(2);
    expect(await outcome([0.1, 0, 4.6, 7.2, 0.3, rest], { adapter, submitMs: 0.001 })).toEqual(one);
    const cut = { adapter, windowSteps: adapter === "cpu" ? 1 : 2, pageBytes: 1024, submitMs: 100 };
    expect(await outcome([5.1, 7.1 + rest], cut)).toEqual(one);
  }, 120_000);

  it("save, bytes, load into a fresh simulation, go on, in the middle of a step of the field; reset repeats", async () => {
    const whole = await simulation(coupled(), { adapter });
    const first = await simulation(coupled(), { adapter });
    await whole.run(12);
    await first.run(5.3);
    const bytes = encodeCheckpoint(await first.save());
    const second = await simulation(coupled(), { adapter });
    await second.run(1);
    await second.load(decodeCheckpoint(bytes, "memory"));
    await second.run(6.7);
    const [a, b] = [await whole.save(), await second.save()];
    expect(b.arrays).toEqual(a.arrays);
    expect(b.plastic).toEqual(a.plastic);
    const [wholeFrames, laterFrames] = [whole.fieldFrames()[1], second.fieldFrames()[1]];
    expect(laterFrames.times[0]).toBeCloseTo(6, 9);
    expect(wholeFrames.values.slice(-laterFrames.values.length)).toEqual(laterFrames.values);
    const before = await all(whole);
    await whole.reset();
    expect((await whole.readField("u"))[4]).toBe(1);
    await whole.run(12);
    expect(await all(whole)).toEqual(before);
  }, 120_000);

  it("fields that share scratch, the longest first: saved, loaded and reset", async () => {
    const waves = [60, 24].map((n, f) => {
      const u = Array.from({ length: n }, (_, x) => Math.sin((2 * Math.PI * x) / n));
      return { name: `line ${f}`, model: "burgers" as const, sizes: [n], length: 6, dt: 0.1, viscosity: 0.1, initial: { u } };
    });
    const sim = await simulation({ populations: [{ name: "E", size: 2, model: "iaf_psc_exp" }], fields: waves }, { adapter });
    const lines = async () => [await sim.readField("line 0"), await sim.readField("line 1")];
    await sim.run(0.6);
    const saved = await sim.save();
    expect(Object.keys(saved.plastic).filter((name) => !/^field[01] /.test(name))).toEqual([]);
    await sim.run(0.6);
    const there = await lines();
    for (const [f, spec] of waves.entries()) {
      const alone = await FieldSimulation.create(spec, { adapter });
      await alone.advance(12);
      expect(there[f]).toEqual(await alone.read());
      alone.destroy();
    }
    await sim.reset();
    await sim.run(1.2);
    expect(await lines()).toEqual(there);
    await sim.load(saved);
    await sim.run(0.6);
    expect(await lines()).toEqual(there);
  }, 120_000);

  it("what is set between steps of a field leaves its currents as they are", async () => {
    const plain = await simulation(coupled(), { adapter });
    const sim = await simulation(coupled(), { adapter });
    await plain.run(15);
    await sim.run(7.2);
    await sim.set("E", { I_e: 0 });
    await sim.setInput("drive", { rate: 7000 });
    await sim.run(7.8);
    expect(sim.digest).toBe(plain.digest);
    expect(await sim.readField("u")).toEqual(await plain.readField("u"));
  });
});

describe("cpu", () => {
  it("two threads do what one does", async () => {
    const one = await outcome([23.4], { threads: 1 });
    expect(await outcome([23.4], { threads: 2 })).toEqual(one);
    expect(await outcome([5.3, 18.1], { threads: 2, submitMs: 0.001, windowSteps: 2 })).toEqual(one);
  });

  it("goes with plastic synapses and their clocks", async () => {
    const plastic = coupled();
    const description: Description = {
      ...plastic,
      projections: [
        ...(plastic.projections ?? []),
        {
          ...{ name: "learning", source: "E", target: "E", rule: { fixed_indegree: { indegree: 5 } }, weight: 30, delay: 1 },
          plasticity: { rule: "stdp_synapse", params: { Wmax: 60 }, normalise: { sum: 150, every: 0.7 } },
        },
      ],
    };
    const one = await outcome([19], {}, description);
    expect(one.counts.E).toBeGreaterThan(20);
    expect(await outcome([4.4, 14.6], { windowSteps: 1, threads: 2 }, description)).toEqual(one);
  });

  it("the same spikes as on the software adapter, the field within rounding", async () => {
    const [cpu, software] = [await outcome([15]), await outcome([15], { adapter: "software" })];
    expect(software.digest).toBe(cpu.digest);
    cpu.frames[0].values.forEach((value, k) => {
      expect(Math.abs(software.frames[0].values[k] - value)).toBeLessThan(1e-4);
    });
  });

  it("profiles name the field's stages", async () => {
    const sim = await simulation(coupled());
    const { parts } = await sim.profile(5);
    const labels = parts.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["update", "field u", "field heard", "spikes into fields", "frames of u"]));
  });
});

describe("refused", () => {
  const base = (): NetworkDescription => ({ galvani: 1, dt: 0.1, seed: 1, ...coupled() }) as NetworkDescription;

  it("by a single workgroup", async () => {
    await expect(simulation(coupled(), { resident: true })).rejects.toThrow(/^resident: true: the network has fields/);
  });

  it("side by side", async () => {
    const wanted = { network: base(), vary: { seed: [1, 2] }, duration: 10, adapter: "cpu" as const };
    await expect(sweep(wanted)).rejects.toThrow(/^fields: "u": networks with fields do not run side by side/);
  });

  it("a checkpoint without the fields", async () => {
    const sim = await simulation(coupled());
    const saved = await sim.save();
    const { "field0 phi": _, ...others } = saved.plastic;
    await expect(sim.load({ ...saved, plastic: others })).rejects.toThrow(
      /^checkpoint\.plastic\["field0 phi"\]: undefined: must have 12 values/,
    );
  });

  it("names that are none", async () => {
    const sim = await simulation(coupled());
    await expect(sim.readField("v")).rejects.toThrow(/^readField: "v": no field of this name/);
    await expect(sim.readField("u", "constructor")).rejects.toThrow(/"constructor": no variable of "u" of this name/);
    await expect(sim.readField("u", "velocty")).rejects.toThrow(/no variable of "u" of this name; did you mean "velocity"/);
  });
});
