/** The crew, its barrier, and the cpu executor on several threads: the same bits as one. */
import { afterEach, describe, expect, it } from "vitest";
import { GalvaniError, InputError, ThreadError } from "../../src/errors.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/io/checkpoint.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { BARRIER_WORDS, Barrier } from "../../src/threads/barrier.ts";
import { Crew, cores } from "../../src/threads/crew.ts";
import { models } from "../../src/twins/neuron/index.ts";
import { busy, closeAll, type Description, pairs, simulation } from "../simulate/networks.ts";
import code from "./failing-worker.ts?bundle";

const crews: Crew[] = [];
async function crewOf(count: number): Promise<Crew> {
  const crew = await Crew.open(count, code);
  crews.push(crew);
  return crew;
}
afterEach(() => {
  for (const crew of crews.splice(0)) crew.close();
  closeAll();
});

const barrierWords = () => new Int32Array(new SharedArrayBuffer(4 * BARRIER_WORDS));

describe("a crew", () => {
  it("gives each thread its own, and answers in order", async () => {
    const crew = await crewOf(3);
    expect(await crew.ask("echo", (thread) => ({ thread }))).toEqual([{ thread: 0 }, { thread: 1 }, { thread: 2 }]);
    const many = await Promise.all(Array.from({ length: 20 }, (_, k) => crew.ask("echo", () => k)));
    expect(many).toEqual(Array.from({ length: 20 }, (_, k) => [k, k, k]));
  });

  it("nobody passes the barrier before all have come", async () => {
    const crew = await crewOf(3);
    const meeting = { words: barrierWords(), count: 3, times: 3000, log: new Int32Array(new SharedArrayBuffer(12)) };
    expect(await crew.ask("meet", (thread) => ({ ...meeting, thread }))).toEqual([0, 0, 0]);
  });

  it.each([
    ["input", InputError, "delay: 3: must be 4"],
    ["bug", ThreadError, /a worker thread failed: TypeError: a bug/],
  ] as const)("an error (%s) comes as what it is; who waits is let go; the crew goes on", async (how, type, message) => {
    const crew = await crewOf(3);
    const words = barrierWords();
    const asked = crew.ask(
      "fail",
      (thread) => ({ words, thread, count: 3, how }),
      () => new Barrier(words, 3).stop(),
    );
    const error = await asked.catch((e: Error) => e);
    expect(error).toBeInstanceOf(type);
    expect((error as Error).message).toMatch(message);
    expect(await crew.ask("echo", () => 1)).toEqual([1, 1, 1]);
  });

  it("where one was stopped before the cause is known, the cause is told", async () => {
    const crew = await crewOf(3);
    await expect(crew.ask("stopped", (thread) => thread)).rejects.toThrow("delay: 3: must be 4");
    await expect(crew.ask("stopped", () => 0)).rejects.toThrow("stopped by another thread");
  });

  it("a thread that dies ends what was asked, with a typed error, and all that comes after", async () => {
    const crew = await crewOf(2);
    const words = barrierWords();
    const asked = crew.ask(
      "fail",
      (thread) => ({ words, thread, count: 2, how: "exit" }),
      () => new Barrier(words, 2).stop(),
    );
    await expect(asked).rejects.toThrow(ThreadError);
    await expect(crew.ask("echo", () => 1)).rejects.toThrow(/a worker thread died: it ended with code 7/);
  });

  it("does not start from a script that fails", async () => {
    await expect(Crew.open(2, "throw new Error('no start')")).rejects.toThrow(/a worker thread died: Error: no start/);
  });

  it("closed while it works: the answer is an error, not silence", async () => {
    const crew = await crewOf(2);
    const words = barrierWords();
    const asked = crew.ask("fail", () => ({ words, thread: 0, count: 3, how: "bug" }));
    crew.close();
    await expect(asked).rejects.toThrow(/ended/);
  });

  it("keeps the process alive only while it works", async () => {
    const held = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort" || name === "Worker").length;
    await expect.poll(held).toBe(0);
    const crew = await crewOf(2);
    await crew.ask("echo", () => 1);
    expect(held()).toBe(0);
    const words = barrierWords();
    const asked = crew.ask("meet", (thread) => ({ words, thread, count: 2, times: 2000, log: new Int32Array(new SharedArrayBuffer(8)) }));
    expect(held()).toBeGreaterThan(0);
    await asked;
    expect(held()).toBe(0);
  });
});

