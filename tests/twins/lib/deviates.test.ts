import { createHash } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import normalSource from "../../../shaders/lib/normal.wgsl";
import poissonSource from "../../../shaders/lib/poisson.wgsl";
import { exp2Q26, timesQ26, timesQ26Wide } from "../../../src/twins/lib/fixed.ts";
import { normalMax, normalQ26, normalTable } from "../../../src/twins/lib/normal.ts";
import { philox4x32 } from "../../../src/twins/lib/philox.ts";
import { poissonCount, poissonLargest, poissonLookup, poissonMean, poissonTable } from "../../../src/twins/lib/poisson.ts";
import { words } from "../../gpu/shaders.ts";
import { closeDevice, onSoftware } from "./kernel.ts";
import { chiSquare, kolmogorovSmirnov, momentsOf, normalCdf, poissonPmf } from "./tests-of-fit.ts";

/** Random words of the generator itself. */
function philoxWords(n: number, stream: number): Int32Array {
  const out = new Int32Array(n + 3);
  const four = new Int32Array(4);
  for (let i = 0; i < n; i += 4) {
    philox4x32(2024, 0, i, 0, stream, 0, four);
    out.set(four, i);
  }
  return out.slice(0, n);
}

/** Words at every octave and segment border, and random ones. */
const edges = Uint32Array.from([0, 1, 2, 3, 0x7fffffff, 0x80000000, 0x80000001, 0xffffffff, ...powers(), ...words(6000, 9)]);
function powers(): number[] {
  return Array.from({ length: 32 }, (_, b) => 2 ** b).flatMap((p) => [p - 1, p, p + 1, (p + 0x80000000) >>> 0].map((x) => x >>> 0));
}

afterAll(closeDevice);

describe("normal deviates", () => {
  it("the table is frozen: digests hang on it", () => {
    const hash = createHash("sha256").update(new Uint8Array(normalTable.buffer)).digest("hex");
    expect(hash).toBe("fd1183b87734f530d27fb13e7d27c8607671c98bbdecdeced8ff16afb5c15669");
    expect(normalMax).toBeCloseTo(6.33796, 4);
  });

  it("are the inverse of the distribution function", () => {
    for (const word of edges) {
      const tail = Math.max((word & 0x7fffffff) >>> 0, 0.5) / 2 ** 32;
      const z = Math.abs(normalQ26(word | 0)) / 2 ** 26;
      // The table's segments are linear: a relative error of the tail below 2e-4, or z within 1e-5 of the truth near 0.
      const found = 1 - normalCdf(z) < 1e-7 ? normalCdf(-z) : 1 - normalCdf(z);
      expect(Math.abs(found - tail)).toBeLessThan(2e-4 * tail + 2 ** -32);
    }
  });

  it("have the moments and the distribution of a normal variable", () => {
    const z = Float64Array.from(philoxWords(200_000, 1), (w) => normalQ26(w) / 2 ** 26);
    const { mean, variance, skew, kurtosis } = momentsOf(z);
    const n = z.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(skew)).toBeLessThan(4 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / n));
    expect(kolmogorovSmirnov(z.subarray(0, 50_000), normalCdf)).toBeGreaterThan(1e-3);
  });

  it("are odd in the sign bit and fall as the word rises", () => {
    for (const word of edges) expect(normalQ26((word ^ 0x80000000) | 0) + 0).toBe(-normalQ26(word | 0) + 0);
    let before = Number.POSITIVE_INFINITY;
    for (let w = 0; w < 0x7fffffff; w += 524287) {
      const z = normalQ26(w);
      expect(z).toBeLessThanOrEqual(before);
      before = z;
    }
  });

  it("WGSL is its twin to the bit", async () => {
    const at = 5;
    const tables = new Uint32Array(at + normalTable.length);
    tables.set(normalTable, at);
    const body = `output[i] = bitcast<u32>(normal_q26(input[i], ${at}u));`;
    const found = await onSoftware({ library: normalSource.text, body, words: 1, results: 1, tables }, edges);
    expect(Int32Array.from(found)).toEqual(Int32Array.from(edges, (w) => normalQ26(w | 0)));
  });
});

const MEANS = [0.001, 0.05, 0.8, 1.28, 3.7, 7.99, 8];

