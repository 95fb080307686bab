import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { input, LIF, load, model, network, population, projection } from "./files.ts";

type Case = readonly [name: string, file: string | Record<string, unknown>, place: string, says: string];
const normal = (n: Record<string, number>) => ({ normal: { mean: 1, std: 1, ...n } });
const rule = (r: unknown) => projection({ rule: r });
const text = (from: string, to: string) => model({}, LIF.replace(from, to));

const JSON_TEXT: Case[] = [
  ["a file that ends early", '{"galvani": 1,\n "dt": 0.1', "net.json:2:11", "} is missing"],
  ["an empty file", "", "net.json:1:1", "complete"],
  ["a comma too many", '{\n  "record": [1,]\n}', "net.json:2:16", "no comma before ]"],
  ["single quotes", "{'dt': 1}", "net.json:1:2", "key in double quotes"],
  ["NaN", '{"dt": NaN}', "net.json:1:8", "JSON has no NaN"],
  ["minus infinity", '{"dt": -Infinity}', "net.json:1:8", "JSON has no NaN or infinity"],
  ["a key given twice", '{"dt": 1,\n"dt": 2}', "net.json:2:1", 'key "dt" is given twice'],
  ["text after the end", "{} {}", "net.json:1:4", "nothing may follow"],
  ["brackets without end", "[".repeat(1e5), "net.json:1:66", "nested deeper"],
  ["a list for a network", "[]", "network", "must be an object"],
  ["1e999", JSON.stringify(population({ params: { E_L: "X" } })).replace('"X"', "1e999"), "populations[0].params.E_L", "must be finite"],
];

const TOP: Case[] = [
  ["another version", network({ galvani: 2 }), "galvani", "must be 1"],
  ["no dt", network({ dt: undefined }), "dt", "is missing; Time step, ms"],
  ["a dt of 0", network({ dt: 0 }), "dt", "must be above 0"],
  ["a negative dt", network({ dt: -0.1 }), "dt", "must be above 0"],
  ["a dt with a unit", network({ dt: "0.1 ms" }), "dt", "must be a finite number"],
  ["a seed with a fraction", network({ seed: 1.5 }), "seed", "must be an integer"],
  ["a negative seed", network({ seed: -1 }), "seed", "must be 0 or more"],
  ["a seed beyond 2^53 - 1", network({ seed: 2 ** 53 }), "seed", "must be 9007199254740991 or less"],
  ["a misspelt key", network({ sede: 1, seed: undefined }), "sede", 'did you mean "seed"?'],
  ["an unknown key", network({ colour: "red" }), "colour", "known keys: "],
  ["no population", network({ populations: [] }), "populations", "must not be empty"],
];

const POPULATIONS: Case[] = [
  ["an unknown model", population({ model: "iaf_psc_expp" }), "populations[0].model", 'did you mean "iaf_psc_exp"?'],
  ["a model of the object's prototype", population({ model: "constructor" }), "populations[0].model", "no neuron model"],
  ["an unknown parameter", population({ params: { tau: 10 } }), "populations[0].params.tau", "its parameters: E_L, C_m"],
  ["a misspelt parameter", population({ params: { v_th: -50 } }), "populations[0].params.v_th", 'did you mean "V_th"?'],
  ["an unknown variable", population({ initial: { V: -50 } }), "populations[0].initial.V", "no state variable of iaf_psc_exp"],
  [
    "a name used twice",
    network({ populations: [1, 2].map(() => ({ name: "E", size: 1, model: "iaf_psc_exp" })) }),
    "populations[1].name",
    "another population has this name",
  ],
  ["an empty name", population({ name: "" }), "populations[0].name", "must not be empty"],
  ["a name with a line break", population({ name: "a\nb" }), "populations[0].name", "control characters"],
  ["a size of 0", population({ size: 0 }), "populations[0].size", "must be 1 or more"],
  ["a negative size", population({ size: -4 }), "populations[0].size", "must be 1 or more"],
  ["a size with a fraction", population({ size: 1.5 }), "populations[0].size", "must be an integer"],
  ["a huge size", population({ size: 1e12 }), "populations[0].size", "must be 2147483647 or less"],
  [
    "huge sizes together",
    network({ populations: ["a", "b"].map((name) => ({ name, size: 2e9, model: "iaf_psc_exp" })) }),
    "populations[1].size",
    "2147483647 neurons at most",
  ],
  [
    "an array of another length",
    population({ params: { E_L: [-70, -70] } }),
    "populations[0].params.E_L",
    'array of 2: must have 4 elements, one a neuron of "E"',
  ],
  [
    "a parameter of the wrong type",
    population({ params: { E_L: "-70 mV" } }),
    "populations[0].params.E_L",
    "a number, an array of numbers, a distribution",
  ],
  ["null in an array", population({ params: { E_L: [-70, null, 0, 0] } }), "populations[0].params.E_L[1]", "must be a finite number"],
  ["beyond float32", population({ params: { E_L: 1e39 } }), "populations[0].params.E_L", "float32"],
  ["what the model refuses", population({ params: { tau_m: -10 } }), "populations[0].params.tau_m", "must be above 0"],
  [
    "what it refuses of one neuron",
    population({ params: { tau_m: [10, 10, 0, 10] } }),
    "populations[0].params.tau_m[2]",
    "0: must be above 0",
  ],
  [
    "what it refuses of a distribution",
    population({ params: { tau_m: { uniform: { low: -1, high: 9 } } } }),
    "populations[0].params.tau_m",
    "-1: must be above 0",
  ],
  ["a negative refractory period", population({ params: { t_ref: -1 } }), "populations[0].params.t_ref", "must be 0 or more"],
  ["a threshold below the reset", population({ params: { V_reset: -50 } }), "populations[0].params.V_reset", "must be below V_th"],
];