/** Everything a run leaves behind, and the whole state. */
async function all(sim: Simulation) {
  const { arrays, step } = await sim.save();
  return { digest: sim.digest, counts: sim.counts(), spikes: pairs(sim), traces: sim.traces(), rates: sim.rateTraces(), step, arrays };
}

async function outcome(d: Description, ms: readonly number[], options: SimulationOptions) {
  const sim = await simulation(d, options);
  expect(sim.threads).toBe(options.threads);
  expect(sim.adapter).toBe(`cpu (${options.threads} thread${options.threads === 1 ? "" : "s"})`);
  for (const part of ms) await sim.run(part);
  const result = await all(sim);
  sim.destroy();
  return result;
}

/** Runs with 1, 2 and 3 threads must leave the same. */
async function expectSame(d: Description, ms: readonly number[] = [40], options: SimulationOptions = {}) {
  const one = await outcome(d, ms, { ...options, threads: 1 });
  for (const threads of [2, 3]) expect(await outcome(d, ms, { ...options, threads }), `${threads} threads`).toEqual(one);
  return one;
}

describe("the cpu executor on 1, 2 and 3 threads", () => {
  const record: Description["record"] = [
    { spikes: "E" },
    { spikes: "I" },
    { state: "I", variable: "V_m", every: 3, neurons: [49, 0, 7] },
    { state: "E", variable: "V_m" },
    { rate: "E", bin: 5 },
  ];

  it.each(["iaf_psc_exp", "iaf_psc_alpha", "iaf_psc_delta"])("%s: inputs of all kinds, traces, rates, drawn values", async (model) => {
    const noisy = [...(busy(model).inputs ?? []), { kind: "noise" as const, target: "I", mean: 20, std: 50, interval: 0.3 }];
    const one = await expectSame(busy(model, { inputs: noisy, record }), [10.3, 29.7]);
    expect(one.spikes.length).toBeGreaterThan(100);
    expect(one.traces[1].values.length).toBe(150 * 400);
  });

  it.each(Object.keys(models))("%s with its defaults under noise", async (name) => {
    const populations = [
      { name: "a", size: 37, model: name },
      { name: "b", size: 22, model: name },
    ];
    const variable = Object.keys(models[name].variables)[0];
    await expectSame(
      {
        populations,
        inputs: [{ kind: "noise", target: "a", mean: name === "izhikevich" ? 8 : 300, std: name === "izhikevich" ? 4 : 200, interval: 1 }],
        projections: [
          { source: "a", target: "b", rule: { fixed_indegree: { indegree: 5 } }, weight: name === "iaf_psc_delta" ? 1 : 30, delay: 0.7 },
        ],
        record: [{ spikes: "a" }, { state: "b", variable, every: 2 }],
      },
      [20],
    );
  });

  it("one weight a projection; pages that cut rows; windows of one step", async () => {
    const d: Description = {
      seed: 4,
      populations: [
        { name: "E", size: 91, model: "iaf_psc_exp" },
        { name: "I", size: 30, model: "iaf_psc_exp" },
      ],
      inputs: [{ kind: "poisson", target: "E", rate: 9000, weight: 60 }],
      projections: [
        { source: "E", target: "I", rule: { pairwise_bernoulli: { p: 0.4 } }, weight: 90, delay: { uniform: { low: 0.4, high: 2 } } },
        { source: "I", target: "E", rule: "all_to_all", weight: -40, delay: 0.4 },
      ],
    };
    const one = await expectSame(d);
    expect(one.spikes.length).toBeGreaterThan(50);
    expect((await expectSame(d, [40], { pageBytes: 1024 })).digest).toBe(one.digest);
    expect((await expectSame(d, [40], { windowSteps: 1, submitMs: 0.01 })).digest).toBe(one.digest);
  });

  it.each([1, 2, 3, 4, 5, 8, 9, 13])("populations of %d neurons", async (size) => {
    const populations = [
      { name: "a", size, model: "iaf_psc_exp" },
      { name: "b", size: 1 + (size % 3), model: "iaf_psc_exp" },
    ];
    const one = await expectSame({
      populations,
      inputs: [
        { kind: "poisson", target: "a", rate: 20000, weight: 80 },
        { kind: "spikes", target: "b", times: [1, 2.5, 2.5], neurons: [0, 0, size % 3], weight: 4000 },
      ],
      projections: [
        {
          source: "a",
          target: "b",
          rule: "all_to_all",
          weight: { uniform: { low: 300, high: 900 } },
          delay: { uniform: { low: 0.2, high: 1 } },
        },
        { source: "b", target: "a", rule: "all_to_all", weight: -50, delay: 0.3 },
      ],
    });
    expect(one.spikes.length).toBeGreaterThan(5);
  });

  it("what is set in the middle of a run, reset, and checkpoints taken to another number of threads", async () => {
    const course = async (first: number, second: number) => {
      const a = await simulation(busy(), { threads: first });
      await a.run(12.3);
      await a.set("E", { I_e: 250, V_th: { normal: { mean: -56, std: 0.5 } } });
      await a.setInput("drive", { rate: { uniform: { low: 2000, high: 4000 } } });
      await a.setInput("given", { times: [14, 20, 22], neurons: [3, 1, 2] });
      await a.run(10);
      const b = await simulation(busy(), { threads: second });
      await b.run(3);
      await b.load(decodeCheckpoint(encodeCheckpoint(await a.save()), "memory"));
      await b.run(20);
      const loaded = await all(b);
      await b.reset();
      await b.run(10);
      return { loaded, again: await all(b), before: pairs(a) };
    };
    const one = await course(1, 1);
    expect(one.loaded.spikes.length).toBeGreaterThan(100);
    for (const [first, second] of [
      [2, 1],
      [1, 3],
      [3, 2],
    ])
      expect(await course(first, second), `${first}, then ${second}`).toEqual(one);
  });

  it("a runaway state is found, whichever thread has it", async () => {
    const d = (neuron: number): Description => ({
      populations: [{ name: "n", size: 30, model: "iaf_psc_exp", params: { V_th: 1e9 } }],
      inputs: [{ kind: "spikes", target: "n", times: [2], neurons: [neuron], weight: 3e9 }],
    });
    for (const neuron of [0, 29]) {
      const messages = [];
      for (const threads of [1, 2, 3]) {
        const sim = await simulation(d(neuron), { threads });
        messages.push(await sim.run(30).catch((error: Error) => error.message));
      }
      expect(messages[0]).toMatch(/population "n", step \d+/);
      expect(new Set(messages).size).toBe(1);
    }
  });

  it("spans: a track for each thread, its waiting apart, inside the run", async () => {
    const sim = await simulation(busy(), { threads: 2 });
    await sim.run(1);
    const from = performance.now();
    const { spans } = await sim.profile(10);
    const to = performance.now();
    for (const track of ["thread 0", "thread 1"]) {
      const own = spans.filter((span) => span.track === track);
      expect(new Set(own.map(({ label }) => label))).toEqual(new Set(["update", "propagate", "wait for the other threads"]));
      for (const { start, ms } of own) expect(start >= from - 1 && start + ms <= to + 1, `${start} + ${ms} in ${from} to ${to}`).toBe(true);
    }
  });

  it("destroyed while idle, twice; a run afterwards says so", async () => {
    const sim = await simulation(busy(), { threads: 2 });
    await sim.run(5);
    sim.destroy();
    sim.destroy();
    await expect(sim.run(1)).rejects.toThrow(GalvaniError);
  });
});

describe("how many threads", () => {
  it("one for a small network, all cores for a large one, as many as asked for", async () => {
    expect((await simulation(busy())).threads).toBe(1);
    const large: Description = {
      populations: [{ name: "n", size: 30000, model: "iaf_psc_exp" }],
      projections: [{ source: "n", target: "n", rule: { fixed_outdegree: { outdegree: 100 } }, weight: 1, delay: 1.5 }],
    };
    expect((await simulation(large)).threads).toBe(cores());
    expect((await simulation(busy(), { threads: 5 })).threads).toBe(5);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, "2"])("%s is refused", async (threads) => {
    await expect(simulation(busy(), { threads: threads as number })).rejects.toThrow(/^threads: .*must be a whole number of 1 or more/);
    await expect(simulation(busy(), { threads: threads as number, adapter: "software" })).rejects.toThrow(InputError);
  });
});
