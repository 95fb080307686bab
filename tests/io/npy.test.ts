import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeNpy, decodeNpyNumbers, encodeNpy } from "../../src/io/npy.ts";

/** A .npy file with a header of our own, padded to `start` bytes or not at all. */
function npy(header: string, data: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const head = version === 1 ? [1, 0, text.length & 255, text.length >> 8] : [version, 0, text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...head, ...text, ...data]);
}
const dict = (descr: string, shape: string, fortran = "False") => `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
const bytes = (a: Float64Array | Int32Array | BigInt64Array) => new Uint8Array(a.buffer);

describe("a .npy file", () => {
  const arrays = [
    Float64Array.of(1.5, -2),
    Float32Array.of(0.5, 3),
    Int32Array.of(-1, 2),
    Uint32Array.of(4e9, 1),
    Int16Array.of(-3, 4),
    Uint16Array.of(6, 7),
    Int8Array.of(-8, 9),
    Uint8Array.of(200, 1),
    BigInt64Array.of(-5n, 6n),
    BigUint64Array.of(5n, 6n),
  ];
  test.each(arrays)("comes back as it was: %o", (array) => {
    const file = encodeNpy(array);
    expect(file.length % 64).toBe(array.byteLength % 64);
    const back = decodeNpy(file, "x");
    expect(back.data).toEqual(array);
    expect(back.shape).toEqual([2]);
  });

  test("keeps its shape, also none and an empty one", () => {
    expect(decodeNpy(encodeNpy(new Float32Array(6), [2, 3]), "x").shape).toEqual([2, 3]);
    expect(decodeNpy(encodeNpy(Float64Array.of(7), []), "x")).toMatchObject({ shape: [], data: Float64Array.of(7) });
    expect(decodeNpy(encodeNpy(new Float32Array(0)), "x").data).toHaveLength(0);
    expect(() => encodeNpy(new Float32Array(5), [2, 3])).toThrow("must hold the 5 elements");
  });

  test("may start at any byte, be of version 2 and have an unaligned header", () => {
    const data = bytes(Float64Array.of(1, 2));
    for (const version of [1, 2]) {
      const file = npy(dict("<f8", "(2,)"), data, version);
      const inside = new Uint8Array(file.length + 3);
      inside.set(file, 3);
      expect(decodeNpyNumbers(inside.subarray(3), "x")).toEqual(Float64Array.of(1, 2));
      // Node's files: what is sliced of a Buffer is no copy.
      expect(decodeNpyNumbers(Buffer.from(inside).subarray(3), "x")).toEqual(Float64Array.of(1, 2));
    }
  });

  test("may be half floats, or Fortran order in one dimension", () => {
    expect(decodeNpyNumbers(npy(dict("<f2", "(2,)"), Uint8Array.of(0, 0x3c, 0, 0xc0)), "x")).toEqual(Float64Array.of(1, -2));
    expect(decodeNpyNumbers(npy(dict("<i4", "(1,)", "True"), bytes(Int32Array.of(3))), "x")).toEqual(Float64Array.of(3));
  });
});

describe("refused", () => {
  const good = encodeNpy(Float64Array.of(1, 2, 3));
  const cases: [string, Uint8Array, string][] = [
    ["an empty file", new Uint8Array(0), "is not a .npy file"],
    ["another file", new TextEncoder().encode("hello, world"), "is not a .npy file"],
    ["a truncated header", good.subarray(0, 40), "truncated inside its header"],
    ["a truncated header of version 2", npy("", new Uint8Array(0), 2).subarray(0, 11), "truncated inside its header"],
    ["truncated elements", good.subarray(0, good.length - 8), "is truncated: 3 elements need 24 bytes, 16 follow"],
    ["an element cut", good.subarray(0, good.length - 1), "is truncated: 3 elements need 24 bytes, 23 follow"],
    ["bytes after the end", Uint8Array.from([...good, 0]), "is too long"],
    ["big-endian numbers", npy(dict(">f8", "(1,)"), new Uint8Array(8)), "elements of type big-endian f8"],
    ["complex numbers", npy(dict("<c16", "(1,)"), new Uint8Array(16)), "elements of type c16"],
    ["text", npy(dict("<U2", "(1,)"), new Uint8Array(8)), "elements of type U2"],
    ["booleans", npy(dict("|b1", "(1,)"), new Uint8Array(1)), "elements of type b1"],
    [
      "records",
      npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
      "has a header that describes no array",
    ],
    ["Fortran order", npy(dict("<f8", "(1, 2)", "True"), new Uint8Array(16)), "is in Fortran order"],
    ["a negative shape", npy(dict("<f8", "(-1,)"), new Uint8Array(8)), "wrong shape"],
    ["a shape that is no number", npy(dict("<f8", "(a,)"), new Uint8Array(8)), "wrong shape"],
    ["two dimensions", encodeNpy(new Float32Array(4), [2, 2]), "has shape (2, 2)"],
    ["an integer beyond float64", encodeNpy(BigInt64Array.of(2n ** 60n)), "beyond 2^53"],
  ];
  test.each(cases)("%s", (_name, file, says) => {
    let error: unknown;
    try {
      decodeNpyNumbers(file, "populations[0].size", "a.npy");
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(says);
    expect((error as InputError).message).toContain("a.npy");
    expect((error as InputError).message).toMatch(/^populations\[0\]\.size/);
  });
});