describe("Poisson counts", () => {
  it.each(MEANS)("mean %d: chi-square against the probabilities", (mean) => {
    const { parts, p0, lambda } = poissonMean(mean);
    expect(parts).toBe(1);
    const counts = new Float64Array(60);
    const drawn = philoxWords(100_000, 2);
    for (const w of drawn) counts[poissonCount(w, p0, lambda)]++;
    expect(
      chiSquare(
        counts,
        poissonPmf(mean, 59).map((p) => p * drawn.length),
      ),
    ).toBeGreaterThan(1e-3);
  });

  it.each([8.01, 20, 100])("mean %d is split into equal parts", (mean) => {
    const m = poissonMean(mean);
    expect(m.parts).toBe(Math.ceil(mean / 8));
    const drawn = philoxWords(20_000 * m.parts, 3);
    const counts = new Float64Array(400);
    for (let i = 0; i < drawn.length; i += m.parts) {
      let count = 0;
      for (let part = 0; part < m.parts; part++) count += poissonCount(drawn[i + part], m.p0, m.lambda);
      counts[count]++;
    }
    expect(
      chiSquare(
        counts,
        poissonPmf(mean, 399).map((p) => p * 20_000),
      ),
    ).toBeGreaterThan(1e-3);
  });

  it("rate 0 takes no part; the largest count is that of the last word", () => {
    expect(poissonMean(0).parts).toBe(0);
    expect(poissonLargest(poissonMean(0))).toBe(0);
    const m = poissonMean(1);
    const most = poissonLargest(m);
    for (const w of edges) expect(poissonCount(w | 0, m.p0, m.lambda)).toBeLessThanOrEqual(most);
    expect(poissonCount(-1, m.p0, m.lambda)).toBe(most);
  });

  it.each([1e-9, ...MEANS])("mean %d: the table is the recurrence", (mean) => {
    const { p0, lambda } = poissonMean(mean);
    const table = poissonTable(p0, lambda);
    for (const w of edges) expect(poissonLookup(w | 0, table)).toBe(poissonCount(w | 0, p0, lambda));
    for (const c of table.cumulative) {
      for (const w of [c - 1, c, c + 1].filter((x) => x >= 0 && x < 2 ** 32))
        expect(poissonLookup(w, table)).toBe(poissonCount(w | 0, p0, lambda));
    }
  });

  it("WGSL is its twin", async () => {
    const inputs = Uint32Array.from(
      [1e-9, ...MEANS].flatMap((mean) => {
        const { p0, lambda } = poissonMean(mean);
        const borders = [...poissonTable(p0, lambda).cumulative].flatMap((c) => [c - 1, c, c + 1]).filter((w) => w >= 0 && w < 2 ** 32);
        return [...edges, ...borders].flatMap((w) => [w, p0, lambda]);
      }),
    );
    const body = "output[i] = poisson_count(input[3u * i], input[3u * i + 1u], input[3u * i + 2u]);";
    const found = await onSoftware({ library: poissonSource.text, body, words: 3, results: 1 }, inputs);
    for (let i = 0; i < found.length; i++) expect(found[i]).toBe(poissonCount(inputs[3 * i] | 0, inputs[3 * i + 1], inputs[3 * i + 2]));
  });
});

describe("fixed-point pieces", () => {
  const sizes = [0, 1, 3, 65536, 98304, 1 << 24, 87_808_493];
  const deviates = [0, 1, -1, 2 ** 26, -(2 ** 26), 6.3 * 2 ** 26, -5.1 * 2 ** 26, 12345678].map(Math.round);

  it("timesQ26 is the product divided by 2^26, towards zero", () => {
    for (const size of sizes) {
      for (const z of deviates) {
        const exact = (BigInt(size) * BigInt(Math.abs(z))) >> 26n;
        expect(timesQ26(size, z) + 0).toBe(Number(z < 0 ? -exact : exact) + 0);
        expect(timesQ26Wide(size, z) + 0).toBe(Number(z < 0 ? -exact : exact) + 0);
      }
    }
  });

  it("timesQ26Wide goes on where 31 bits end", () => {
    for (const size of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 1000 * 2 ** 24, 2 ** 44 + 12345]) {
      for (const z of deviates) {
        const exact = (BigInt(size) * BigInt(Math.abs(z))) >> 26n;
        expect(timesQ26Wide(size, z) + 0).toBe(Number(z < 0 ? -exact : exact) + 0);
      }
    }
  });

  it("exp2Q26 is 2^y to 1e-6, or to a unit", () => {
    for (let y = -2; y < 31; y += 0.0137) {
      const exact = 2 ** (Math.floor(y * 2 ** 26) / 2 ** 26);
      expect(Math.abs(exp2Q26(Math.floor(y * 2 ** 26)) - exact)).toBeLessThan(1 + 1e-6 * exact);
    }
    expect(exp2Q26(31 * 2 ** 26)).toBe(2 ** 31 - 1);
    expect(exp2Q26(100 * 2 ** 26)).toBe(2 ** 31 - 1);
    expect(exp2Q26(-100 * 2 ** 26)).toBe(0);
  });
});