const DISTRIBUTIONS: Case[] = [
  [
    "an unknown distribution",
    projection({ weight: { norml: { mean: 1, std: 1 } } }),
    "projections[0].weight.norml",
    'did you mean "normal"?',
  ],
  [
    "two distributions",
    projection({ weight: { normal: { mean: 1, std: 1 }, uniform: { low: 0, high: 1 } } }),
    "projections[0].weight.normal",
    "unknown key",
  ],
  ["a distribution without std", projection({ weight: { normal: { mean: 1 } } }), "projections[0].weight.normal.std", "is missing"],
  ["a negative std", projection({ weight: normal({ std: -1 }) }), "projections[0].weight.normal.std", "must be 0 or more"],
  ["min above max", projection({ weight: normal({ min: 2, max: 1 }) }), "projections[0].weight.normal.max", "must not be below min, 2"],
  [
    "low above high",
    projection({ weight: { uniform: { low: 2, high: 1 } } }),
    "projections[0].weight.uniform.low",
    "must not be above high (1)",
  ],
  [
    "bounds that keep nothing",
    projection({ weight: normal({ min: 6 }) }),
    "projections[0].weight.normal",
    "keep less than 1 draw in 10000",
  ],
  ["bounds without room", projection({ weight: normal({ min: 1, max: 1 }) }), "projections[0].weight.normal", "keep less than"],
  [
    "a lognormal of huge numbers",
    projection({ weight: { lognormal: { mean: 87, std: 1 } } }),
    "projections[0].weight.lognormal.mean",
    "logarithm",
  ],
];

