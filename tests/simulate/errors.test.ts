/** What must never happen silently, and how a run stops and goes on. */
import { afterEach, describe, expect, it } from "vitest";
import { CancelledError, GalvaniError, InputError, RunawayStateError } from "../../src/errors.ts";
import { decodeCheckpoint } from "../../src/io/checkpoint.ts";
import { checkedPage } from "../../src/simulate/options.ts";
import { ADAPTERS, busy, closeAll, type Description, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

/** Grows by 2^(drive / 100) a step from 1, without bounds; "quiet" spikes every 10 steps beside it. */
const exploding: Description = {
  populations: [
    { name: "quiet", size: 3, model: "iaf_psc_delta", params: { I_e: 1e5, t_ref: 0.9 } },
    { name: "loud", size: 70, model: "izhikevich", params: { V_th: 1e9 }, initial: { V_m: -60 } },
  ],
  inputs: [{ kind: "spikes", target: "loud", times: [5.1], neurons: [66], weight: 200 }],
  record: [{ spikes: "quiet" }, { spikes: "loud" }, { state: "loud", variable: "V_m", neurons: [66] }],
};

describe.each(ADAPTERS)("%s: a state that runs away", (adapter) => {
  it("names population and step, keeps what came before, and can be reset", async () => {
    const sim = await simulation(exploding, { adapter, windowSteps: 1 });
    const fresh = await simulation(exploding, { adapter, windowSteps: 1 });
    await sim.run(5);
    const error = await sim.run(50).then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(RunawayStateError);
    const { population, step, message } = error as RunawayStateError;
    expect(population).toBe("loud");
    expect(step).toBeGreaterThan(50);
    expect(step).toBeLessThan(80);
    // Windows of one step: the step is the first whose end finds V outside the range.
    const V = sim.traces()[0].values;
    expect(V.findIndex((v) => !(Math.abs(v) < 2 ** 20))).toBe(step);
    expect(message).toContain(`population "loud", step ${step}`);
    const before = [...Array(step).keys()].filter((k) => k % 10 === 0).flatMap((k): [number, number][] => [0, 1, 2].map((n) => [k, n]));
    expect(pairs(sim)).toEqual(before);
    await expect(sim.run(1)).rejects.toBe(error);
    await sim.reset();
    await sim.run(5);
    await fresh.run(5);
    expect(sim.digest).toBe(fresh.digest);
  });
});

// The software adapter takes a minute for so many; tests/plan/target.test.ts has a small queue there.
describe("a queue full of spikes", () => {
  it("cpu: 34,000 neurons that spike in every step lose none", async () => {
    const size = 34_000;
    const sim = await simulation(
      {
        populations: [{ name: "n", size, model: "iaf_psc_delta", params: { I_e: 1e6, t_ref: 0 } }],
        record: [
          { rate: "n", bin: 0.1 },
          { spikes: "n", neurons: [0, 33_999] },
        ],
      },
      // Long submits: the queue has no room for two windows of 32 steps.
      { submitMs: 1e6 },
    );
    await sim.run(18);
    expect(sim.counts()).toEqual({ n: size * 180 });
    expect([...sim.rateTraces()[0].rates].every((hz) => Math.abs(hz - 10_000) < 1e-6)).toBe(true);
    expect(pairs(sim)).toEqual(
      Array.from({ length: 180 }, (_, k) => [
        [k, 0],
        [k, 33_999],
      ]).flat(),
    );
  });
});

describe.each(ADAPTERS)("%s: a queue full of spikes", (adapter) => {
  it("with synapses: every one of them arrives", async () => {
    const size = 2000;
    const sim = await simulation(
      {
        populations: [
          { name: "n", size, model: "iaf_psc_delta", params: { I_e: 1e6, t_ref: 0 } },
          { name: "sum", size: 1, model: "iaf_psc_delta", params: { V_th: 1e5, tau_m: 1e9, E_L: 0, V_reset: -70 }, initial: { V_m: 0 } },
        ],
        projections: [{ source: "n", target: "sum", rule: "all_to_all", weight: 0.001, delay: 3 }],
        record: [{ state: "sum", variable: "V_m" }],
      },
      { adapter },
    );
    await sim.run(60);
    const { values } = sim.traces()[0];
    values.forEach((V, k) => {
      expect(Math.abs(V - Math.max(0, k - 29) * size * 0.001)).toBeLessThan(0.3);
    });
    expect(sim.counts().n).toBe(600 * size);
  });
});

describe("stopping and going on", () => {
  it.each(ADAPTERS)("%s: a cancelled run goes on to the same bits; progress rises to the end", async (adapter) => {
    const whole = await simulation(busy(), { adapter });
    await whole.run(60);
    const sim = await simulation(busy(), { adapter, submitMs: 0.01 });
    const stop = new AbortController();
    const seen: number[] = [];
    const cancelled = sim.run(60, {
      signal: stop.signal,
      onProgress: (done, total) => {
        expect(total).toBeCloseTo(60, 9);
        seen.push(done);
        if (done > 5) stop.abort();
      },
    });
    await expect(cancelled).rejects.toBeInstanceOf(CancelledError);
    expect(sim.time).toBeGreaterThan(5);
    expect(sim.time).toBeLessThan(60);
    expect(sim.time).toBeCloseTo(seen[seen.length - 1], 9);
    await sim.run(60 - sim.time, { onProgress: (done) => seen.push(done) });
    expect(sim.digest).toBe(whole.digest);
    expect(sim.step).toBe(600);
  });

  it("a signal that was given before stops before the first step", async () => {
    const sim = await simulation(busy());
    await expect(sim.run(5, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CancelledError);
    expect(sim.step).toBe(0);
    await expect(simulation(busy(), { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CancelledError);
  });

  it("building reports its progress", async () => {
    const seen: number[] = [];
    await simulation(busy(), { onProgress: (share) => seen.push(share) });
    expect(seen.length).toBeGreaterThan(0);
    for (const share of seen) expect(share >= 0 && share <= 1).toBe(true);
  });
});

describe("misuse", () => {
  it("a busy simulation refuses a second call and finishes the first", async () => {
    const sim = await simulation(busy());
    const first = sim.run(20);
    for (const call of [() => sim.run(1), () => sim.save(), () => sim.reset(), () => sim.set("E", { I_e: 1 })])
      await expect(call()).rejects.toThrow(/busy/);
    await first;
    expect(sim.step).toBe(200);
    await sim.run(1);
  });

  it.each(ADAPTERS)("%s: a destroyed simulation says so, also twice", async (adapter) => {
    const sim = await simulation(busy(), { adapter });
    await sim.run(1);
    sim.destroy();
    for (const call of [() => sim.run(1), () => sim.save(), () => sim.reset(), () => sim.load({} as never)]) {
      await expect(call()).rejects.toBeInstanceOf(GalvaniError);
      await expect(call()).rejects.toThrow(/destroyed/);
    }
    sim.destroy();
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e12])("run(%d) is refused", async (ms) => {
    const sim = await simulation(busy());
    await expect(sim.run(ms)).rejects.toBeInstanceOf(InputError);
    expect(sim.step).toBe(0);
  });

  it("pages are no larger than the target can bind; fewer than 1,024 bytes are refused", async () => {
    const target = { device: undefined, pageBytes: 4096, note: undefined };
    expect([2 ** 30, 4096, 1024].map((bytes) => checkedPage(bytes, target))).toEqual([4096, 4096, 1024]);
    for (const pageBytes of [1023, Number.NaN])
      await expect(simulation(busy(), { pageBytes })).rejects.toThrow(/pageBytes: (1023|NaN): must be 1024/);
  });

  it("unknown names, wrong values and an input too large for the range are refused and change nothing", async () => {
    const sim = await simulation(busy());
    const whole = await simulation(busy());
    await expect(sim.set("X", { I_e: 1 })).rejects.toThrow(/set.*"X".*E, I/);
    await expect(sim.set("E", { spam: 1 })).rejects.toThrow(/spam/);
    await expect(sim.set("E", { tau_m: -1 })).rejects.toThrow(/tau_m/);
    await expect(sim.set("E", { I_e: [1, 2] })).rejects.toThrow(/I_e/);
    await expect(sim.setInput("nobody", { rate: 1 })).rejects.toThrow(/nobody/);
    await expect(sim.setInput("drive", { amplitude: 1 })).rejects.toThrow(/amplitude/);
    await expect(sim.setInput("drive", { rate: -5 })).rejects.toThrow(/rate/);
    await expect(sim.setInput("drive", { weight: 1e9 })).rejects.toThrow(/range/);
    await sim.run(20);
    await whole.run(20);
    expect(sim.digest).toBe(whole.digest);
  });

  it("a checkpoint of another network, another build, or no checkpoint is refused", async () => {
    const sim = await simulation(busy());
    const other = await simulation(busy("iaf_psc_exp", { seed: 13 }));
    const checkpoint = await other.save();
    await expect(sim.load(checkpoint)).rejects.toThrow(/checkpoint\.network/);
    const own = await sim.save();
    await expect(sim.load({ ...own, arrays: { ...own.arrays, ring: new Int32Array(3) } })).rejects.toThrow(/ring/);
    expect(() => decodeCheckpoint(new Uint8Array([1, 2, 3]), "x.npz")).toThrow(/x\.npz/);
    await sim.run(1);
  });
});

describe("sums in fixed point", () => {
  it("a weight lost beside a huge one is refused by name", async () => {
    const population = { name: "n", size: 10, model: "iaf_psc_exp" };
    const all = (weight: number) => ({ source: "n", target: "n", rule: "all_to_all" as const, weight, delay: 1 });
    await expect(simulation({ populations: [population], projections: [all(1e-6), all(1e6)] })).rejects.toThrow(
      /projections\[0\]\.weight.*quantum/,
    );
    const input = { kind: "poisson" as const, target: "n", rate: 10, weight: 1e-6 };
    await expect(simulation({ populations: [population], projections: [all(1e6)], inputs: [input] })).rejects.toThrow(
      /inputs\[0\]\.weight.*quantum/,
    );
  });
});
