/** Fixed points of piecewise-linear maps against numpy's solver and eigenvalues. */
import { expect, test } from "vitest";
import { solve, spectralRadius } from "../../src/analysis/dense.ts";
import { fixedPoints, type PiecewiseLinearMap } from "../../src/analysis/fixed-points.ts";

const A = [0.25, 0.31, 0.3, 0.63];
const W = [0.79, 1.96, 1.99, 0.4, -0.49, 0.74, -1.61, -0.39, 0.51, 0.37, 0.31, -1.19, -1.54, 0.23, 0.77, -0.27];
const h = [-1.16, 0.38, 1.29, 0.06];
const MAP: PiecewiseLinearMap = { A, W, h, relu: [3, 1, 2] };

/** Regions by numpy.linalg.solve and eigvals, all eight tried. */
const EXPECTED = [
  { code: "100", z: [-1.21680216802168, -0.2930756843800321, -4.1805265195509085, 3.0216802168021677], radius: 0.9951884243699785 },
  { code: "110", z: [-0.7222549169191425, 0.21686029192731598, -1.8150681035726484, 1.9096100612480658], radius: 1.4194709335373368 },
  { code: "101", z: [-0.13030724296377894, -0.8091135826612275, 0.4055808066225246, 0.8952662113493178], radius: 2.2311049863498207 },
  { code: "111", z: [-0.296567834812245, 0.2999065316071088, 0.08820953222751599, 1.0212723557744994], radius: 2.0860749893266695 },
];

test.each(["cpu", "software"] as const)("a map with four fixed points, one of them stable (%s)", async (adapter) => {
  const { points, singular } = await fixedPoints(MAP, { adapter });
  expect(singular).toEqual([]);
  expect(points.map(({ code, stable }) => ({ code, stable }))).toEqual(EXPECTED.map(({ code, radius }) => ({ code, stable: radius < 1 })));
  for (const [k, { z, spectralRadius: radius }] of points.entries()) {
    for (let i = 0; i < 4; i++) expect(z[i]).toBeCloseTo(EXPECTED[k].z[i], 12);
    expect(radius).toBeCloseTo(EXPECTED[k].radius, 9);
  }
});

test("a full matrix A is the same as its diagonal", async () => {
  const full = Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? A[i / 5] : 0));
  expect(await fixedPoints({ ...MAP, A: full }, { adapter: "cpu" })).toEqual(await fixedPoints(MAP, { adapter: "cpu" }));
});

test("more regions than a dispatch takes: of 2^12 sign patterns of uncoupled units one has a fixed point", async () => {
  // z <- 0.5 z + 0.25 relu(z) +- 0.5: 2 where it is +, -1 where it is -.
  const size = 40;
  const relu = Array.from({ length: 12 }, (_, k) => 3 * k);
  const diagonal = Array.from({ length: size ** 2 }, (_, i) => (i % (size + 1) === 0 && (i / (size + 1)) % 3 === 0 ? 0.25 : 0));
  const signs = Array.from({ length: size }, (_, i) => (i === 30 || i === 33 ? 0.5 : -0.5));
  const { points } = await fixedPoints({ A: Array(size).fill(0.5), W: diagonal, h: signs, relu }, { adapter: "cpu" });
  expect(points.map(({ code }) => code)).toEqual(["000000000011"]);
  expect([...points[0].z]).toEqual(signs.map((sign, i) => (sign > 0 ? 2 : i > 33 && i % 3 === 0 ? -2 : -1)));
  expect(points[0].spectralRadius).toBeCloseTo(0.75, 10);
});

test("a region of fixed points that are not isolated is named, and none of it is listed", async () => {
  // Above 0: z <- z, every z is fixed; below: z <- 0.
  expect(await fixedPoints({ A: [0], W: [1], h: [0], relu: [0] }, { adapter: "cpu" })).toEqual({
    points: [{ code: "0", z: Float64Array.of(0), spectralRadius: 0, stable: true }],
    singular: ["1"],
  });
});

test("spectral radius: of a matrix that is not normal, of a Jordan block, of nothing", () => {
  expect(spectralRadius(Float64Array.of(0.5, -2, 1, 1.5, 0.25, 0.3, -0.7, 0.2, 0.1), 3)).toBeCloseTo(1.9157837748534383, 10);
  expect(spectralRadius(Float64Array.of(0.9, 5, 0, 0, 0.9, 5, 0, 0, -0.3), 3)).toBeCloseTo(0.9, 9);
  expect(spectralRadius(new Float64Array(9), 3)).toBe(0);
  expect(solve(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1))).toBeUndefined();
  expect([...(solve(Float64Array.of(0, 2, 4, 1), Float64Array.of(2, 5)) ?? [])]).toEqual([1, 1]);
});

test.each([
  [{ h: [] }, "h.length: 0: must be an integer of 1 or more"],
  [{ h: Array(257).fill(1) }, "h.length: 257: 256 units at most"],
  [{ A: [1, 2] }, "A: array of 2: must be 4 (a diagonal) or 4 x 4 numbers, h has 4"],
  [{ W: [1, 2] }, "W: array of 2: must be 4 x 4 numbers, h has 4"],
  [{ h: [1, Number.NaN, 0, 0] }, "h[1]: NaN: must be finite"],
  [{ relu: [4] }, "relu[0]: 4: there are 4 units, from 0 on"],
  [{ relu: [] }, "relu: []: give a list of units"],
])("bad input: %j", async (wrong, message) => {
  await expect(fixedPoints({ ...MAP, ...wrong }, { adapter: "cpu" })).rejects.toThrow(message);
});

test("bad input: too many units with a kink", async () => {
  const many = { A: Array(21).fill(0), W: Array(441).fill(0), h: Array(21).fill(1), relu: Array.from({ length: 21 }, (_, k) => k) };
  await expect(fixedPoints(many, { adapter: "cpu" })).rejects.toThrow("relu: 21: units make more than 2^20 regions; give 20 at most");
});