const PROJECTIONS: Case[] = [
  ["an unknown population", projection({ target: "X" }), "projections[0].target", "no population of this name; populations: E, I"],
  ["an unknown receptor", projection({ receptor: "gaba" }), "projections[0].receptor", "its receptors: ex, in"],
  ["no delay", projection({ delay: undefined }), "projections[0].delay", "is missing; ms; half a step or more"],
  ["a negative delay", projection({ delay: -1 }), "projections[0].delay", "-1: must be half a step"],
  ["a delay of 0", projection({ delay: 0 }), "projections[0].delay", "half a step, 0.05 ms"],
  ["a delay below half a step", projection({ delay: 0.04 }), "projections[0].delay", "half a step, 0.05 ms, or more"],
  ["uniform delays from 0", projection({ delay: { uniform: { low: 0, high: 1 } } }), "projections[0].delay.uniform.low", "half a step"],
  ["delays with a min of 0", projection({ delay: normal({ min: 0 }) }), "projections[0].delay.normal.min", "half a step"],
  ["delays around -1", projection({ delay: normal({ mean: -10 }) }), "projections[0].delay.normal", "bounds 0.05 to infinity"],
  ["one delay of many below", projection({ rule: "one_to_one", delay: [1, 1, 0.01, 1] }), "projections[0].delay[2]", "half a step"],
  [
    "too few weights",
    projection({ rule: "one_to_one", weight: [1, 2] }),
    "projections[0].weight",
    "must have 4 elements, one a synapse of one_to_one",
  ],
  [
    "too few weights for all pairs",
    projection({ rule: { all_to_all: { allow_autapses: false } }, weight: [1] }),
    "projections[0].weight",
    "must have 12 elements",
  ],
  [
    "weights for drawn synapses",
    projection({ rule: { fixed_indegree: { indegree: 1 } }, weight: [1, 2, 3, 4] }),
    "projections[0].weight",
    "needs edges, one_to_one or all_to_all",
  ],
  ["a negative conductance", projection({ target: "I", receptor: "ex", weight: -1 }), "projections[0].weight", "takes conductances"],
  [
    "conductances drawn below 0",
    projection({ target: "I", receptor: "ex", weight: { uniform: { low: -1, high: 1 } } }),
    "projections[0].weight.uniform.low",
    "takes conductances",
  ],
  [
    "a name used twice",
    network({ projections: [1, 2].map(() => ({ name: "p", source: "E", target: "E", rule: "one_to_one", weight: 1, delay: 1 })) }),
    "projections[1].name",
    "another projection has this name",
  ],
];

const RULES: Case[] = [
  ["an unknown rule", rule({ fixed_indgree: { indegree: 1 } }), "projections[0].rule.fixed_indgree", 'did you mean "fixed_indegree"?'],
  ["an unknown rule's name", rule("all"), "projections[0].rule", "rules: all_to_all, one_to_one"],
  ["a rule without its options", rule("fixed_indegree"), "projections[0].rule", 'takes options: {"fixed_indegree": {"indegree": ...}}'],
  ["a rule that is a number", rule(3), "projections[0].rule", "must be a rule"],
  ["an empty rule", rule({}), "projections[0].rule", "must be a rule"],
  [
    "an option of another rule",
    rule({ pairwise_bernoulli: { p: 0.1, allow_multapses: true } }),
    "projections[0].rule.pairwise_bernoulli.allow_multapses",
    "unknown key",
  ],
  ["a probability above 1", rule({ pairwise_bernoulli: { p: 1.1 } }), "projections[0].rule.pairwise_bernoulli.p", "must be 1 or less"],
  ["a negative in-degree", rule({ fixed_indegree: { indegree: -1 } }), "projections[0].rule.fixed_indegree.indegree", "must be 0 or more"],
  [
    "an in-degree with a fraction",
    rule({ fixed_indegree: { indegree: 1.5 } }),
    "projections[0].rule.fixed_indegree.indegree",
    "must be an integer",
  ],
  [
    "more sources than there are",
    rule({ fixed_indegree: { indegree: 4, allow_autapses: false, allow_multapses: false } }),
    "projections[0].rule.fixed_indegree.indegree",
    "must be 3 or less",
  ],
  [
    "more targets than there are",
    rule({ fixed_outdegree: { outdegree: 5, allow_multapses: false } }),
    "projections[0].rule.fixed_outdegree.outdegree",
    "must be 4 or less",
  ],
  [
    "no source at all",
    network({
      populations: [{ name: "E", size: 1, model: "iaf_psc_exp" }],
      projections: [{ source: "E", target: "E", rule: { fixed_indegree: { indegree: 1, allow_autapses: false } }, weight: 1, delay: 1 }],
    }),
    "projections[0].rule.fixed_indegree.indegree",
    "allow autapses",
  ],
  ["a negative total", rule({ fixed_total_number: { n: -1 } }), "projections[0].rule.fixed_total_number.n", "must be 0 or more"],
  [
    "more synapses than pairs",
    rule({ fixed_total_number: { n: 17, allow_multapses: false } }),
    "projections[0].rule.fixed_total_number.n",
    "must be 16 or less",
  ],
  ["one to one of two sizes", projection({ target: "I", rule: "one_to_one" }), "projections[0].rule", '"E" has 4 neurons, "I" 2'],
  [
    "edges out of range",
    rule({ edges: { source: [0, 4], target: [0, 0] } }),
    "projections[0].rule.edges.source[1]",
    "an integer of 0 to 3",
  ],
  ["negative edges", rule({ edges: { source: [0, 0], target: [-1, 0] } }), "projections[0].rule.edges.target[0]", "an integer of 0 to 3"],
  ["edges with a fraction", rule({ edges: { source: [0.5], target: [0] } }), "projections[0].rule.edges.source[0]", "an integer of 0 to 3"],
  [
    "edges of two lengths",
    rule({ edges: { source: [0, 1], target: [0] } }),
    "projections[0].rule.edges.target",
    "as many elements as source, 2",
  ],
  ["edges that are a number", rule({ edges: { source: 0, target: [0] } }), "projections[0].rule.edges.source", "must be an array"],
];

