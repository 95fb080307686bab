import { expect, test } from "vitest";
import { encodeNpz, type NpzArray } from "../../src/io/npz.ts";
import { decodeWeights, encodeWeightsNpz } from "../../src/io/weights.ts";

const npz = (arrays: Readonly<Record<string, NpzArray>>) => decodeWeights(encodeNpz(arrays), "weights", "model.npz");

test("arrays of every type of number come as float32", () => {
  const data = { double: Float64Array.of(0.1), long: BigInt64Array.of(-3n), byte: Uint8Array.of(255), single: Float32Array.of(Number.NaN) };
  const found = npz(Object.fromEntries(Object.entries(data).map(([name, values]) => [name, { data: values, shape: [1] }])));
  expect(Object.entries(found).map(([name, tensor]) => [name, tensor.shape, ...tensor.data])).toEqual([
    ["double", [1], Math.fround(0.1)],
    ["long", [1], -3],
    ["byte", [1], 255],
    ["single", [1], Number.NaN],
  ]);
});

test("a single number has no dimension, and an integer stays one in the file", () => {
  const bytes = encodeWeightsNpz({ "1.reset_mechanism_val": { shape: [], data: Float32Array.of(2), integer: true } });
  expect(decodeWeights(bytes, "weights")).toEqual({ "1.reset_mechanism_val": { shape: [], data: Float32Array.of(2) } });
});

test.each<readonly [string, NpzArray, RegExp]>([
  ["text", { data: ["a"], shape: [1] }, /array "w" of text; save numbers/],
  ["a large integer", { data: BigInt64Array.of(2n ** 24n + 1n), shape: [1] }, /array "w" with 16777217 at 0, which float32 cannot hold/],
  ["a large number", { data: Float64Array.of(1, 1e39), shape: [2] }, /array "w" with 1e\+39 at 1, which float32 cannot hold/],
])("%s: one line that names file and array", (_, array, message) => {
  expect(() => npz({ w: array })).toThrow(/^weights: "model.npz": has /);
  expect(() => npz({ w: array })).toThrow(message);
});

test("a damaged zip, and what is neither: one line that names the file", () => {
  expect(() => decodeWeights(encodeNpz({ w: { data: Float32Array.of(1), shape: [1] } }).subarray(0, 60), "weights", "model.npz")).toThrow(
    /^weights: model.npz/,
  );
  expect(() => decodeWeights(new Uint8Array(100).fill(9), "weights", "model.pt")).toThrow(/^weights: "model.pt": is no safetensors file/);
});
