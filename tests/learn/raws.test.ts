import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { betaRaw, epsRaw, tauRaw } from "../../src/learn/layers/raws.ts";

test("raw parameters are those whose logistic or exponential is what was given", () => {
  const tau = tauRaw(0, 0.9, true);
  expect(1 / (1 + Math.exp(-tau.value))).toBeCloseTo(0.9, 12);
  expect(tau.learn).toBe(true);
  expect(tauRaw(0, 0.5, false)).toMatchObject({ value: 0, learn: false });
  expect(Math.exp(epsRaw(0, { eps: 3 }).value)).toBeCloseTo(3, 12);
  expect(Math.exp(betaRaw(0, { ds: true, beta: 7 }).value)).toBeCloseTo(7, 12);
});

test.each([0, 1, -0.5, Number.NaN])("a time constant of %d is refused", (tau) => {
  expect(() => tauRaw(2, tau, true)).toThrow(InputError);
});
