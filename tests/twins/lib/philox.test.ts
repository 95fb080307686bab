import { afterAll, describe, expect, it } from "vitest";
import philoxSource from "../../../shaders/lib/philox.wgsl";
import { keyOf, mulhi, philox4x32, Stream, streamOf } from "../../../src/twins/lib/philox.ts";
import { words } from "../../gpu/shaders.ts";
import { closeDevice, onSoftware } from "./kernel.ts";
import { chiSquare } from "./tests-of-fit.ts";

/** philox4x32 10 of Random123's kat_vectors (Salmon et al. 2011): counter, key, result. */
const PUBLISHED = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const;

const PHILOX = {
  library: philoxSource.text,
  words: 6,
  results: 4,
  body: `let c = vec4<u32>(input[6u * i], input[6u * i + 1u], input[6u * i + 2u], input[6u * i + 3u]);
  let r = philox4x32(vec2<u32>(input[6u * i + 4u], input[6u * i + 5u]), c);
  for (var w = 0u; w < 4u; w++) { output[4u * i + w] = r[w]; }`,
};

function twin(input: Uint32Array): Uint32Array {
  const out = new Uint32Array((input.length / 6) * 4);
  const four = new Int32Array(4);
  for (let i = 0; i < input.length / 6; i++) {
    const [c0, c1, c2, c3, k0, k1] = input.subarray(6 * i, 6 * i + 6);
    philox4x32(k0, k1, c0, c1, c2, c3, four);
    out.set(new Uint32Array(four.buffer), 4 * i);
  }
  return out;
}

const MULHI = { library: philoxSource.text, words: 2, results: 1, body: "output[i] = mulhi(input[2u * i], input[2u * i + 1u]);" };
const EDGES = [0, 1, 2, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0xd2511f53, 0xcd9e8d57];
const pairs = Uint32Array.from([...EDGES.flatMap((a) => EDGES.flatMap((b) => [a, b])), ...words(4000, 5)]);
const products = Uint32Array.from({ length: pairs.length / 2 }, (_, i) => Number((BigInt(pairs[2 * i]) * BigInt(pairs[2 * i + 1])) >> 32n));

afterAll(closeDevice);

describe("Philox4x32-10", () => {
  const input = Uint32Array.from(PUBLISHED.flatMap(([counter, key]) => [...counter, ...key]));
  const expected = Uint32Array.from(PUBLISHED.flatMap(([, , result]) => [...result]));

  it("gives the published vectors: twin", () => expect(twin(input)).toEqual(expected));
  it("gives the published vectors: WGSL on the software adapter", async () => expect(await onSoftware(PHILOX, input)).toEqual(expected));
  it("WGSL is its twin on random keys and counters", async () => {
    const random = words(6 * 2000, 1);
    expect(await onSoftware(PHILOX, random)).toEqual(twin(random));
  });

  it("every bit of every word is even over a counter", () => {
    const n = 20000;
    const out = twin(Uint32Array.from({ length: 6 * n }, (_, i) => (i % 6 === 0 ? i / 6 : i % 6 === 4 ? 7 : 0)));
    for (let w = 0; w < 4; w++) {
      for (let bit = 0; bit < 32; bit++) {
        let ones = 0;
        for (let i = 0; i < n; i++) ones += (out[4 * i + w] >>> bit) & 1;
        expect(chiSquare([ones, n - ones], [n / 2, n / 2])).toBeGreaterThan(1e-5);
      }
    }
  });
});

describe("mulhi", () => {
  it("is the high word of the product: twin against BigInt", () => {
    for (let i = 0; i < products.length; i++) expect(mulhi(pairs[2 * i], pairs[2 * i + 1]) >>> 0).toBe(products[i]);
  });
  it("is the high word of the product: WGSL", async () => expect(await onSoftware(MULHI, pairs)).toEqual(products));
});

describe("keys and streams", () => {
  it("the key is the seed's low and high word", () => {
    expect(keyOf(1).map((x) => x >>> 0)).toEqual([1, 0]);
    expect(keyOf(2 ** 53 - 1).map((x) => x >>> 0)).toEqual([0xffffffff, 0x1fffff]);
    expect(keyOf(0x123456789abc).map((x) => x >>> 0)).toEqual([0x56789abc, 0x1234]);
  });
  it("a stream's number is frozen", () => {
    expect(Stream).toEqual({
      rows: 1,
      sources: 2,
      poisson: 3,
      noise: 4,
      values: 5,
      inputValues: 6,
      layers: 7,
      order: 8,
      pixels: 9,
      field: 10,
      cases: 11,
      flow: 12,
      rate: 13,
      glauber: 14,
      patterns: 15,
      trials: 16,
      sequences: 17,
      couplings: 18,
      states: 19,
    });
    expect(streamOf(Stream.values, 0x010203)).toBe(0x05010203);
    expect(() => streamOf(Stream.values, 2 ** 24)).toThrow(/16777216/);
  });
});
