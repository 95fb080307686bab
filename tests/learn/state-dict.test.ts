import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeWeights, encodeWeights, encodeWeightsNpz } from "../../src/io/weights.ts";
import { parametersOf, type StateDict, stateDict, tensorsOf } from "../../src/learn/state-dict.ts";
import type { NetworkSpec } from "../../src/learn/training-spec.ts";

const NETWORK: NetworkSpec = {
  input: [5],
  layers: [
    { layer: "Linear", in_features: 5, out_features: 3 },
    { layer: "UltraPLIF" },
    { layer: "Linear", in_features: 3, out_features: 3, bias: false },
    { layer: "UltraPLIF" },
    { layer: "Linear", in_features: 3, out_features: 2 },
  ],
};
/** Each element another number, so that nothing can change places unseen. */
const tensor = (first: number, ...shape: number[]) => {
  const length = shape.reduce((product, n) => product * n, 1);
  return { shape, data: Float32Array.from({ length }, (_, k) => first + k) };
};
const SEQUENTIAL: StateDict = {
  "0.weight": tensor(100, 3, 5),
  "0.bias": tensor(200, 3),
  "1.log_tau": tensor(300),
  "1.log_eps": tensor(400),
  "2.weight": tensor(500, 3, 3),
  "3.log_tau": tensor(600),
  "3.log_eps": tensor(700),
  "4.weight": tensor(800, 2, 3),
  "4.bias": tensor(900, 2),
};
const renamed = (names: readonly string[]): [string, StateDict[string]][] =>
  Object.entries(SEQUENTIAL).map(([name, value]) => {
    const [index, rest] = name.split(".");
    return [`${names[Number(index)]}.${rest}`, value];
  });
const without = (name: string): StateDict => Object.fromEntries(Object.entries(SEQUENTIAL).filter(([n]) => n !== name));

test("a Sequential's tensors go to their places and come back", () => {
  const flat = parametersOf(NETWORK, SEQUENTIAL, "file");
  expect(tensorsOf(NETWORK, flat)).toEqual(SEQUENTIAL);
  // Not the same places for everything: the flat buffer has each number once.
  expect(new Set(flat.filter((x) => x > 0)).size).toBe(15 + 3 + 2 + 9 + 2 + 6 + 2);
});

test("names of one's own: by order and shape, in whatever order the file has them", () => {
  const names = ["fc1", "lif9", "fc2", "lif10", "fc3"];
  const expected = parametersOf(NETWORK, SEQUENTIAL, "file");
  expect(parametersOf(NETWORK, Object.fromEntries(renamed(names)), "file")).toEqual(expected);
  expect(parametersOf(NETWORK, Object.fromEntries(renamed(names).toReversed()), "file")).toEqual(expected);
  // Shapes tell the layers apart where names do not.
  expect(parametersOf(NETWORK, Object.fromEntries(renamed(["z", "lif1", "y", "lif2", "x"])), "file")).toEqual(expected);
  const nested = ["module.encoder.0", "module.encoder.1", "module.encoder.2", "module.encoder.10", "module.head"];
  expect(parametersOf(NETWORK, Object.fromEntries(renamed(nested)), "file")).toEqual(expected);
  expect(Object.keys(tensorsOf(NETWORK, expected, names))).toEqual(renamed(names).map(([name]) => name));
});

test("layers that could be exchanged are asked for by name", () => {
  const names = ["in", "soma", "hidden", "apical", "out"];
  const dict = Object.fromEntries(renamed(names));
  expect(() => parametersOf(NETWORK, dict, "file")).toThrow(/apical\.log_tau, soma\.log_tau.*could be of layer 1; give `names`/);
  expect(parametersOf(NETWORK, dict, "file", names)).toEqual(parametersOf(NETWORK, SEQUENTIAL, "file"));
  expect(() => parametersOf(NETWORK, dict, "file", ["in"])).toThrow(/names.*each of the 5 layers/);
});

test("passing state and an optimiser's tensors are left aside; single numbers may have a dimension", () => {
  const dict = { ...SEQUENTIAL, "1.log_tau": tensor(300, 1), "1.mem": tensor(1, 7, 3), "optimiser.first.0.weight": tensor(1, 3, 5) };
  expect(parametersOf(NETWORK, dict, "file")).toEqual(parametersOf(NETWORK, SEQUENTIAL, "file"));
});