const INPUTS: Case[] = [
  ["an unknown kind", input({ kind: "poison" }), "inputs[0].kind", 'did you mean "poisson"?'],
  ["no kind", input({}), "inputs[0].kind", "is missing; one of poisson, spikes"],
  ["an unknown target", input({ kind: "current", amplitude: 1, target: "e" }), "inputs[0].target", 'did you mean "E"?'],
  ["an unknown receptor", input({ kind: "poisson", rate: 1, weight: 1, receptor: "exc" }), "inputs[0].receptor", 'did you mean "ex"?'],
  ["a negative rate", input({ kind: "poisson", rate: -1, weight: 1 }), "inputs[0].rate", "must be 0 Hz or more"],
  ["one negative rate", input({ kind: "poisson", rate: [1, 1, -1, 1], weight: 1 }), "inputs[0].rate[2]", "must be 0 Hz or more"],
  ["a weight that varies", input({ kind: "poisson", rate: 1, weight: [1, 1, 1, 1] }), "inputs[0].weight", "must be a finite number"],
  [
    "a conductance below 0",
    input({ kind: "poisson", target: "I", rate: 1, weight: -1, receptor: "ex" }),
    "inputs[0].weight",
    "takes conductances",
  ],
  ["times that are no array", input({ kind: "spikes", times: 5, neurons: [0], weight: 1 }), "inputs[0].times", "must be an array"],
  ["negative times", input({ kind: "spikes", times: [-1, 1], neurons: [0, 1], weight: 1 }), "inputs[0].times[0]", "must be 0 ms or more"],
  [
    "neurons out of range",
    input({ kind: "spikes", times: [1], neurons: [4], weight: 1 }),
    "inputs[0].neurons[0]",
    'a neuron of "E": an integer of 0 to 3',
  ],
  [
    "fewer neurons than times",
    input({ kind: "spikes", times: [1, 2], neurons: [1], weight: 1 }),
    "inputs[0].neurons",
    "as many elements as times, 2",
  ],
  ["times that do not rise", input({ kind: "step_current", times: [1, 1], amplitudes: [1, 2] }), "inputs[0].times[1]", "times must rise"],
  ["times on one step", input({ kind: "step_current", times: [1, 1.01], amplitudes: [1, 2] }), "inputs[0].times[1]", "same step"],
  [
    "fewer amplitudes than times",
    input({ kind: "step_current", times: [1, 2], amplitudes: [1] }),
    "inputs[0].amplitudes",
    "must have 2 elements",
  ],
  [
    "a noise interval between steps",
    input({ kind: "noise", mean: 0, std: 1, interval: 0.25 }),
    "inputs[0].interval",
    "a multiple of dt, 0.1 ms",
  ],
  ["a negative noise", input({ kind: "noise", mean: 0, std: -1 }), "inputs[0].std", "must be 0 or more"],
];

