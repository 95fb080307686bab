import { expect, test } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/io/checkpoint.ts";
import { Network } from "../../src/network/network.ts";
import { Instances } from "../../src/simulate/instances.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { Simulation } from "../../src/simulate/simulation.ts";

/** A driven network whose recurrent and feed-forward synapses learn, one of them scaled by a modulator and normalised by the clock. */
function network(): Network {
  const net = new Network({ dt: 0.1, seed: 7 });
  const params = { tau_m: 10, C_m: 100, t_ref: 1, V_th: -55, E_L: -60, V_reset: -62 };
  net.population("in", 37, "iaf_psc_exp", { params });
  net.population("E", 61, "iaf_psc_exp", { params });
  net.input({ kind: "poisson", target: "in", rate: 9000, weight: 32 });
  net.input({ kind: "poisson", target: "E", rate: 6000, weight: 30 });
  net.modulator({ name: "astrocyte", tau: 30, initial: 1, bias: 0.5, gain: { E: 2, in: -1 } });
  net.connect({
    name: "forward",
    source: "in",
    target: "E",
    rule: { fixed_indegree: { indegree: 9 } },
    weight: { uniform: { low: 5, high: 25 } },
    delay: { uniform: { low: 0.3, high: 2 } },
    plasticity: {
      rule: "stdp_synapse",
      params: { lambda: 0.05, Wmax: 40 },
      modulate: { depress: "astrocyte" },
      normalise: { sum: 150, every: 5 },
    },
  });
  net.connect({
    name: "recurrent",
    source: "E",
    target: "E",
    rule: { fixed_total_number: { n: 517 } },
    weight: 12,
    delay: 0.7,
    plasticity: { rule: "stdp_synapse", mode: "song", params: { lambda: 0.1, alpha: 1.1, mu_plus: 0.4, mu_minus: 0.4, Wmax: 30 } },
  });
  net.connect({ source: "E", target: "in", rule: { fixed_outdegree: { outdegree: 4 } }, weight: -20, delay: 1 });
  net.record({ spikes: "E" });
  net.record({ weights: "recurrent", every: 20 });
  return net;
}

interface Result {
  readonly digest: string;
  readonly forward: number[];
  readonly recurrent: number[];
  readonly modulators: Record<string, number>;
}

async function resultOf(simulation: Simulation): Promise<Result> {
  const forward = [...(await simulation.weights("forward")).weight];
  const recurrent = [...(await simulation.weights("recurrent")).weight];
  return { digest: simulation.digest, forward, recurrent, modulators: await simulation.modulators() };
}

async function run(options: SimulationOptions, pieces: readonly number[], look = false): Promise<Result> {
  const simulation = await Simulation.create(network().resolve(), options);
  for (const ms of pieces) {
    await simulation.run(ms);
    if (look) await simulation.weights("recurrent");
  }
  const result = await resultOf(simulation);
  simulation.destroy();
  return result;
}

const plain = run({ adapter: "cpu", threads: 1 }, [60]);
/** A SwiftShader step takes milliseconds. */
const short = run({ adapter: "cpu", threads: 1 }, [21]);

test("the network learns: weights move, forward ones add up, the modulator follows the spikes", async () => {
  const { forward, recurrent, modulators } = await plain;
  expect(Math.max(...recurrent) - Math.min(...recurrent)).toBeGreaterThan(2);
  // The last step of the run is one of the clock's.
  expect(forward.reduce((a, b) => a + b, 0) / 61).toBeCloseTo(150, 3);
  expect(modulators.astrocyte).not.toBe(1);
});

const same: [string, SimulationOptions, number[], boolean][] = [
  ["run in pieces, looked at between", { adapter: "cpu", threads: 1 }, [0.1, 7.3, 12.6, 20, 20], true],
  ["small pages", { adapter: "cpu", threads: 1, pageBytes: 1024 }, [60], false],
  ["windows of one step", { adapter: "cpu", threads: 1, windowSteps: 1 }, [60], false],
  ["two threads", { adapter: "cpu", threads: 2 }, [33, 27], true],
  ["three threads, short submits", { adapter: "cpu", threads: 3, submitMs: 0.1 }, [60], false],
  ["software", { adapter: "software" }, [21], false],
  ["software, small pages, in pieces", { adapter: "software", pageBytes: 1024 }, [8.2, 12.8], true],
];
test.each(same)("the same bits: %s", async (_, options, pieces, look) => {
  const { recurrent, ...wanted } = await (options.adapter === "software" ? short : plain);
  expect(await run(options, pieces, look)).toEqual({ recurrent, ...wanted });
  expect(new Set(recurrent).size).toBeGreaterThan(100);
});

