/** What is recorded: spikes, states, rates, streamed over many submits. */
import { afterEach, describe, expect, it } from "vitest";
import { ADAPTERS, busy, closeAll, type Description, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

describe.each(ADAPTERS)("%s", (adapter) => {
  it("a state every k steps and of chosen neurons is the full recording subsampled, over runs of any length", async () => {
    const chosen = [149, 3, 77];
    const sim = await simulation(
      busy("iaf_psc_exp", {
        record: [
          { state: "E", variable: "V_m" },
          { state: "E", variable: "V_m", every: 7 },
          { state: "E", variable: "V_m", every: 3, neurons: chosen },
          { state: "I", variable: "I_syn_in", every: 10, neurons: [0] },
          { state: "I", variable: "I_syn_in" },
        ],
      }),
      { adapter, submitMs: 0.001 },
    );
    for (const ms of [0.1, 0.5, 2.2, 0.3, 8, 12.9]) await sim.run(ms);
    const [full, seventh, some, tenth, inh] = sim.traces();
    const samples = (every: number) => Array.from({ length: Math.floor(240 / every) }, (_, s) => (s + 1) * every);
    expect(full.values.length).toBe(240 * 150);
    expect([...seventh.times]).toEqual(samples(7).map((k) => k * 0.1));
    expect([...some.neurons]).toEqual(chosen);
    samples(7).forEach((k, s) => {
      expect(seventh.values.subarray(150 * s, 150 * (s + 1))).toEqual(full.values.subarray(150 * (k - 1), 150 * k));
    });
    samples(3).forEach((k, s) => {
      expect([...some.values.subarray(3 * s, 3 * (s + 1))]).toEqual(chosen.map((i) => full.values[150 * (k - 1) + i]));
    });
    expect([...tenth.values]).toEqual(samples(10).map((k) => inh.values[50 * (k - 1)]));
  });

  it("a state of the second population alone is what it is beside the first one's", async () => {
    const population = (name: string, I_e: number) => ({ name, size: 40, model: "iaf_psc_exp", params: { I_e } });
    const of = async (...names: string[]) => {
      const populations = [population("a", 300), population("b", 500)];
      const sim = await simulation({ populations, record: names.map((state) => ({ state, variable: "V_m" })) }, { adapter });
      await sim.run(10);
      return sim.traces().at(-1)!.values;
    };
    const alone = await of("b");
    expect(new Set(alone).size).toBeGreaterThan(50);
    expect(alone).toEqual(await of("a", "b"));
  });

  it("rates equal spike counts, bin by bin; chosen neurons' spikes are the others left out", async () => {
    const all = await simulation(busy(), { adapter });
    const sim = await simulation(
      busy("iaf_psc_exp", {
        record: [{ spikes: "E", neurons: [5, 6, 100] }, { spikes: "I" }, { rate: "E", bin: 2 }, { rate: "I", bin: 0.1 }],
      }),
      { adapter },
    );
    await all.run(31);
    await sim.run(31);
    const spikes = pairs(all);
    expect(spikes.length).toBeGreaterThan(100);
    expect(sim.digest).toBe(all.digest);
    expect(pairs(sim)).toEqual(spikes.filter(([, n]) => n >= 150 || [5, 6, 100].includes(n)));
    const [E, I] = sim.rateTraces();
    expect(E.rates.length).toBe(16);
    const count = (from: number, to: number, low: number, high: number) =>
      spikes.filter(([k, n]) => k >= from && k < to && n >= low && n < high).length;
    // The last bin is half full.
    E.rates.forEach((hz, b) => {
      expect(hz).toBeCloseTo(count(20 * b, 20 * b + 20, 0, 150) / (150 * (b === 15 ? 0.001 : 0.002)), 6);
    });
    I.rates.forEach((hz, b) => {
      expect(hz).toBeCloseTo(count(b, b + 1, 150, 200) / (50 * 0.0001), 6);
    });
    expect(sim.counts()).toEqual({ E: count(0, 400, 0, 150), I: count(0, 400, 150, 200) });
    expect(sim.rates().E).toBeCloseTo(sim.counts().E / (150 * 0.031), 9);
  });
});

describe("records over time", () => {
  it("forget() begins anew: spikes, digest, traces, rates and times", async () => {
    const record = [{ spikes: "E" }, { state: "E", variable: "V_m", every: 4, neurons: [1] }, { rate: "I", bin: 1 }];
    const whole = await simulation(busy("iaf_psc_exp", { record }));
    const cut = await simulation(busy("iaf_psc_exp", { record }));
    await whole.run(30);
    await cut.run(10.3);
    cut.forget();
    await cut.run(19.7);
    expect(cut.recordedFrom).toBe(103);
    expect(pairs(cut)).toEqual(pairs(whole).filter(([k]) => k >= 103));
    const [a] = whole.traces();
    const [b] = cut.traces();
    const skipped = Math.floor(103 / 4);
    expect([...b.times]).toEqual([...a.times.slice(skipped)]);
    expect([...b.values]).toEqual([...a.values.slice(skipped)]);
    expect(cut.rateTraces()[0].from).toBeCloseTo(10.3, 9);
    expect(cut.digest).not.toBe(whole.digest);
    cut.forget();
    await cut.run(0);
    expect(pairs(cut)).toEqual([]);
    expect(cut.rates().E).toBe(0);
  });

  it("potentials recorded before a change of V_th stay what they were", async () => {
    const d = {
      populations: [{ name: "n", size: 2, model: "iaf_psc_exp", params: { I_e: [100, 200] } }],
      record: [{ state: "n", variable: "V_m" }],
    };
    const one = await simulation(d);
    const two = await simulation(d);
    await one.run(20);
    await two.run(10);
    await two.set("n", { V_th: -50 });
    await two.run(10);
    const [a, b] = [one.traces()[0].values, two.traces()[0].values];
    a.forEach((v, k) => {
      expect(Math.abs(b[k] - v)).toBeLessThan(2e-5);
    });
  });

  it("spikes(skip) leaves out the first; records survive many small submits", async () => {
    const small = await simulation(busy(), { submitMs: 0.001 });
    const large = await simulation(busy(), { submitMs: 1000 });
    await small.run(40);
    await large.run(40);
    expect(pairs(small)).toEqual(pairs(large));
    const { step } = small.spikes(10);
    expect([...step]).toEqual([...large.spikes().step.slice(10)]);
  });
});

it("traces of more than the room of one submit are whole, however long a submit may take", async () => {
  const wide: Description = {
    populations: [{ name: "n", size: 5000, model: "iaf_psc_exp", params: { I_e: { uniform: { low: 0, high: 900 } } } }],
    record: [{ state: "n", variable: "V_m" }],
  };
  const recorded = async (submitMs: number) => {
    const sim = await simulation(wide, { adapter: "cpu", submitMs });
    await sim.run(300);
    return sim.traces()[0]!;
  };
  // The room is 2^22 values: 838 steps of 5,000 neurons. Submits grow twofold.
  const [long, short] = [await recorded(1e5), await recorded(0.001)];
  expect(long.times).toEqual(short.times);
  expect(long.values).toHaveLength(5000 * 3000);
  expect(long.values.findIndex((value, i) => value !== short.values[i])).toBe(-1);
});
