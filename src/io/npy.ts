/** NumPy's .npy files: one array of numbers each. */
import { parse, type TypedArray } from "npyjs";
import { InputError } from "../errors.ts";

/** An array that can be written. */
export type NpyData = TypedArray;

/** What a .npy file holds, in row-major order. */
export interface Npy {
  readonly data: NpyData;
  readonly shape: readonly number[];
  /** `f8`, `i4`: NumPy's code without the byte order. Half floats (`f2`) come as float32. */
  readonly dtype: string;
}

const BYTES: Readonly<Record<string, number>> = { i1: 1, u1: 1, i2: 2, u2: 2, i4: 4, u4: 4, i8: 8, u8: 8, f2: 2, f4: 4, f8: 8 };
const KNOWN = "int8 to int64, uint8 to uint64, float16, float32 or float64, little-endian";
const UNSIGNED = [Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array, BigUint64Array];
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads a .npy file of numbers.
 * @param file name for errors
 * @throws InputError at `place`: not .npy, truncated, too long, of a type that is no real number, or in Fortran order
 */
export function decodeNpy(bytes: Uint8Array, place: string, file = "array"): Npy {
  const refuse = (remedy: string) => new InputError(place, file, remedy);
  const start = dataStart(bytes, refuse);
  const aligned = align(bytes, start);
  let head: ReturnType<typeof parse>;
  try {
    head = parse(aligned.slice(0, alignedStart(start)));
  } catch (cause) {
    throw refuse(`cannot be read (${(cause as Error).message}); save numbers as ${KNOWN}`);
  }
  const size = BYTES[head.dtype];
  if (size === undefined) throw refuse(`has elements of type ${head.dtype}; save numbers as ${KNOWN}`);
  if (head.fortranOrder && head.shape.length > 1) throw refuse("is in Fortran order; save it with numpy.ascontiguousarray");
  const count = head.shape.reduce((a, b) => a * b, 1);
  if (!Number.isSafeInteger(count) || count < 0) throw refuse(`has a header with a wrong shape (${head.shape.join(", ")})`);
  const found = bytes.length - start;
  if (found < count * size)
    throw refuse(`is truncated: ${count} elements need ${count * size} bytes, ${found} follow the header; copy or save it again`);
  if (found > count * size)
    throw refuse(`is too long: ${count} elements need ${count * size} bytes, ${found} follow the header; save it again`);
  return { data: parse(aligned).data as unknown as Npy["data"], shape: head.shape, dtype: head.dtype };
}

/**
 * Reads a one-dimensional .npy file as float64.
 * @throws InputError as `decodeNpy`, and for other dimensions or an integer that float64 cannot hold
 */
export function decodeNpyNumbers(bytes: Uint8Array, place: string, file = "array"): Float64Array {
  const { data, shape } = decodeNpy(bytes, place, file);
  if (shape.length !== 1)
    throw new InputError(place, file, `has shape (${shape.join(", ")}); it must have one dimension: save it with numpy.ravel`);
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return Float64Array.from(data);
  const numbers = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    numbers[i] = Number(data[i]);
    if (!Number.isSafeInteger(numbers[i]))
      throw new InputError(`${place}[${i}]`, String(data[i]), `of ${file} is beyond 2^53; float64 cannot hold it`);
  }
  return numbers;
}

/** Offset of the first element. */
function dataStart(bytes: Uint8Array, refuse: (remedy: string) => InputError): number {
  if (bytes.length < 10 || MAGIC.some((b, i) => bytes[i] !== b)) throw refuse("is not a .npy file; save it with numpy.save");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6] > 1;
  if (wide && bytes.length < 12) throw refuse("is truncated inside its header; copy or save it again");
  const start = wide ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true);
  if (start > bytes.length) throw refuse("is truncated inside its header; copy or save it again");
  return start;
}

function alignedStart(start: number): number {
  return Math.ceil(start / 16) * 16;
}

/** The bytes in a buffer of their own, the header padded so that elements of 8 bytes are aligned (old files are not). */
function align(bytes: Uint8Array, start: number): ArrayBuffer {
  const shift = alignedStart(start) - start;
  const copy = new Uint8Array(bytes.length + shift);
  copy.set(bytes.subarray(0, start));
  copy.fill(0x20, start, start + shift);
  copy.set(bytes.subarray(start), start + shift);
  const view = new DataView(copy.buffer);
  if (bytes[6] > 1) view.setUint32(8, view.getUint32(8, true) + shift, true);
  else view.setUint16(8, view.getUint16(8, true) + shift, true);
  return copy.buffer;
}

/**
 * The bytes of a .npy file (version 1.0, C order, little-endian), as NumPy writes them.
 * @param shape default: one dimension
 */
export function encodeNpy(data: NpyData, shape: readonly number[] = [data.length]): Uint8Array {
  const count = shape.reduce((a, b) => a * b, 1);
  if (count !== data.length) throw new InputError("shape", shape, `must hold the ${data.length} elements given`);
  const kind =
    data instanceof Float32Array || data instanceof Float64Array ? "f" : UNSIGNED.some((type) => data instanceof type) ? "u" : "i";
  const size = data.BYTES_PER_ELEMENT;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${size === 1 ? "|" : "<"}${kind}${size}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + data.byteLength);
  bytes.set(MAGIC);
  bytes.set([1, 0, (length - 10) & 0xff, (length - 10) >> 8], 6);
  bytes.set(new TextEncoder().encode(`${text.padEnd(length - 11, " ")}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), length);
  return bytes;
}
