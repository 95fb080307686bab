import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeIdx } from "../../src/io/idx.ts";

/** An idx file of unsigned bytes 0, 1, 2 ... */
function idx(shape: readonly number[], type = 8, count = shape.reduce((a, b) => a * b, 1)): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + count);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [k, size] of shape.entries()) view.setUint32(4 + 4 * k, size);
  for (let i = 0; i < count; i++) bytes[4 + 4 * shape.length + i] = i % 256;
  return bytes;
}

function changed(bytes: Uint8Array, at: number, by: number): Uint8Array {
  const copy = Uint8Array.from(bytes); // a Buffer's own slice would share its memory
  copy[at < 0 ? copy.length + at : at]! ^= by;
  return copy;
}

test("shape and elements, plain and gzipped, also from inside a larger buffer", () => {
  const bytes = idx([5, 3, 300]);
  const inside = new Uint8Array(bytes.length + 12);
  inside.set(bytes, 7);
  for (const given of [bytes, gzipSync(bytes), gzipSync(bytes, { level: 0 }), inside.subarray(7, 7 + bytes.length)]) {
    const { shape, data } = decodeIdx(given, "data", "five");
    expect(shape).toEqual([5, 3, 300]);
    expect(data).toEqual(bytes.subarray(16));
  }
  expect(decodeIdx(idx([0]), "data", "none")).toEqual({ shape: [0], data: new Uint8Array(0) });
});

const zipped = gzipSync(idx([2, 700]), { level: 0 });
test.each([
  ["wrong magic", changed(idx([3]), 0, 0x89), 'data: "file": is not an idx file: it begins with 89 00 08 01, not 00 00'],
  ["type of floats", idx([3], 13), "has elements of type 0x0d, float32; they must be unsigned bytes (0x08)"],
  ["unknown type", idx([3], 7), "has elements of type 0x07; they must be unsigned bytes (0x08)"],
  ["no dimension", idx([], 8, 1), "has no dimension"],
  ["empty", new Uint8Array(0), "is truncated: 0 bytes"],
  ["header cut", idx([2, 3]).subarray(0, 11), "is truncated inside its header of 12 bytes"],
  ["a byte short", idx([2, 3], 8, 5), "is truncated: 2 x 3 elements need 6 bytes, 5 follow the header"],
  ["a byte long", idx([2, 3], 8, 7), "is too long: 2 x 3 elements need 6 bytes, 7 follow the header"],
  ["absurd size", idx([2 ** 31, 2 ** 31], 8, 5), "is truncated: 2147483648 x 2147483648 elements need"],
  ["gzip cut", zipped.subarray(0, 700), "is a truncated or damaged gzip file"],
  ["gzip without its trailer", zipped.subarray(0, -8), "gzip file"],
  ["gzip cut at once", zipped.subarray(0, 2), "gzip file"],
  ["gzip cut in its header", zipped.subarray(0, 7), "gzip file"],
  ["gzip with a flipped bit", changed(zipped, 400, 4), "is a damaged gzip file: its checksum does not fit its contents"],
  ["gzip with another length", changed(zipped, -4, 1), "is a damaged gzip file: its checksum does not fit its contents"],
])("%s: one clear error", (_, bytes, message) => {
  const attempt = () => decodeIdx(bytes, "data", "file");
  expect(attempt).toThrow(InputError);
  expect(attempt).toThrow(message);
});