test.each<readonly [string, StateDict, RegExp]>([
  ["missing", without("4.bias"), /4\.bias of shape \[2\] is missing/],
  ["missing weight", without("2.weight"), /2\.weight of shape \[3, 3\] is missing/],
  ["unused", { ...SEQUENTIAL, "5.weight": tensor(1, 2, 2) }, /5\.weight is not used/],
  ["a bias that the network has not", { ...SEQUENTIAL, "2.bias": tensor(1, 3) }, /2\.bias is not used/],
  ["ill-shaped", { ...SEQUENTIAL, "0.weight": tensor(1, 5, 3) }, /0\.weight has shape \[5, 3\] instead of \[3, 5\]/],
  ["a number a neuron", { ...SEQUENTIAL, "3.log_eps": tensor(1, 3) }, /3\.log_eps has shape \[3\] instead of \[\]/],
  ["another network", { "fc1.weight": tensor(1, 4, 4) }, /fc1\.weight has shape \[4, 4\] instead of \[3, 5\]; .*0\.bias|fc1\.bias/],
])("%s: an error that names the tensor", (_, dict, message) => {
  expect(() => parametersOf(NETWORK, dict, "weights.npz")).toThrow(InputError);
  expect(() => parametersOf(NETWORK, dict, "weights.npz")).toThrow(/^weights\.npz: /);
  expect(() => parametersOf(NETWORK, dict, "weights.npz")).toThrow(message);
});

test("all that is wrong is named at once", () => {
  const { "4.bias": _, ...rest } = SEQUENTIAL;
  const dict = { ...rest, "0.bias": tensor(1, 4), extra: tensor(1, 1) };
  expect(() => parametersOf(NETWORK, dict, "file")).toThrow(
    /0\.bias has shape \[4\] instead of \[3\]; 4\.bias of shape \[2\] is missing; extra is not used; describe/,
  );
});

/** Of snnTorch's tutorial 5, smaller: the keys that its `state_dict` has, `mem` included. */
const TUTORIAL: NetworkSpec = {
  input: [4],
  layers: [
    { layer: "Linear", in_features: 4, out_features: 3 },
    { layer: "Leaky", beta: 0.95 },
    { layer: "Linear", in_features: 3, out_features: 2 },
    { layer: "Leaky", beta: 0.95, reset: "zero", readout: "membrane" },
  ],
};
const number = (value: number) => ({ shape: [], data: Float32Array.of(value) });
const neurons = (name: string, reset: number) => ({
  [`${name}.threshold`]: number(1.5 + reset),
  [`${name}.graded_spikes_factor`]: number(1),
  [`${name}.reset_mechanism_val`]: { ...number(reset), integer: true },
  [`${name}.beta`]: number(0.25 + reset / 2),
});
const SNNTORCH: StateDict = {
  "fc1.weight": tensor(1, 3, 4),
  "fc1.bias": tensor(20, 3),
  ...neurons("lif1", 0),
  "fc2.weight": tensor(30, 2, 3),
  "fc2.bias": tensor(40, 2),
  ...neurons("lif2", 1),
};
const NAMES = ["fc1", "lif1", "fc2", "lif2"];

test.each([
  ["safetensors", encodeWeights],
  [".npz", encodeWeightsNpz],
])("snnTorch's state_dict through %s: in, and out under the same names", (_, encode) => {
  const found = decodeWeights(encode({ ...SNNTORCH, "lif1.mem": tensor(1, 128, 3) }), "weights", "tutorial");
  const flat = parametersOf(TUTORIAL, found, "file");
  expect(stateDict(TUTORIAL, flat, NAMES)).toEqual(SNNTORCH);
  expect(stateDict(TUTORIAL, flat)["1.beta"]).toEqual(number(0.25));
  const again = decodeWeights(encode(stateDict(TUTORIAL, flat, NAMES)), "weights", "tutorial");
  expect(parametersOf(TUTORIAL, again, "file")).toEqual(flat);
});

test("snnTorch's settings must be those of the network", () => {
  const wrong = { ...SNNTORCH, "lif1.reset_mechanism_val": number(2), "lif2.graded_spikes_factor": number(0.5) };
  expect(() => parametersOf(TUTORIAL, wrong, "file")).toThrow(
    /lif1\.reset_mechanism_val is 2 instead of 0; lif2\.graded_spikes_factor is 0\.5 inst/,
  );
  const manyBetas = { ...SNNTORCH, "lif1.beta": tensor(0, 3) };
  expect(() => parametersOf(TUTORIAL, manyBetas, "file")).toThrow(/lif1\.beta has shape \[3\] instead of \[\]/);
});

test("recurrent weights stay with their neurons, and neurons that share some names are told apart", () => {
  const network: NetworkSpec = {
    input: [3],
    layers: [
      { layer: "Linear", in_features: 3, out_features: 3 },
      { layer: "Synaptic", alpha: 0.9, beta: 0.8 },
      { layer: "Linear", in_features: 3, out_features: 3 },
      { layer: "Leaky", beta: 0.9, recurrent: true },
    ],
  };
  const dict: StateDict = {
    "fc1.weight": tensor(1, 3, 3),
    "fc1.bias": tensor(10, 3),
    "lif1.alpha": number(20),
    "lif1.beta": number(21),
    "lif1.threshold": number(22),
    "fc2.weight": tensor(30, 3, 3),
    "fc2.bias": tensor(40, 3),
    "lif2.recurrent.weight": tensor(50, 3, 3),
    "lif2.recurrent.bias": tensor(60, 3),
    "lif2.beta": number(70),
    "lif2.threshold": number(71),
  };
  expect(tensorsOf(network, parametersOf(network, dict, "file"), NAMES)).toEqual(dict);
});
