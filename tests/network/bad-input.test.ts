/** Network files that are wrong: their text, what stands at the top, populations, distributions, files and own models. Projections: bad-projections.test.ts. */
import { input, LIF, model, network, normal, population, projection } from "./files.ts";
import { type Case, refused } from "./refused.ts";

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

refused({ JSON_TEXT, TOP, POPULATIONS, DISTRIBUTIONS, FILES, MODELS });
