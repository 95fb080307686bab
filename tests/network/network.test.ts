import { describe, expect, test } from "vitest";
import { parseNetworkFile } from "../../src/io/network-file.ts";
import { Network } from "../../src/network/network.ts";
import { resolve } from "../../src/network/resolve.ts";
import { LIF, read } from "./files.ts";

function inCode(): Network {
  const net = new Network({ dt: 0.1, seed: 7, name: "both" });
  net.model({ name: "mine", wgsl: LIF, params: { tau: 10 }, state: { V: 0 }, receptors: ["ex"] });
  const E = net.population("E", 4, "iaf_psc_exp", {
    params: { tau_m: 20, E_L: Float64Array.of(-70, -71, -72, -73) },
    initial: { V_m: { uniform: { low: -70, high: -60 } } },
  });
  const I = net.population({ name: "I", size: 2, model: "iaf_cond_exp" });
  net.input({ kind: "poisson", target: E, rate: 8000, weight: 40 });
  net.connect({ source: E, target: I, rule: { fixed_indegree: { indegree: 2 } }, weight: 5, delay: 1.5 });
  net.connect({ source: "I", target: E, name: "back", rule: "all_to_all", weight: -5, delay: { normal: { mean: 1, std: 0.5 } } });
  return net
    .record({ spikes: E, neurons: [0, 3] })
    .record({ state: "I", variable: "V_m" })
    .record({ rate: I });
}

const FILE = `{
  "$schema": "network.schema.json",
  "galvani": 1, "name": "both", "dt": 0.1, "seed": 7,
  "record": [{"spikes": "E", "neurons": [0, 3]}, {"state": "I", "variable": "V_m"}, {"rate": "I"}],
  "projections": [
    {"source": "E", "target": "I", "rule": {"fixed_indegree": {"indegree": 2}}, "weight": 5, "delay": 1.5},
    {"source": "I", "target": "E", "name": "back", "rule": "all_to_all", "weight": -5, "delay": {"normal": {"mean": 1, "std": 0.5}}}
  ],
  "inputs": [{"kind": "poisson", "target": "E", "rate": 8000, "weight": 40}],
  "populations": [
    {"name": "E", "size": 4, "model": "iaf_psc_exp", "params": {"tau_m": 20, "E_L": {"npy": "data/four.npy"}},
     "initial": {"V_m": {"uniform": {"low": -70, "high": -60}}}},
    {"name": "I", "size": 2, "model": "iaf_cond_exp"}
  ],
  "models": [{"name": "mine", "wgsl": ${JSON.stringify(LIF)}, "params": {"tau": 10}, "state": {"V": 0}, "receptors": ["ex"]}]
}`;

describe("one network in code and in a file", () => {
  test("has one description", async () => {
    expect(inCode().description).toEqual(await parseNetworkFile(FILE, "net.json", read));
  });

  test("resolves to the same", async () => {
    const file = resolve(await parseNetworkFile(FILE, "net.json", read));
    expect(JSON.stringify(inCode().resolve())).toBe(JSON.stringify(file));
  });

  test("goes through JSON", async () => {
    const net = inCode();
    const again = resolve(await parseNetworkFile(JSON.stringify(net), "net.json", read));
    expect(JSON.stringify(again)).toBe(JSON.stringify(net.resolve()));
  });
});

