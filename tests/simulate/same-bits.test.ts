/** Results hang on the description and its seed alone: not on calls, submits, windows, pages, checkpoints or the executor. */
import { afterEach, describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/io/checkpoint.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { ADAPTERS, busy, closeAll, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

/** Everything a run leaves behind, and the whole state. */
async function all(sim: Simulation) {
  const { arrays, step } = await sim.save();
  return { digest: sim.digest, counts: sim.counts(), spikes: pairs(sim), step, arrays };
}

async function outcome(ms: readonly number[], options: SimulationOptions = {}, model = "iaf_psc_exp", extra = {}) {
  const sim = await simulation(busy(model, extra), options);
  for (const part of ms) await sim.run(part);
  return all(sim);
}

describe.each(ADAPTERS)("%s", (adapter) => {
  it("any cutting of the run, any submit length, twice", async () => {
    const one = await outcome([73], { adapter });
    expect(one.spikes.length).toBeGreaterThan(200);
    expect(await outcome([36, 37], { adapter, submitMs: 100 })).toEqual(one);
    expect(await outcome([0, 0.1, 0.1, 20.3, 2.5, 50], { adapter, submitMs: 0.001 })).toEqual(one);
    if (adapter === "software") return;
    expect(await outcome([73], { adapter, submitMs: 1 })).toEqual(one);
    expect(await outcome(new Array<number>(10).fill(7.3), { adapter })).toEqual(one);
  });

  it("pages of 64 KiB and smaller, windows of one step", async () => {
    const one = await outcome([40], { adapter });
    // 8,192 synapses a page at 64 KiB: 1 KiB makes many groups of pages out of this network.
    expect(await outcome([40], { adapter, pageBytes: 1024 })).toEqual(one);
    if (adapter === "cpu") expect(await outcome([40], { adapter, pageBytes: 65536 })).toEqual(one);
    if (adapter === "cpu") expect(await outcome([40], { adapter, windowSteps: 1 })).toEqual(one);
    expect(await outcome([40], { adapter, windowSteps: 3, pageBytes: 4096, submitMs: 0.001 })).toEqual(one);
  });

  it("pages of synapses of one word: one weight a projection", async () => {
    const same = {
      projections: busy().projections?.map((projection) => ({ ...projection, weight: projection.source === "E" ? 60 : -240 })),
    };
    const one = await outcome([40], { adapter }, "iaf_psc_exp", same);
    expect(one.spikes.length).toBeGreaterThan(100);
    expect(await outcome([40], { adapter, pageBytes: 1024 }, "iaf_psc_exp", same)).toEqual(one);
  });

  it("save, bytes, load into a fresh simulation, go on: spikes and state", async () => {
    const whole = await simulation(busy(), { adapter });
    const first = await simulation(busy(), { adapter });
    const second = await simulation(busy(), { adapter });
    await whole.run(60);
    await first.run(30.7);
    const bytes = encodeCheckpoint(await first.save());
    await second.run(11);
    await second.load(decodeCheckpoint(bytes, "memory"));
    expect(second.step).toBe(307);
    expect(second.recordedFrom).toBe(307);
    await second.run(29.3);
    expect(pairs(second)).toEqual(pairs(whole).filter(([k]) => k >= 307));
    expect((await second.save()).arrays).toEqual((await whole.save()).arrays);
    // The simulation it was saved from goes on as if nothing had been.
    await first.run(29.3);
    expect(first.digest).toBe(whole.digest);
  });

  it("reset repeats", async () => {
    const sim = await simulation(busy(), { adapter });
    await sim.run(25);
    const once = await all(sim);
    await sim.reset();
    expect(sim.step).toBe(0);
    expect(pairs(sim)).toEqual([]);
    await sim.run(25);
    expect(await all(sim)).toEqual(once);
  });

  it("what was set takes effect at the step, is restored by load, and stays after reset", async () => {
    const steps = [10.2, 15, 20] as const;
    const change = async (sim: Simulation) => {
      await sim.set("E", { I_e: 250, V_th: -56 });
      await sim.setInput("drive", { rate: 3000 });
      await sim.setInput("given", { times: [20, 22], neurons: [1, 2] });
    };
    const plain = await simulation(busy(), { adapter });
    const sim = await simulation(busy(), { adapter });
    await plain.run(steps[0]);
    await sim.run(steps[0]);
    expect(sim.digest).toBe(plain.digest);
    await change(sim);
    await sim.run(steps[1]);
    await plain.run(steps[1]);
    const until = (s: Simulation, k: number) => pairs(s).filter(([step]) => step < k);
    expect(until(sim, 102)).toEqual(until(plain, 102));
    expect(sim.digest).not.toBe(plain.digest);
    const fresh = await simulation(busy(), { adapter });
    await fresh.load(decodeCheckpoint(encodeCheckpoint(await sim.save()), "memory"));
    await sim.run(steps[2]);
    await fresh.run(steps[2]);
    expect(pairs(fresh)).toEqual(pairs(sim).filter(([k]) => k >= 252));
    expect((await fresh.save()).arrays).toEqual((await sim.save()).arrays);
    await fresh.reset();
    await sim.reset();
    await fresh.run(10);
    await sim.run(10);
    expect(fresh.digest).toBe(sim.digest);
    expect(pairs(sim).length).toBeGreaterThan(0);
  });
});

describe("cpu and software", () => {
  it.each(["iaf_psc_exp", "iaf_psc_alpha", "iaf_psc_delta"])("%s: spikes, counts and state to the bit", async (model) => {
    const cpu = await outcome([60], { adapter: "cpu" }, model);
    expect(cpu.spikes.length).toBeGreaterThan(100);
    expect(await outcome([60], { adapter: "software" }, model)).toEqual(cpu);
  });
});

describe("seeds", () => {
  it("another seed is another network, on both halves of its 53 bits", async () => {
    const seeds = [12, 13, 12 + 2 ** 32, 2 ** 53 - 1];
    const digests = await Promise.all(seeds.map(async (seed) => (await outcome([30], {}, "iaf_psc_exp", { seed })).digest));
    expect(new Set(digests).size).toBe(4);
  });

  it("the digest is the SHA-256 of little-endian u32 pairs (step, neuron)", async () => {
    const { createHash } = await import("node:crypto");
    const { digest, spikes } = await outcome([30]);
    const bytes = Buffer.alloc(8 * spikes.length);
    spikes.flat().forEach((x, k) => {
      bytes.writeUInt32LE(x, 4 * k);
    });
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(digest);
  });

  it("a digest locked: a change of the random numbers' layout is a break of every result", async () => {
    expect((await outcome([30])).digest).toBe("767b50a4d18484558436cf513b8052677c7a79fbf4c50090cf1dabd0e979a140");
  });
});
