import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { histogram, releases } from "../../examples/fly-brain/counts.ts";
import { mn9Left, mn9Right, sugar } from "../../examples/fly-brain/groups.ts";
import { flyBrain, poissonRate } from "../../examples/fly-brain/index.ts";
import { published, referenceOf } from "../../examples/fly-brain/reference.ts";
import { standIn, standInCounts, stimulatedRows } from "../../examples/fly-brain/stand-in.ts";
import { connect, placesOf, type Wiring } from "../../examples/fly-brain/wiring.ts";
import { Network } from "../../src/network/network.ts";
import { Simulation } from "../../src/simulate/simulation.ts";

const DATA = process.env.GALVANI_FLY_BRAIN ?? "../shared/data/flywire-shiu";
const present = Object.values(releases).some(({ file }) => existsSync(join(DATA, file)));
if (!present) console.warn(`fly-brain: skipped, no connectivity file in ${DATA}; name a folder with GALVANI_FLY_BRAIN`);

const folder = mkdtempSync(join(tmpdir(), "galvani-brain-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the stand-in", () => {
  test.each([0.01, 1])("scale %s has the published counts", (scale) => {
    const counts = standInCounts(scale);
    const { neurons, source, target, weight } = standIn(1, scale);
    const { sign, outputs, selves, few, positive, synapses, strongest } = tally(neurons, source, target, weight);
    expect({ neurons, connections: weight.length, withOutput: outputs, few, positive, synapses }).toEqual(counts);
    expect(sign).toBe("one each");
    expect(selves).toBe(0);
    expect(strongest).toBeLessThanOrEqual(histogram.most);
  });

  test("at full scale these are v783's", () => {
    expect(standInCounts(1)).toEqual({
      neurons: 138_639,
      withOutput: 138_005,
      connections: 15_091_983,
      positive: 9_059_302,
      few: [7_496_016, 2_679_736, 1_379_004, 836_714, 558_356, 393_867],
      synapses: 54_492_922,
    });
  });

  test("no pair is connected twice; degrees have a heavy tail; a seed gives one network", () => {
    const wiring = standIn(3, 0.02);
    const { neurons, source, target, weight } = wiring;
    const pairs = Float64Array.from(source, (s, k) => s * neurons + target[k]!).sort();
    expect(pairs.some((pair, k) => k > 0 && pair === pairs[k - 1])).toBe(false);
    for (const ends of [source, target]) {
      const degree = new Uint32Array(neurons);
      for (const n of ends) degree[n]!++;
      degree.sort();
      const mean = weight.length / neurons;
      expect(degree[neurons >> 1]! / mean).toBeGreaterThan(0.5);
      expect(degree[neurons >> 1]! / mean).toBeLessThan(0.75);
      expect(degree[neurons - 1]! / mean).toBeGreaterThan(5);
    }
    expect(standIn(3, 0.02)).toEqual(wiring);
    expect(standIn(4, 0.02).target).not.toEqual(target);
    expect(standIn(4, 0.02).weight).not.toEqual(weight);
    expect(stimulatedRows(wiring).length).toBe(1);
  });

  test("is labelled one, and gives the same spikes on both executors", async () => {
    const options = { seed: 1, scale: 0.05 };
    const network = await flyBrain.network(options);
    expect(network.description.name).toBe("fly-brain stand-in");
    for (const { name } of network.description.populations) expect(name).toContain("stand-in");
    expect(flyBrain.reference!(options)!.note).toContain("STAND-IN");
    expect(flyBrain.title).toContain("stand-in");
    const digests: string[] = [];
    for (const adapter of ["cpu", "software"] as const) {
      const simulation = await Simulation.create(network.resolve(), { adapter });
      await simulation.run(200);
      expect(simulation.synapses).toBe(standInCounts(0.05).connections);
      expect(simulation.rates()["stimulated (stand-in)"]).toBeGreaterThan(100);
      expect(simulation.rates()["brain (stand-in)"]).toBeGreaterThan(0);
      digests.push(simulation.digest);
      simulation.destroy();
    }
    expect(digests[1]).toBe(digests[0]);
  });

  test("takes neither data nor a scale below 0.01", async () => {
    await expect(async () => flyBrain.network({ seed: 1, scale: 0.001 })).rejects.toThrow(/^scale: 0.001: must be 0.01 or more/);
    await expect(async () => flyBrain.network({ seed: 1, variant: "stand-in", data: folder })).rejects.toThrow(/^data: .*takes none/);
  });
});

test("the probability of a kick in a step is Brian2's", () => {
  expect(-Math.expm1((-poissonRate(200, 0.1) * 0.1) / 1000)).toBeCloseTo(0.02, 12);
});

test("groups lie where the pieces are put, and silenced neurons have no outputs", () => {
  const wiring = {
    neurons: 5,
    source: Uint32Array.of(0, 1, 2, 3, 4, 4),
    target: Uint32Array.of(4, 2, 4, 0, 1, 3),
    weight: Int32Array.of(1, 2, 3, 4, -5, -6),
  };
  const places = placesOf(5, [
    { name: "a", rows: [4] },
    { name: "b", rows: [3, 1] },
  ]);
  expect([...places.population]).toEqual([0, 2, 0, 2, 1]);
  expect([...places.index]).toEqual([0, 1, 1, 0, 0]);
  expect(places.rest).toBe(2);
  const net = new Network({ dt: 0.1, seed: 1 });
  const model = { name: "m", wgsl: MODEL, params: {}, state: { x: 0 }, receptors: ["g"] };
  net.model(model);
  for (const [name, size] of [
    ["a", 1],
    ["b", 2],
    ["rest", 2],
  ] as const)
    net.population(name, size, "m");
  connect(net, wiring, places, ["rest", "a", "b"], [1], 1);
  const made = net.resolve().projections.map(({ source, target, rule, weight }) => {
    const { source: from, target: to } = rule as unknown as Wiring;
    return [source, target, [...from], [...to], [...(weight as Float64Array)]];
  });
  expect(made).toEqual([
    [2, 0, [0, 1], [0, 0], [1, 3]],
    [0, 1, [0, 0], [1, 0], [-5, -6]],
    [1, 2, [0], [0], [4]],
  ]);
});

const MODEL = `struct Params { dt: f32 } struct State { x: f32 }
fn advance(p: Params, s: ptr<function, State>, drive: f32) {}
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) { (*s).x += arrivals[0]; }
fn crossed(p: Params, s: State, previous: State) -> bool { return false; }
fn reset(p: Params, s: ptr<function, State>) {}`;

test("groups and references are those of the data set's README", () => {
  expect(sugar.length).toBe(21);
  expect(sugar.filter(({ v783 }) => v783 < 0).map(({ id }) => id)).toEqual(["720575940620900446"]);
  for (const { v630, v783 } of [...sugar, mn9Left, mn9Right]) {
    expect(v630).toBeLessThan(releases.v630.neurons);
    expect(v783).toBeLessThan(releases.v783.neurons);
  }
  const { rates } = referenceOf("sugarR", "v630");
  const total = 21 * rates!.sugar! + rates!["MN9 left"]! + rates!["MN9 right"]! + (127_400 - 23) * rates!.brain!;
  expect(total).toBeCloseTo(published.sugarR!.spikes, 6);
  expect(referenceOf("sugarR", "v783").rates).toBeUndefined();
  expect(Object.keys(published)).toEqual(flyBrain.variants!.slice(1));
});

describe("options", () => {
  test.each<[string, string | undefined, RegExp]>([
    ["none named", undefined, /^data: undefined: name the folder/],
    ["absent", "/nonexistent/fly", /has no connectivity file/],
    ["without one", folder, /has no connectivity file; name the folder of .*Connectivity_783\.parquet/],
  ])("folder: %s", async (_, data, message) => {
    await expect(async () => flyBrain.network({ seed: 1, variant: "sugarR", data })).rejects.toThrow(message);
  });

  test("scale is the stand-in's", async () => {
    await expect(async () => flyBrain.network({ seed: 1, data: folder, scale: 0.5 })).rejects.toThrow(/^scale: .*takes none/);
  });
});

describe.skipIf(!present)("the connectome", () => {
  test("sugarR: the published activity, on v630", async () => {
    const options = { seed: 1, data: DATA, variant: "sugarR" };
    const reference = flyBrain.reference!(options)!;
    const simulation = await Simulation.create((await flyBrain.network(options)).resolve(), { adapter: "cpu" });
    await simulation.run(1000);
    const rates = simulation.rates();
    for (const [name, expected] of Object.entries(reference.rates ?? {})) {
      // Standard deviation over the trials: 3 to 7 % for MN9.
      expect(Math.abs(rates[name]! / expected - 1), name).toBeLessThan(name.startsWith("MN9") ? 0.3 : 0.1);
    }
    if (reference.rates) {
      const { spikes, sd } = published.sugarR!;
      expect(Math.abs(simulation.spikes().step.length - spikes)).toBeLessThan(4 * sd);
    }
    simulation.destroy();
  }, 300_000);
});

/** What the counts are about. */
function tally(neurons: number, source: Uint32Array, target: Uint32Array, weight: Int32Array) {
  const signs = new Int8Array(neurons);
  const few = [0, 0, 0, 0, 0, 0];
  let [sign, selves, positive, synapses, strongest] = ["one each", 0, 0, 0, 0];
  for (let k = 0; k < source.length; k++) {
    const [s, w] = [source[k]!, weight[k]!];
    const size = Math.abs(w);
    if (signs[s] !== 0 && signs[s] !== Math.sign(w)) sign = `two for ${s}`;
    signs[s] = Math.sign(w);
    if (s === target[k]) selves++;
    if (w > 0) positive++;
    if (size <= 6) few[size - 1]!++;
    synapses += size;
    strongest = Math.max(strongest, size);
  }
  return { sign, selves, few, positive, synapses, strongest, outputs: signs.filter((s) => s !== 0).length };
}
