/** Numbers that are drawn one a neuron: redrawn until inside their bounds, not cut off at them. */
import { expect, test } from "vitest";
import { realise } from "../../src/network/values.ts";

const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;

test.each([
  // Means of a standard normal variable inside the bounds.
  ["normal", { normal: { mean: 0, std: 1, max: 0.5 } }, -0.5092],
  ["normal", { normal: { mean: 0, std: 1, min: -0.5 } }, 0.5092],
  ["normal", { normal: { mean: 0, std: 1, min: -1, max: 2 } }, 0.2296],
] as const)("%s %j", (_, values, expected) => {
  const drawn = realise(values, 20_000, [1, 2], 3) as Float64Array;
  const { min = -Infinity, max = Infinity } = values.normal as { min?: number; max?: number };
  expect(drawn.every((value) => value > min && value < max)).toBe(true);
  expect(Math.abs(mean(drawn) - expected)).toBeLessThan(0.02);
  expect(realise(values, 5, [1, 2], 3)).toEqual(drawn.slice(0, 5));
});

test("lognormal, the bounds are of the number itself; uniform has none", () => {
  const drawn = realise({ lognormal: { mean: 0, std: 1, min: 0.5, max: 3 } }, 5000, [1, 2], 3) as Float64Array;
  expect([drawn.every((value) => value > 0.5), drawn.every((value) => value < 3)]).toEqual([true, true]);
  expect(Math.abs(mean(drawn.map(Math.log)) - 0.1542)).toBeLessThan(0.03);
  const uniform = realise({ uniform: { low: -3, high: 5 } }, 5000, [1, 2], 3) as Float64Array;
  expect(Math.min(...uniform)).toBeLessThan(-2.9);
  expect(Math.max(...uniform)).toBeGreaterThan(4.9);
});
