import { expect, test } from "vitest";
import { GalvaniError, InputError, showValue } from "../src/errors.ts";

test("wrong input is told in one line: place, value, remedy", () => {
  const error = new InputError("populations[0].size", "a\nb", "give\na number");
  expect(error.message).toBe('populations[0].size: "a\\nb": give a number');
  expect(error).toBeInstanceOf(GalvaniError);
  expect(error).toMatchObject({ name: "InputError", exitCode: 2, place: "populations[0].size", value: "a\nb" });
});

test("values in messages are short", () => {
  expect(showValue(Number.NaN)).toBe("NaN");
  expect(showValue(undefined)).toBe("undefined");
  expect(showValue(new Float64Array(1000))).toBe("array of 1000");
  expect(showValue({ a: [1, 2] })).toBe('{"a":[1,2]}');
  expect(showValue("x".repeat(78))).toBe(`"${"x".repeat(78)}"`);
  expect(showValue("x".repeat(79))).toBe(`"${"x".repeat(76)}...`);
});