describe("what resolving fills in", () => {
  const net = inCode().resolve();

  test("parameters, indices and defaults", () => {
    expect(net.neurons).toBe(6);
    expect(net.populations.map((p) => p.first)).toEqual([0, 4]);
    expect(net.populations[0].params).toMatchObject({ tau_m: 20, C_m: 250, E_L: Float64Array.of(-70, -71, -72, -73) });
    expect(Object.keys(net.populations[0].initial)).toEqual(["V_m"]);
    expect(net.inputs[0]).toMatchObject({ name: "inputs[0]", target: 0, receptor: 0 });
    expect(net.projections[0]).toMatchObject({ name: "projections[0]", source: 0, target: 1, receptor: undefined, synapses: 4 });
    expect(net.projections[0].rule).toEqual({ kind: "fixed_indegree", indegree: 2, autapses: true, multapses: true });
    expect(net.projections[1]).toMatchObject({ name: "back", synapses: 8, delay: { normal: { mean: 1, std: 0.5, min: 0.05 } } });
    expect(net.records).toEqual([
      { kind: "spikes", population: 0, neurons: Uint32Array.of(0, 3) },
      { kind: "state", population: 1, variable: "V_m", every: 1, neurons: undefined },
      { kind: "rate", population: 1, bin: 1, binSteps: 10 },
    ]);
  });

  test("without record the spikes of every population, with an empty one nothing", () => {
    const plain = { galvani: 1, dt: 0.1, seed: 1, populations: [{ name: "E", size: 1, model: "iaf_psc_exp" }] } as const;
    expect(resolve(plain).records).toEqual([{ kind: "spikes", population: 0, neurons: undefined }]);
    expect(resolve({ ...plain, record: [] }).records).toEqual([]);
  });

  test("a barred autapse only inside one population, negative weights to the last receptor, spikes in order", () => {
    const small = new Network({ dt: 0.1, seed: 1 });
    const a = small.population("a", 3, "iaf_psc_exp");
    const b = small.population("b", 3, "iaf_psc_exp");
    small.connect({ source: a, target: b, rule: { all_to_all: { allow_autapses: false } }, weight: 1, delay: 1 });
    small.connect({ source: a, target: a, rule: { all_to_all: { allow_autapses: false } }, weight: [1, 2, 3, 4, 5, 6], delay: 1 });
    small.input({ kind: "spikes", target: a, times: [3, 1, 2], neurons: [0, 1, 2], weight: -1 });
    small.input({ kind: "spikes", target: a, times: [3, 1], neurons: 2, weight: 1 });
    const { projections, inputs } = small.resolve();
    expect(projections.map((p) => [p.rule, p.synapses])).toEqual([
      [{ kind: "all_to_all", autapses: true }, 9],
      [{ kind: "all_to_all", autapses: false }, 6],
    ]);
    expect(inputs[0]).toMatchObject({ receptor: 1, times: Float64Array.of(1, 2, 3), neurons: Uint32Array.of(1, 2, 0) });
    expect(inputs[1]).toMatchObject({ receptor: 0, times: Float64Array.of(1, 3), neurons: Uint32Array.of(2, 2) });
  });
});

describe("a user's own model", () => {
  const mine = { name: "mine", wgsl: LIF, params: { tau: 10 }, state: { V: 0.5 }, receptors: ["ex"] };

  test("becomes a model of the engine", () => {
    const net = new Network({ dt: 0.1, seed: 1 });
    net.population("M", 2, net.model(mine), { params: { tau: [5, 6] }, initial: { V: 0.25 } });
    const [{ model }] = net.resolve().populations;
    expect(model.paramFields).toEqual(["dt", "tau"]);
    expect(model.stateFields).toEqual(["V"]);
    expect(model.variables.V.initial({})).toBe(0.5);
    expect(model.derive({ tau: 5 }, 0.1)).toEqual({ tau: 5, dt: 0.1 });
    expect(model.twin).toBeUndefined();
    expect(model.wgsl.origins[2]).toEqual({ file: "models[0].wgsl", line: 3 });
  });

  test("names its file", async () => {
    const text = JSON.stringify({
      ...{ galvani: 1, dt: 0.1, seed: 1, models: [{ ...mine, wgsl: { file: "lif.wgsl" } }] },
      populations: [{ name: "M", size: 1, model: "mine" }],
    });
    const [{ model }] = resolve(await parseNetworkFile(text, "net.json", read)).populations;
    expect(model.wgsl).toMatchObject({ path: "lif.wgsl", text: LIF });
  });

  test("brings its twin and derives its fields", () => {
    const net = new Network({ dt: 0.5, seed: 1 });
    const twin = () => 0;
    const derive = ({ rate }: Readonly<Record<string, number>>, dt: number) => ({ tau: 1 / rate, dt });
    net.population("M", 1, net.model({ ...mine, params: { rate: 0.1 }, twin, derive }));
    const [{ model, params }] = net.resolve().populations;
    expect(params).toEqual({ rate: 0.1 });
    expect(model.twin).toBe(twin);
    expect(model.derive({ rate: 0.1 }, 0.5)).toEqual({ tau: 10, dt: 0.5 });
    const wrong = () => new Network({ dt: 0.5, seed: 1 }).model({ ...mine, derive: () => ({ tau: 1 }) });
    expect(wrong).toThrow("models[0].derive.dt: undefined: derive must give a finite number");
  });
});