test("reset repeats, a checkpoint goes on to the bit, in another simulation and by its bytes", async () => {
  const simulation = await Simulation.create(network().resolve(), { adapter: "cpu", threads: 1 });
  await simulation.run(60);
  const whole = await resultOf(simulation);
  await simulation.reset();
  await simulation.run(25.3);
  const checkpoint = await simulation.save();
  simulation.destroy();
  const other = await Simulation.create(network().resolve(), { adapter: "cpu", threads: 2 });
  await other.run(3);
  await other.load(decodeCheckpoint(encodeCheckpoint(checkpoint), "bytes"));
  await other.run(60 - 25.3);
  const after = await resultOf(other);
  expect({ ...after, digest: "" }).toEqual({ ...whole, digest: "" });
  await other.reset();
  await other.run(60);
  expect(await resultOf(other)).toEqual(await plain);
  other.destroy();
});

test.each([undefined, 1024])("weights come by source, then target, then delay, pages of %s bytes", async (pageBytes) => {
  const simulation = await Simulation.create(network().resolve(), { adapter: "cpu", ...(pageBytes && { pageBytes }) });
  for (const name of ["forward", "recurrent"]) {
    const { source, target, delay } = await simulation.weights(name);
    const places = [...source].map((s, k) => [s, target[k]!, delay[k]!] as const);
    const sorted = places.toSorted(([a, b, c], [d, e, f]) => a - d || b - e || c - f);
    expect(places).toEqual(sorted);
    expect(places.length).toBeGreaterThan(500);
  }
  simulation.destroy();
});

test("weights are kept every so often, and can be set", async () => {
  const simulation = await Simulation.create(network().resolve(), { adapter: "cpu" });
  await simulation.run(50);
  const { times, weights } = simulation.weightSnapshots("recurrent");
  expect([...times]).toEqual([0, 20, 40]);
  expect(weights[0]!.every((w) => w === 12)).toBe(true);
  expect(weights[2]).not.toEqual(weights[1]);
  const { source, target, delay, weight } = await simulation.weights("recurrent");
  expect([source.length, target.length, delay.length]).toEqual([517, 517, 517]);
  await simulation.setWeights(
    "recurrent",
    weight.map((_, k) => k / 100),
  );
  expect([...(await simulation.weights("recurrent")).weight]).toEqual([...weight.map((_, k) => k / 100)]);
  await expect(simulation.setWeights("recurrent", [1, 2])).rejects.toThrow(/517 weights/);
  await expect(simulation.setWeights("recurrent", weight.fill(99))).rejects.toThrow(/0 to 30/);
  await simulation.setModulator("astrocyte", 3);
  expect(await simulation.modulators()).toEqual({ astrocyte: 3 });
  await expect(simulation.setModulator("glia", 3)).rejects.toThrow(/no modulator/);
  simulation.destroy();
});

test.each(["cpu", "software"] as const)(
  "instances side by side on %s learn as each does alone, with weights of their own",
  async (adapter) => {
    const networks = [7, 8, 7].map((seed) => network().resolveAs({ ...network().description, seed, record: [] }));
    const alone = await Simulation.create(networks[1]!, { adapter: "cpu" });
    await alone.run(30);
    const other = await resultOf(alone);
    alone.destroy();
    const instances = await Instances.create(networks, { adapter, resident: false });
    await instances.run(30);
    const results = await Promise.all(
      [0, 1, 2].map(async (b) => ({
        digest: instances.outcome(b).digest,
        forward: [...(await instances.weights(b, "forward")).weight],
        recurrent: [...(await instances.weights(b, "recurrent")).weight],
        modulators: await instances.modulators(b),
      })),
    );
    expect(results[1]).toEqual(other);
    expect(results[2]).toEqual(results[0]);
    expect(results[0]!.recurrent).not.toEqual(other.recurrent);
    await instances.setWeights(
      2,
      "recurrent",
      results[2]!.recurrent.map(() => 1),
    );
    expect((await instances.weights(2, "recurrent")).weight.every((w) => w === 1)).toBe(true);
    expect([...(await instances.weights(0, "recurrent")).weight]).toEqual(results[0]!.recurrent);
    instances.destroy();
  },
);
