import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/io/safetensors.ts";

/** A file from its header and its data, put together here and not by the encoder. */
function file(header: unknown, data: readonly number[] = [], length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const tensor = (dtype: string, shape: readonly number[], begin: number, end: number) => ({ dtype, shape, data_offsets: [begin, end] });
const bytesOf = (view: ArrayBufferView) => [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)];

test("every type that is read, each at its known values", () => {
  const cases: readonly (readonly [string, readonly number[], readonly number[]])[] = [
    ["F32", bytesOf(Float32Array.of(1.5, -0, 3e38)), [1.5, -0, Math.fround(3e38)]],
    ["F64", bytesOf(Float64Array.of(0.1, -Infinity)), [Math.fround(0.1), -Infinity]],
    [
      "F16",
      bytesOf(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x83ff, 0x3555, 0xfc00)),
      [1, -2, 65504, 2 ** -24, -1023 * 2 ** -24, 0.333251953125, -Infinity],
    ],
    ["BF16", bytesOf(Uint16Array.of(0x3f80, 0x4049, 0xbf00)), [1, 3.140625, -0.5]],
    ["I64", bytesOf(BigInt64Array.of(-3n, 2n ** 40n)), [-3, 2 ** 40]],
    ["I32", bytesOf(Int32Array.of(-7, 2 ** 24)), [-7, 2 ** 24]],
    ["I16", bytesOf(Int16Array.of(-300)), [-300]],
    ["I8", [0x80, 127], [-128, 127]],
    ["U8", [0, 255], [0, 255]],
    ["BOOL", [1, 0], [1, 0]],
  ];
  for (const [dtype, data, values] of cases) {
    const { tensors } = decodeSafetensors(file({ t: tensor(dtype, [values.length], 0, data.length) }, data), "--resume");
    expect([dtype, tensors.t.shape, [...tensors.t.data]]).toEqual([dtype, [values.length], values]);
  }
  const { tensors } = decodeSafetensors(file({ nan: tensor("F16", [], 0, 2) }, [0x01, 0x7e]), "--resume");
  expect(tensors.nan).toEqual({ shape: [], data: Float32Array.of(Number.NaN) });
});

test("what is written is read again, to the bit, and begins at a multiple of eight bytes", () => {
  const tensors = {
    "0.weight": { shape: [2, 3], data: Float32Array.of(1, 2, 3, -4, 1e-40, Number.NaN) },
    "1.reset_mechanism_val": { shape: [], data: Float32Array.of(-2), integer: true },
    empty: { shape: [0, 3], data: new Float32Array(0) },
    "1.beta": { shape: [], data: Float32Array.of(0.95) },
  };
  const metadata = { format: "pt", note: 'quotes ", and ü' };
  const bytes = encodeSafetensors({ tensors, metadata });
  const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(start % 8).toBe(0);
  expect(bytes.length - start).toBe(24 + 8 + 4);
  // A view in the middle of a buffer, as files come from Node's pool.
  const pool = new Uint8Array(bytes.length + 3);
  pool.set(bytes, 3);
  const again = decodeSafetensors(pool.subarray(3), "--resume");
  expect(again.metadata).toEqual(metadata);
  for (const [name, { shape, data }] of Object.entries(tensors)) expect([name, again.tensors[name]]).toEqual([name, { shape, data }]);
  expect(encodeSafetensors({ tensors, metadata })).toEqual(bytes);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  expect(header["1.reset_mechanism_val"]).toEqual({ dtype: "I64", shape: [], data_offsets: [24, 32] });
  expect([...bytes.subarray(start + 24, start + 32)]).toEqual([0xfe, 255, 255, 255, 255, 255, 255, 255]);
  expect(() => encodeSafetensors({ tensors: { a: { shape: [2], data: new Float32Array(3) } }, metadata })).toThrow(
    /tensor "a".*3 elements/,
  );
});

const two = (begin: number, end: number) => ({ a: tensor("F32", [1], 0, 4), b: tensor("F32", [1], begin, end) });

test.each<readonly [string, Uint8Array, RegExp]>([
  ["too short", new Uint8Array(7), /is no safetensors file: 7 bytes/],
  ["a zip", file("PK", [], 0x04034b504b502000n), /is no safetensors file: its first 8 bytes give a header of/],
  ["a header longer than the file", file({}, [], 400n), /is truncated: its header has 400 bytes, 2 are there/],
  ["a header that is no JSON", file("{"), /has a header that is no JSON/],
  ["a header that is no object", file("[]"), /has a header that is no JSON object/],
  ["a header that is no UTF-8", file({}, [0xff], 3n), /has a header that is no JSON/],
  ["an unknown type", file({ w: tensor("F8_E4M3", [4], 0, 4) }, [1, 2, 3, 4]), /tensor "w" of type F8_E4M3; save it as one of F64, F32/],
  ["a shape that needs more", file({ w: tensor("F32", [2], 0, 4) }, [1, 2, 3, 4]), /"w" in 4 bytes where its shape \[2\] of F32 needs 8/],
  ["a truncated file", file(two(4, 8), [1, 2, 3, 4, 5]), /is truncated: tensor "b" ends at byte 8 of its data, 5 are there/],
  ["ranges that overlap", file(two(2, 6), [1, 2, 3, 4, 5, 6]), /tensors "a" and "b" that overlap at byte 2/],
  ["a gap", file(two(5, 9), [1, 2, 3, 4, 5, 6, 7, 8, 9]), /a gap of 1 bytes before tensor "b"/],
  ["more than its tensors", file(two(4, 8), [1, 2, 3, 4, 5, 6, 7, 8, 9]), /is too long: its tensors end at byte 8 of its data, 9 are/],
  ["offsets that are none", file({ w: { ...tensor("F32", [1], 0, 4), data_offsets: [0, 1.5] } }), /"w" without a whole dtype, shape and/],
  ["a negative shape", file({ w: tensor("F32", [-1], 4, 0) }), /"w" without a whole dtype, shape and/],
  ["a tensor that is none", file({ w: 3 }), /"w" without a whole dtype/],
  ["metadata of numbers", file({ __metadata__: { a: 1 } }), /__metadata__ that is more than names and texts/],
  ["a large integer", file({ w: tensor("I32", [1], 0, 4) }, bytesOf(Int32Array.of(2 ** 24 + 1))), /"w" with 16777217 at 0, which float32/],
  ["a large number", file({ w: tensor("F64", [1], 0, 8) }, bytesOf(Float64Array.of(1e300))), /"w" with 1e\+300 at 0, which float32/],
])("%s: one line that names file and tensor", (_, bytes, message) => {
  const read = () => decodeSafetensors(bytes, "--resume", "model.safetensors");
  expect(read).toThrow(InputError);
  expect(read).toThrow(/^--resume: "model.safetensors": [^\n]*; [^\n]*$/);
  expect(read).toThrow(message);
});