const RECORDS: Case[] = [
  ["an unknown population", network({ record: [{ spikes: "X" }] }), "record[0].spikes", "no population of this name"],
  ["an unknown variable", network({ record: [{ state: "E", variable: "v_m" }] }), "record[0].variable", 'did you mean "V_m"?'],
  ["no variable", network({ record: [{ state: "E" }] }), "record[0].variable", "is missing"],
  ["nothing to record", network({ record: [{ spike: "E" }] }), "record[0].spike", 'did you mean "spikes"?'],
  ["neurons out of range", network({ record: [{ spikes: "E", neurons: [0, 9] }] }), "record[0].neurons[1]", "an integer of 0 to 3"],
  ["a neuron twice", network({ record: [{ spikes: "E", neurons: [1, 1] }] }), "record[0].neurons[1]", "is given twice"],
  ["no neuron", network({ record: [{ spikes: "E", neurons: [] }] }), "record[0].neurons", "must not be empty"],
  ["every 0 steps", network({ record: [{ state: "E", variable: "V_m", every: 0 }] }), "record[0].every", "must be 1 or more"],
  ["a bin beside a step", network({ record: [{ rate: "E", bin: 0.2001 }] }), "record[0].bin", "a multiple of dt"],
  ["a bin between steps", network({ record: [{ rate: "E", bin: 0.15 }] }), "record[0].bin", "a multiple of dt"],
  ["record that is no list", network({ record: "E" }), "record", "must be a list"],
];

const FILES: Case[] = [
  [
    "a file that is not there",
    population({ params: { E_L: { npy: "none.npy" } } }),
    "populations[0].params.E_L",
    "relative to the network file",
  ],
  [
    "a truncated file",
    population({ params: { E_L: { npy: "cut.npy" } } }),
    "populations[0].params.E_L",
    '"cut.npy": is truncated: 4 elements need 32 bytes, 29',
  ],
  ["a file that is no .npy", population({ params: { E_L: { npy: "text.npy" } } }), "populations[0].params.E_L", "is not a .npy file"],
  [
    "two dimensions",
    projection({ rule: { edges: { source: { npy: "square.npy" }, target: [0] } } }),
    "projections[0].rule.edges.source",
    "shape (2, 2)",
  ],
  ["NaN in a file", population({ initial: { V_m: { npy: "nan.npy" } } }), "populations[0].initial.V_m[1]", "NaN: must be a finite number"],
  [
    "a file of another length",
    input({ kind: "current", target: "I", amplitude: { npy: "four.npy" } }),
    "inputs[0].amplitude",
    "array of 4: must have 2 elements",
  ],
];

const MODELS: Case[] = [
  ["no function", text("fn crossed", "fn crossing"), "models[0].wgsl", "fn crossed is missing"],
  ["a function in a comment", text("fn reset", "// fn reset"), "models[0].wgsl", "fn reset is missing"],
  ["no struct", text("struct State", "struct Stats"), "models[0].wgsl", "struct State is missing"],
  ["a field that is no f32", text("V: f32,", "V: vec2<f32>"), "models[0].wgsl", "must be f32"],
  ["a field without a default", model({ params: {} }), "models[0].params.tau", "struct Params has this field"],
  ["a default without a field", model({ params: { tau: 1, C: 2 } }), "models[0].params.C", "no field of this name; its fields: dt, tau"],
  ["a default for dt", model({ params: { tau: 1, dt: 2 } }), "models[0].params.dt", "filled in by the engine"],
  ["a state without a field", model({ state: { V: 0, U: 0 } }), "models[0].state.U", "struct State has no field"],
  ["receptors of another number", model({ receptors: ["ex", "in"] }), "models[0].receptors", "array<f32, 1>: give 1 names"],
  ["a receptor twice", model({ receptors: ["ex", "ex"] }), "models[0].receptors[1]", "is given twice"],
  ["a built-in model's name", model({ name: "iaf_psc_exp" }), "models[0].name", "built-in"],
  ["a file that is not there", model({ wgsl: { file: "none.wgsl" } }), "models[0].wgsl", "cannot be read"],
];

const ALL = { JSON_TEXT, TOP, POPULATIONS, DISTRIBUTIONS, PROJECTIONS, RULES, INPUTS, RECORDS, FILES, MODELS };

for (const [group, cases] of Object.entries(ALL)) {
  describe(group, () => {
    test.each(cases)("%s", async (_name, file, place, says) => {
      const error: unknown = await load(file).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(InputError);
      if (!(error instanceof InputError)) return;
      expect(error.place).toBe(place);
      expect(error.message).toContain(says);
      expect(error.message.startsWith(`${place}: `)).toBe(true);
      expect(error.message).not.toMatch(/[\r\n]/);
      expect(error.message.length).toBeLessThan(400);
      expect(error.exitCode).toBe(2);
    });
  });
}

test("there are at least 40", () => {
  expect(Object.values(ALL).flat().length).toBeGreaterThanOrEqual(40);
});
