import { afterEach, describe, expect, test } from "vitest";
import philox from "../../shaders/lib/philox.wgsl";
import type { GalvaniError } from "../../src/errors.ts";
import { openDevice } from "../../src/gpu/adapter.ts";
import { HOST_TRACK } from "../../src/plan/executor.ts";
import { GpuExecutor } from "../../src/plan/gpu.ts";
import { apart } from "../../src/plan/gpu-spans.ts";
import { compile } from "../../src/simulate/compile.ts";
import { operationsOf } from "../../src/simulate/operations.ts";
import type { Profile } from "../../src/simulate/profile.ts";
import { partsOf, type Span, SpanLog, thinned, WAITING } from "../../src/simulate/spans.ts";
import { models } from "../../src/twins/neuron/index.ts";
import { edgesOf } from "../network/edges.ts";
import { ADAPTERS, busy, closeAll, type Description, network, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

/** Both kinds of parameters, every kind of input that has bytes, traces of all and of chosen neurons. */
const NETWORK: Description = {
  populations: [
    { name: "E", size: 150, model: "iaf_psc_exp", initial: { V_m: { uniform: { low: -70, high: -55 } } } },
    { name: "I", size: 50, model: "iaf_psc_exp", params: { tau_m: { uniform: { low: 9, high: 11 } } } },
  ],
  inputs: [
    { kind: "poisson", target: "E", rate: 3300, weight: 60 },
    { kind: "poisson", target: "I", rate: { uniform: { low: 3000, high: 3600 } }, weight: 60 },
    { kind: "spikes", target: "I", times: [3, 12.3], neurons: [0, 4], weight: 500 },
  ],
  projections: [
    { source: "E", target: "I", rule: { pairwise_bernoulli: { p: 0.2 } }, weight: 30, delay: { uniform: { low: 0.5, high: 3 } } },
    { source: "I", target: "E", rule: { fixed_indegree: { indegree: 15 } }, weight: -60, delay: 0.8 },
    { source: "E", target: "E", rule: { fixed_outdegree: { outdegree: 10 } }, weight: 20, delay: 1.5 },
  ],
  record: [
    { spikes: "E" },
    { spikes: "I" },
    { state: "E", variable: "V_m" },
    { state: "I", variable: "V_m", every: 5, neurons: [1, 2, 3] },
  ],
};

/** Global index of the source of each edge: `edgesOf` gives the one in its population. */
async function globalEdges() {
  const all = await edgesOf(NETWORK);
  let first = 0;
  return all.map((edge, k) => {
    // Rows come by global source: the index falls where the second population begins.
    if (k > 0 && edge.source < all[k - 1].source) first = 150;
    return { ...edge, from: first + edge.source };
  });
}

describe.each(ADAPTERS)("on %s", (adapter) => {
  test("work is counted exactly, and bytes follow from it", async () => {
    const sim = await simulation(NETWORK, { adapter });
    await sim.run(20);
    sim.forget();
    const profile = await sim.profile(50);
    const spikes = pairs(sim);
    const edges = await globalEdges();
    const bySource = Array.from({ length: 200 }, (_, n) => edges.filter(({ from }) => from === n));
    const events = spikes.reduce((sum, [, neuron]) => sum + bySource[neuron].length, 0);
    expect(spikes.length).toBeGreaterThan(100);
    expect(profile).toMatchObject({ steps: 500, windows: 100, spikes: spikes.length, events });

    const update = kernel(profile, "update");
    const propagate = kernel(profile, "propagate");
    // 500 steps in windows of 5; a submit may end with windows past the end.
    expect(update.calls).toBe(propagate.calls);
    expect(update.calls).toBeGreaterThanOrEqual(100);
    // A synapse is one word here: each projection has one weight.
    expect(propagate.read).toBeCloseTo((propagate.calls / 100) * 12 * spikes.length + 8 * events, 3);
    expect(propagate).toMatchObject({ written: 4 * events, atomics: events, operations: events, integers: 0 });

    // iaf_psc_exp: four state fields; tau_m makes leak, P21_ex, P21_in, P20 and drift arrays.
    const windowBytes = 4 * (150 * 4 + 50 * (4 + 5));
    const stepBytes = 150 * 8 + 50 * (8 + 12 + 12);
    const mapped = 4 * 50 * 100;
    expect(update.read).toBe(100 * windowBytes + 500 * stepBytes + mapped);
    const traces = 4 * (150 * 500 + 3 * 100);
    const cleared = update.written - (4 * spikes.length + 100 * 4 * 4 * 200 + 500 * 4 * 50 + traces);
    // Neurons of a volley share cells; these fire apart.
    const cells = new Set(
      spikes.flatMap(([step, neuron]) =>
        // The weight tells the projection, and so the target's population.
        bySource[neuron].map(({ target, receptor, delay, weight }) => `${step + delay}, ${receptor}, ${weight}, ${target}`),
      ),
    );
    expect(cleared / 4 / cells.size).toBeGreaterThan(0.85);
    expect(cleared / 4 / cells.size).toBeLessThan(1.15);
    expect(update.atomics).toBe(spikes.length);
  });

  test("parts add up to the whole, and the spikes are those of a run", async () => {
    const plain = await simulation(busy(), { adapter });
    await plain.run(60);
    const sim = await simulation(busy(), { adapter });
    await sim.run(10);
    const profile = await sim.profile(50);
    expect(sim.digest).toBe(plain.digest);
    expect(profile.clock).toBe(adapter === "cpu" ? "host" : "timestamps");
    const shares = [profile.partsMs / profile.wallMs];
    // What another process takes between two parts is in neither: the fullest of five profiles counts.
    while (Math.max(...shares) < 0.9 && shares.length < 5) {
      const { partsMs, wallMs } = await sim.profile(50);
      shares.push(partsMs / wallMs);
    }
    expect(Math.max(...shares)).toBeGreaterThan(0.9);
    for (const share of shares) expect(share).toBeLessThan(1.02);
    for (const { ms, ofCeiling, gbs } of profile.kernels) for (const value of [ms, ofCeiling, gbs]) expect(value).toBeGreaterThan(0);
    for (const found of profile.kernels) {
      // An atomic add reads and writes its cell: 8 bytes that the ceiling of atomics has in it, and copy's has not.
      const { copyGBs, atomicMs, fmaGops } = profile.ceilings;
      const copied = found.read + found.written - 8 * found.atomics;
      const seconds = {
        copy: copied / (1e9 * copyGBs),
        atomics: found.atomics / (1e6 * atomicMs),
        arithmetic: found.operations / (1e9 * fmaGops),
      };
      expect(seconds[found.bound]).toBe(Math.max(...Object.values(seconds)));
      expect((found.ofCeiling * found.ms) / 1000 / seconds[found.bound]).toBeCloseTo(1, 9);
    }
    expect(profile.notes[0]).toMatch(adapter === "cpu" ? /the CPU ran/ : /software adapter/);
  });
});

test("on a GPU the host's own time line is whole too, and the timestamps are of the time the kernels took", async () => {
  const sim = await simulation({ populations: [{ name: "A", size: 20_000, model: "hh_psc_alpha" }] }, { adapter: "software" });
  await sim.run(3.2);
  const { spans, wallMs, kernels } = await sim.profile(12.8);
  // Reading back happens while it waits.
  const host = spans.filter(({ track, label }) => track === HOST_TRACK && label !== "read back");
  const whole = host.reduce((sum, { ms }) => sum + ms, 0) / wallMs;
  expect(whole).toBeGreaterThan(0.9);
  expect(whole).toBeLessThan(1.02);
  // So many neurons with little else to do: the kernels are most of it.
  expect(kernels.reduce((sum, { ms }) => sum + ms, 0) / wallMs).toBeGreaterThan(0.6);
});

function kernel({ kernels }: Profile, label: string) {
  const found = kernels.find((k) => k.label === label);
  if (!found) throw new Error(`no ${label} in the profile`);
  return found;
}

test("on two threads: a track each, their waiting for each other a part of its own, the same work", async () => {
  const [one, two] = [await simulation(NETWORK), await simulation(NETWORK, { threads: 2 })];
  const [single, shared] = [await one.profile(20), await two.profile(20)];
  expect(two.digest).toBe(one.digest);
  for (const key of ["steps", "windows", "spikes", "events"] as const) expect(shared[key], key).toBe(single[key]);
  const threads = new Set(shared.spans.map(({ track }) => track));
  expect(threads).toEqual(new Set([HOST_TRACK, "thread 0", "thread 1"]));
  const waits = shared.parts.find(({ label }) => label === "wait for the other threads");
  expect(waits?.ms).toBeGreaterThan(0);
  expect(shared.kernels.map(({ label }) => label).sort()).toEqual(["propagate", "update"]);
  expect(kernel(shared, "update").calls).toBe(2 * kernel(single, "update").calls);
  expect(shared.partsMs / shared.wallMs).toBeGreaterThan(0.9);
  expect(shared.partsMs / shared.wallMs).toBeLessThan(1.02);
});

test("a parameter that becomes an array is in the next profile's bytes", async () => {
  const sim = await simulation({ populations: [{ name: "A", size: 100, model: "iaf_psc_exp" }] });
  const before = kernel(await sim.profile(3.2), "update");
  await sim.set("A", { I_e: Float64Array.from({ length: 100 }, (_, i) => i) });
  const after = kernel(await sim.profile(3.2), "update");
  expect(after.read - before.read).toBe(4 * 100);
});

test("every dispatch of a plan has a cost", async () => {
  const { plan } = await compile(network(busy()), { pageBytes: 2 ** 20 });
  for (const { kernel: name, label } of plan.window) expect(plan.kernels[name].cost, label).toBeTypeOf("function");
});

test("profile refuses what run refuses, while busy, and leaves a simulation that runs on", async () => {
  const sim = await simulation(busy());
  await expect(sim.profile(-1)).rejects.toThrow(/^profile: -1: must be 0 ms or more/);
  const running = sim.run(5);
  await expect(sim.profile(5)).rejects.toThrow(/busy/);
  await running;
  const abort = new AbortController();
  abort.abort();
  const error = await sim.profile(5, { signal: abort.signal }).catch((e: GalvaniError) => e);
  expect(error).toMatchObject({ name: "CancelledError" });
  await sim.run(5);
  expect(sim.step).toBe(100);
});

test("a GPU without timestamps is timed by the host, its kernels not apart", async () => {
  const device = await openDevice("software");
  try {
    const { plan } = await compile(network(busy()), { pageBytes: 2 ** 20 });
    const executor = await GpuExecutor.create(device, plan);
    Object.assign(device.features, { timestamps: false });
    executor.setEnd(100);
    executor.setStep(0);
    const log = new SpanLog();
    expect(await executor.profile(log)).toBe("host");
    const start = performance.now();
    await Promise.all([executor.submit(4), executor.submit(4)]);
    const end = performance.now();
    await executor.profile(undefined);
    await executor.submit(1);
    const queue = log.spans.filter(({ track }) => track !== HOST_TRACK);
    expect(queue.map(({ label, calls }) => [label, calls])).toEqual([
      ["update + propagate", 8],
      ["update + propagate", 8],
    ]);
    expect(queue[0].start).toBeGreaterThanOrEqual(start);
    expect(queue[1].start).toBeGreaterThanOrEqual(queue[0].start + queue[0].ms);
    expect(queue[1].start + queue[1].ms).toBeLessThanOrEqual(end);
    expect(log.spans.filter(({ label }) => label === "encode and queue")).toHaveLength(2);
  } finally {
    device.destroy();
  }
});

test("events of synapses that learn are counted projection by projection", async () => {
  const plastic = (target: string, outdegree: number) => ({
    ...{ source: "E", target, weight: 30, delay: 1, rule: { fixed_outdegree: { outdegree } } },
    plasticity: { rule: "stdp_synapse", params: { Wmax: 60 } },
  });
  const description: Description = {
    ...NETWORK,
    projections: [plastic("I", 7), plastic("E", 11), { ...NETWORK.projections![1]!, rule: { fixed_outdegree: { outdegree: 3 } } }],
  };
  const sim = await simulation(description, { adapter: "cpu" });
  await sim.run(20);
  sim.forget();
  const profile = await sim.profile(50);
  const spikes = pairs(sim);
  const ofE = spikes.filter(([, neuron]) => neuron < 150).length;
  expect(Math.min(ofE, spikes.length - ofE)).toBeGreaterThan(20);
  expect(profile).toMatchObject({ spikes: spikes.length, events: 18 * ofE + 3 * (spikes.length - ofE) });
});

test("GPU passes that overlap are told apart, the time both claim being the earlier one's", () => {
  const pass = (start: number, ns: number) => ({ label: "update", calls: 1, start, ns });
  const passes = apart([pass(0, 10), pass(8, 6), pass(9, 2), pass(20, 5)]);
  expect(passes.map(({ start, ns }) => [start, ns])).toEqual([
    [0, 10],
    [10, 4],
    [14, 0],
    [20, 5],
  ]);
});

test("operations are counted as written", () => {
  const { text } = models.iaf_psc_exp.wgsl;
  // r -= 1, five products and five sums of V, two decays; two sums of arrivals; a comparison.
  expect(["advance", "receive", "crossed"].map((name) => operationsOf(text, name))).toEqual([12, 2, 0]);
  // Four halves, t, u and the result: 4 + 4 + 3 + 5.
  expect(operationsOf(philox.text, "mulhi")).toBe(16);
  // Ten rounds: two mulhi, two products, four exclusive ors, one sum of vectors.
  expect(operationsOf(philox.text, "philox4x32")).toBe(10 * (2 * 16 + 2 + 4 + 1));
  const loop =
    "fn f(p: P) -> f32 { let n = p.n; var x = 1.0; for (var k = 0u; k < n; k++) { x += exp(-x) * g(x); } return -x; } fn g(x: f32) -> f32 { return x * x; }";
  expect(operationsOf(loop, "f", 7)).toBe(7 * 4);
});

const span = (track: string, label: string, start: number, ms: number): Span => ({ track, label, start, ms, calls: 1 });

test("parts: dispatches first, shared between tracks, then the host, then waiting; each moment once", () => {
  const spans = [
    span(HOST_TRACK, WAITING, 0, 20),
    span(HOST_TRACK, "read back", 9, 3),
    span("thread 0", "update", 2, 4),
    span("thread 1", "update", 2, 6),
    span("thread 0", "barrier", 6, 2),
    span("thread 0", "propagate", 8, 2),
    span(HOST_TRACK, "record", 22, 1),
  ];
  const parts = Object.fromEntries(partsOf(spans));
  expect(parts).toEqual({ [WAITING]: 10, update: 5, barrier: 1, propagate: 2, "read back": 2, record: 1 });
});

test("thinned: few spans as they are, many in groups that keep lengths and calls and do not overlap", () => {
  const spans: Span[] = [];
  for (let w = 0; w < 1000; w++) {
    spans.push(span("thread 0", "update", 10 * w, 6), span("thread 0", "propagate", 10 * w + 6, 3));
    if (w % 10 === 0) spans.push(span(HOST_TRACK, WAITING, 10 * w, 90), span(HOST_TRACK, "read back", 10 * w + 80, 5));
  }
  expect(thinned(spans, 5000)).toHaveLength(spans.length);
  const few = thinned(spans, 300);
  expect(few.length).toBeLessThanOrEqual(300);
  const sum = (list: readonly Span[], label: string, key: "ms" | "calls") =>
    list.filter((s) => s.label === label).reduce((total, s) => total + s[key], 0);
  expect(sum(few, "update", "ms")).toBeCloseTo(6000, 6);
  expect(sum(few, "propagate", "calls")).toBe(1000);
  expect(sum(few, "read back", "ms")).toBeCloseTo(500, 6);
  // Waiting holds what is inside it: that is not counted twice.
  expect(sum(few, WAITING, "ms")).toBeCloseTo(9000 - 500, 6);
  expect(few.reduce((total, { merged = 0 }) => total + merged, 0)).toBe(spans.length);
  for (const track of ["thread 0", HOST_TRACK]) {
    const own = few.filter((s) => s.track === track);
    for (let k = 1; k < own.length; k++) expect(own[k].start).toBeGreaterThanOrEqual(own[k - 1].start + own[k - 1].ms - 1e-9);
  }
});
