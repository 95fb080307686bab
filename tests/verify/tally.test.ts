/** What a check of a kernel against its twin makes of their differences. */
import { describe, expect, test } from "vitest";
import { Tally } from "../../src/verify/tally.ts";

const verdictOf = (fill: (tally: Tally) => void, tolerance = 0, edgeShare = 0) => {
  const tally = new Tally();
  fill(tally);
  return tally.verdict("k", "3", tolerance, edgeShare);
};

test("nothing that differs is fine", () => {
  const verdict = verdictOf((tally) => {
    tally.words("a", [1, 2], Uint32Array.of(1, 2));
    tally.floats(Float32Array.of(1, Number.NaN), Float32Array.of(1, Number.NaN));
    tally.edge(5, 0);
  });
  expect(verdict).toEqual({ kernel: "k", size: "3", absolute: 0, relative: 0, tolerance: 0, ok: true, detail: "" });
});

test("one word that differs is wrong whatever the tolerance; the first is told", () => {
  const tally = new Tally();
  expect(tally.missed).toBe(false);
  tally.words("a", [1, 2, 9], [1, 5, 3]);
  tally.words("b", [1], [1, 2]);
  expect(tally.missed).toBe(true);
  expect(tally.verdict("k", "3", 1e9, 1)).toMatchObject({ ok: false, detail: "a[1] is 2, not 5", absolute: 3 });
  expect(verdictOf((other) => other.words("b", [1], [1, 2]), 1e9)).toMatchObject({ ok: false, detail: "b has 1 words, not 2" });
  expect(verdictOf((other) => other.miss("no"), 1e9)).toMatchObject({ ok: false, detail: "no" });
});

describe("floats", () => {
  const [got, expected] = [Float32Array.of(1, 10.5, 3), Float32Array.of(1, 10, 2)];
  test("are off by so much of the largest", () => {
    expect(verdictOf((tally) => tally.floats(got, expected), 0.1)).toMatchObject({ absolute: 1, relative: 0.1, ok: true });
    expect(verdictOf((tally) => tally.floats(got, expected), 0.09).ok).toBe(false);
  });
  test("but for those left out", () => {
    const verdict = verdictOf((tally) => tally.floats(got, expected, (i) => i === 2), 0.06);
    expect(verdict).toMatchObject({ absolute: 0.5, relative: 0.05, ok: true });
  });
  test("or of the terms that a sum had, where they cancelled", () => {
    expect(verdictOf((tally) => tally.floats(got, expected, undefined, 100), 0.01)).toMatchObject({
      absolute: 1,
      relative: 0.01,
      ok: true,
    });
    expect(verdictOf((tally) => tally.floats(got, expected, undefined, 5), 0.1)).toMatchObject({ relative: 0.1 });
  });
  test("a value that is not a number is infinitely far", () => {
    expect(verdictOf((tally) => tally.floats(Float32Array.of(Number.NaN), Float32Array.of(1)), 1e9)).toMatchObject({
      absolute: Infinity,
      ok: false,
    });
  });
});

test("spikes of one side only: a share of them may be, one at least where any may", () => {
  const of = (spikes: number, edges: number, share: number) => verdictOf((tally) => tally.edge(spikes, edges), 0, share);
  expect(of(1000, 10, 0.01)).toMatchObject({ ok: true, detail: "10 of 1000 spikes on one side only" });
  expect(of(1000, 11, 0.01).ok).toBe(false);
  expect([of(5, 1, 0.01).ok, of(5, 2, 0.01).ok, of(1000, 1, 0).ok]).toEqual([true, false, false]);
});
