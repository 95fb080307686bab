/** Mistakes in a description of plasticity: one line each with place, value and remedy; from files with exit code 2. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { Network } from "../../src/network/network.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { load, network, projection } from "../network/files.ts";

type Json = Record<string, unknown>;
type Case = readonly [name: string, file: Json, place: string, says: string];

const plastic = (plasticity: Json, change: Json = {}) => projection({ plasticity: { rule: "stdp_synapse", ...plasticity }, ...change });
const P = "projections[0].plasticity";

const TEXT = `struct Params { rate: f32 }
struct Synapse { w: f32, c: f32 }
struct Pre { x: f32 }
struct Post { y: f32 }
fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) { (*s).c = (*s).c + pre.x; }
fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 { return (*s).w; }
fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) { (*s).w = (*s).w + p.rate * (*s).c; }
`;
const own = (change: Json, plasticity: Json = { every: 1 }, text = TEXT) =>
  network({
    rules: [
      {
        name: "mine",
        wgsl: text,
        params: { rate: 0.1, tau: 20 },
        pre: [{ name: "x", tau: "tau" }],
        post: [{ name: "y", tau: "tau" }],
        variables: [{ name: "c", tau: "tau" }],
        bounds: [0, 10],
        ...change,
      },
    ],
    projections: [{ source: "E", target: "E", rule: "all_to_all", weight: 1, delay: 1, plasticity: { rule: "mine", ...plasticity } }],
  });
const modulated = (modulator: Json, modulate: Json = { depress: "m" }) =>
  network({
    modulators: [{ name: "m", tau: 10, gain: { E: 1 }, ...modulator }],
    projections: [{ source: "E", target: "E", rule: "all_to_all", weight: 1, delay: 1, plasticity: { rule: "stdp_synapse", modulate } }],
  });

const DESCRIPTION: Case[] = [
  ["an unknown rule", plastic({ rule: "stdp_synapze" }), `${P}.rule`, 'did you mean "stdp_synapse"?'],
  ["a rule of the object's prototype", plastic({ rule: "constructor" }), `${P}.rule`, "no plasticity rule"],
  ["no rule", projection({ plasticity: {} }), `${P}.rule`, "is missing"],
  ["an unknown mode", plastic({ mode: "nearest_symetric" }), `${P}.mode`, 'did you mean "nearest_symmetric"?'],
  ["a mode of another rule", plastic({ mode: "subspace" }), `${P}.mode`, "its modes: nest, nearest_symmetric"],
  ["an unknown parameter", plastic({ params: { lambada: 0.1 } }), `${P}.params.lambada`, 'did you mean "lambda"?'],
  ["a parameter of another rule", plastic({ params: { tau_c: 1 } }), `${P}.params.tau_c`, "its parameters: tau_plus"],
  ["a time constant of 0", plastic({ params: { tau_plus: 0 } }), `${P}.params.tau_plus`, "must be above 0 (ms)"],
  ["a bound of 0", plastic({ params: { Wmax: 0 } }), `${P}.params.Wmax`, "must be above 0"],
  ["a rate beyond float32", plastic({ params: { lambda: 1e38 } }), `${P}.params`, "give no number for the rule's potentiate"],
  ["a weight above the bound", plastic({ params: { Wmax: 0.5 } }), "projections[0].weight", "0 to 0.5: change the weight"],
  ["a weight below it", plastic({}, { weight: -1 }), "projections[0].weight", "leaves the bounds of stdp_synapse, 0 to 100"],
  [
    "a distribution beyond it",
    plastic({ params: { Wmax: 2 } }, { weight: { normal: { mean: 1, std: 1, min: 0 } } }),
    "projections[0].weight",
    "give a distribution min and max",
  ],
  ["an axonal part longer than the delay", plastic({ axonal_delay: 1.5 }), `${P}.axonal_delay`, "leaves a dendritic delay of -0.5 ms"],
  ["an axonal part of more than half", plastic({ axonal_delay: 0.7 }), `${P}.axonal_delay`, "at most half of the delay"],
  ["a negative axonal part", plastic({ axonal_delay: -0.1 }), `${P}.axonal_delay`, "must be 0 or more"],
  [
    "parts of a delay that is not looked at",
    plastic({ mode: "song", axonal_delay: 0.3 }),
    `${P}.axonal_delay`,
    "without the delay; leave it out",
  ],
  ["a clock for a rule without", plastic({ every: 1 }), `${P}.every`, "does nothing by the clock; leave it out"],
  ["a clock between steps", plastic({ rule: "hebbian_synapse", every: 0.25 }), `${P}.every`, "a multiple of dt, 0.1 ms"],
  ["a clock of 0", plastic({ rule: "hebbian_synapse", every: 0 }), `${P}.every`, "must be above 0"],
  ["normalising to 0", plastic({ normalise: { sum: 0, every: 1 } }), `${P}.normalise.sum`, "must be above 0"],
  ["normalising between steps", plastic({ normalise: { sum: 1, every: 0.15 } }), `${P}.normalise.every`, "a multiple of dt"],
  ["normalising without a time", plastic({ normalise: { sum: 1 } }), `${P}.normalise.every`, "is missing"],
  [
    "a threshold faster than its trace",
    plastic({ rule: "bcm_synapse", params: { tau_theta: 10 } }),
    `${P}.params.tau_theta`,
    "must be above tau_post",
  ],
  ["a use above 1", plastic({ rule: "tsodyks2_synapse", params: { U: 1.5 } }), `${P}.params.U`, "must be 0 to 1"],
  ["bounds the wrong way round", plastic({ rule: "hebbian_synapse", params: { Wmin: 2 } }), `${P}.params.Wmax`, "must be above Wmin, 2"],
  ["a bound without a sign", plastic({ rule: "vogels_sprekeler_synapse", params: { Wmax: 0 } }), `${P}.params.Wmax`, "must not be 0"],
  ["an unknown key", plastic({ parms: {} }), `${P}.parms`, 'did you mean "params"?'],
];

const MODULATORS: Case[] = [
  ["an unknown modulator", modulated({}, { depress: "n" }), `${P}.modulate.depress`, "no modulator of this name"],
  ["a field the rule has not", modulated({}, { dopamine: "m" }), `${P}.modulate.dopamine`, "its fields: Wmax, inverse"],
  ["an unknown population", modulated({ gain: { X: 1 } }), "modulators[0].gain.X", "no population of this name"],
  ["a time constant below dt", modulated({ tau: 0.05 }), "modulators[0].tau", "must be dt, 0.1 ms, or more"],
];

const TEXTS: Case[] = [
  ["a text without on_pre", own({}, undefined, TEXT.replace("fn on_pre", "fn before")), "rules[0].wgsl", "fn on_pre is missing"],
  ["a text without a struct", own({}, undefined, TEXT.replace("struct Post", "struct Late")), "rules[0].wgsl", "struct Post is missing"],
  ["a weight of another name", own({}, undefined, TEXT.replace("w: f32", "g: f32")), "rules[0].wgsl", "must be w: the weight"],
  [
    "on_post without traces",
    own({ post: [] }, undefined, TEXT.replace("{ y:", "{ none:")),
    "rules[0].post",
    "name at least one trace of the target",
  ],
  ["a struct's field without a trace", own({ post: [] }), "rules[0].post", "must name the fields of struct Post in their order: y"],
  ["a variable that is not named", own({ variables: [] }), "rules[0].variables", "in their order: c"],
  ["a variable too many", own({ variables: [{ name: "c" }, { name: "d" }] }), "rules[0].variables", "in their order: c"],
  [
    "a variable's unknown time constant",
    own({ variables: [{ name: "c", tau: "tua" }] }),
    "rules[0].variables[0].tau",
    'did you mean "tau"?',
  ],
  ["a field without a default", own({ params: { tau: 20 } }), "rules[0].params.rate", "struct Params has this field"],
  ["a default nobody uses", own({ params: { rate: 1, tau: 20, rat: 2 } }), "rules[0].params.rat", "neither a field of struct Params"],
  ["a mean square of nothing", own({ pre: [{ name: "x", tau: "tau", kind: "square" }] }), "rules[0].pre[0].kind", "put that first"],
  ["bounds the wrong way round", own({ bounds: [2, 1] }), "rules[0].bounds", "a smaller and a larger weight"],
  ["a built-in rule's name", own({ name: "oja_synapse" }), "rules[0].name", "choose another"],
  ["a clock that is not given", own({}, {}), `${P}.every`, "is missing; ms between two calls of on_step"],
  ["a file that is not there", own({ wgsl: { file: "none.wgsl" } }), "rules[0].wgsl", "cannot be read"],
];

describe.each(Object.entries({ DESCRIPTION, MODULATORS, TEXTS }))("%s", (_, cases) => {
  test.each(cases)("%s", async (_name, file, place, says) => {
    const error: unknown = await load(file).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InputError);
    if (!(error instanceof InputError)) return;
    expect(error.place).toBe(place);
    expect(error.message).toContain(says);
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.message.length).toBeLessThan(400);
    expect(error.exitCode).toBe(2);
  });
});

test("what these mistakes are made in is right without them", async () => {
  for (const file of [plastic({}), modulated({}), own({})]) expect((await load(file)).projections).toHaveLength(1);
});

describe("in code", () => {
  const net = (params: Record<string, number> = {}) => {
    const made = new Network({ dt: 0.1, seed: 1 });
    made.population("E", 4, "iaf_psc_exp");
    const plasticity = { rule: "stdp_synapse", params };
    made.connect({ name: "EE", source: "E", target: "E", rule: "all_to_all", weight: 1, delay: 1, plasticity });
    return made;
  };

  test("a learning rate that is no number", () => {
    for (const lambda of [Number.NaN, Infinity, -Infinity])
      expect(() => net({ lambda })).toThrow(/^projections\[0\]\.plasticity\.params\.lambda: .*must be finite$/);
  });

  test.each<[string, SimulationOptions, RegExp]>([
    ["synapses drawn anew", { procedural: true }, /^procedural: true: .*plastic/],
    ["one workgroup for the whole network", { resident: true }, /^resident: true: .*plastic/],
  ])("%s", async (_, options, says) => {
    await expect(Simulation.create(net().resolve(), { adapter: "cpu", ...options })).rejects.toThrow(says);
  });

  test("weights that do not fit, and projections that are not there", async () => {
    const simulation = await Simulation.create(net().resolve(), { adapter: "cpu" });
    const weights = new Float32Array(16).fill(1);
    await expect(simulation.setWeights("EE", weights.subarray(1))).rejects.toThrow(/^setWeights\("EE"\): 15: must be 16 weights/);
    weights[3] = 101;
    await expect(simulation.setWeights("EE", weights)).rejects.toThrow(/^setWeights\("EE"\)\[3\]: 101: must be a weight of 0 to 100$/);
    weights[3] = Number.NaN;
    await expect(simulation.setWeights("EE", weights)).rejects.toThrow(/\[3\]: NaN: must be a weight/);
    await expect(simulation.weights("EF")).rejects.toThrow(/^weights: "EF": no plastic projection of this name/);
    simulation.destroy();
  });
});