describe("a network in code refuses", () => {
  const fresh = () => new Network({ dt: 0.1, seed: 1 });
  const cases: [string, () => unknown, string][] = [
    ["a seed that is no integer", () => new Network({ dt: 0.1, seed: 0.5 }), "seed: 0.5: must be an integer"],
    ["a dt of NaN", () => new Network({ dt: Number.NaN, seed: 1 }), "dt: NaN: must be finite"],
    [
      "a population before it is named",
      () => fresh().input({ kind: "current", target: "E", amplitude: 1 }),
      'inputs[0].target: "E": no population of this name; there are no populations',
    ],
    ["a model before it is given", () => fresh().population("E", 1, "mine"), 'populations[0].model: "mine": no neuron model'],
    [
      "NaN in a typed array",
      () => fresh().population("E", 2, "iaf_psc_exp", { params: { E_L: Float32Array.of(1, Number.NaN) } }),
      "populations[0].params.E_L[1]: NaN: must be a finite number",
    ],
    [
      "infinity in a list",
      () => fresh().population("E", 2, "iaf_psc_exp", { params: { E_L: [1, Number.POSITIVE_INFINITY] } }),
      "populations[0].params.E_L[1]: Infinity: must be finite",
    ],
    ["a file", () => fresh().population("E", 2, "iaf_psc_exp", { params: { E_L: { npy: "x.npy" } } }), "populations[0].params.E_L: "],
    [
      "a handle of another network",
      () => fresh().input({ kind: "current", target: fresh().population("E", 1, "iaf_psc_exp"), amplitude: 1 }),
      'inputs[0].target: "E": is a population of another network',
    ],
    ["to run without a population", () => fresh().resolve(), "populations: []: must not be empty"],
  ];
  test.each(cases)("%s", (_name, make, message) => {
    expect(make).toThrow(message);
  });

  test("and keeps what was right", () => {
    const net = fresh();
    net.population("E", 1, "iaf_psc_exp");
    expect(() => net.population("E", 1, "iaf_psc_exp")).toThrow("another population");
    expect(net.description.populations).toHaveLength(1);
    expect(net.resolve().neurons).toBe(1);
  });

  test("and does not share arrays with its author", () => {
    const net = fresh();
    const E_L = [-70, -71];
    const V_th = Float64Array.of(-50, -51);
    net.population("E", 2, "iaf_psc_exp", { params: { E_L, V_th } });
    E_L[0] = V_th[0] = 0;
    expect(net.resolve().populations[0].params.E_L).toEqual(Float64Array.of(-70, -71));
    expect(net.resolve().populations[0].params.V_th).toEqual(Float64Array.of(-50, -51));
    expect(net.description.populations[0].params?.E_L).toEqual([-70, -71]);
    expect(net.description.populations[0].params?.V_th).toEqual(Float64Array.of(-50, -51));
    expect(Object.isFrozen(net.description.populations[0])).toBe(true);
  });
});
