import { expect, test } from "vitest";
import { accuracyOf, assignClasses, NO_CLASS, vote } from "../../examples/shared/votes.ts";
import { InputError } from "../../src/errors.ts";

/** Five images of four neurons. Class 0 has three images, class 2 has two, class 1 none. */
const labels = Uint8Array.of(0, 0, 2, 2, 0);
const counts = Uint16Array.of(4, 1, 0, 2, 4, 1, 0, 2, 0, 2, 0, 2, 1, 1, 0, 2, 4, 1, 0, 2);
const responses = { neurons: 4, counts };

test("a neuron has the class of its largest mean count, not of its largest sum; the first of equal ones; none if silent", () => {
  // Neuron 1: 3 spikes of class 0 in all and 3 of class 2, but 1 an image against 1.5. Neuron 3: 2 an image of either.
  expect([...assignClasses(responses, labels, 3)]).toEqual([0, 2, NO_CLASS, 0]);
});

test("an image has the class whose neurons fire most on average; none where none of them fired", () => {
  const assigned = Int16Array.of(0, 0, 1, NO_CLASS);
  // Means of class 0 and 1: 2 and 3; 3 and 1; 2 and 2; nothing but the neuron without a class.
  const shown = Uint8Array.of(4, 0, 3, 9, 0, 6, 1, 9, 2, 2, 2, 0, 0, 0, 0, 9);
  expect([...vote({ neurons: 4, counts: shown }, assigned, 3)]).toEqual([1, 0, 0, NO_CLASS]);
});

test("accuracy: an image without a class is wrong", () => {
  expect(accuracyOf(Int16Array.of(0, NO_CLASS, 2, 1), Uint8Array.of(0, 0, 2, 2))).toBe(0.5);
});

test("what does not go together is refused", () => {
  expect(() => assignClasses(responses, labels.subarray(1), 3)).toThrow(InputError);
  expect(() => assignClasses(responses, labels, 2)).toThrow("votes.labels[2]: 2: must be 0 to 1");
  expect(() => vote(responses, Int16Array.of(0), 3)).toThrow(InputError);
  expect(() => accuracyOf(Int16Array.of(0), labels)).toThrow(InputError);
});
