/** NumPy's .npy files: one array each. */
import { InputError } from "../errors.ts";
import { fromFloat16 } from "./float16.ts";

/** Numbers that a file can hold. */
export type NpyData =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** What a .npy file holds, in row-major order. */
export interface Npy<D = NpyData> {
  readonly data: D;
  readonly shape: readonly number[];
  /** `f8`, `i4`: NumPy's code without the byte order. Half floats (`f2`) come as float32. */
  readonly dtype: string;
}

/** A type of elements: the bytes of one, and how `count` of them are read. */
type ElementType<D> = readonly [bytes: number, read: (buffer: ArrayBuffer, count: number) => D];

const NUMBERS: ReadonlyMap<string, ElementType<NpyData>> = new Map<string, ElementType<NpyData>>([
  ["i1", [1, (buffer) => new Int8Array(buffer)]],
  ["u1", [1, (buffer) => new Uint8Array(buffer)]],
  ["i2", [2, (buffer) => new Int16Array(buffer)]],
  ["u2", [2, (buffer) => new Uint16Array(buffer)]],
  ["i4", [4, (buffer) => new Int32Array(buffer)]],
  ["u4", [4, (buffer) => new Uint32Array(buffer)]],
  ["i8", [8, (buffer) => new BigInt64Array(buffer)]],
  ["u8", [8, (buffer) => new BigUint64Array(buffer)]],
  ["f2", [2, (buffer) => Float32Array.from(new Uint16Array(buffer), fromFloat16)]],
  ["f4", [4, (buffer) => new Float32Array(buffer)]],
  ["f8", [8, (buffer) => new Float64Array(buffer)]],
]);
const KNOWN = "save numbers as int8 to int64, uint8 to uint64, float16, float32 or float64, little-endian";
const UNSIGNED = [Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array, BigUint64Array];
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads a .npy file of numbers.
 * @param file name for errors
 * @throws InputError at `place`: not .npy, truncated, too long, of a type that is no real number, or in Fortran order
 */
export function decodeNpy(bytes: Uint8Array, place: string, file = "array"): Npy {
  const { data, ...rest } = decodeNpyOrText(bytes, place, file);
  if (Array.isArray(data)) throw new InputError(place, file, `has elements of type ${rest.dtype}; ${KNOWN}`);
  return { ...rest, data };
}

/** Reads a .npy file of numbers or of text (NumPy's unicode, `U12`). @throws InputError as `decodeNpy` */
export function decodeNpyOrText(bytes: Uint8Array, place: string, file: string): Npy<NpyData | string[]> {
  const refuse = (remedy: string) => new InputError(place, file, remedy);
  const start = dataStart(bytes, refuse);
  const header = new TextDecoder("latin1").decode(bytes.subarray(0, start));
  const [, order, dtype] = /'descr'\s*:\s*'([<>|])(\w+)'/.exec(header) ?? [];
  const shape = shapeOf(header);
  if (dtype === undefined || !shape) throw refuse(`has a header that describes no array; ${KNOWN}`);
  const type = order === ">" ? undefined : (NUMBERS.get(dtype) ?? textType(dtype));
  if (!type) throw refuse(`has elements of type ${order === ">" ? "big-endian " : ""}${dtype}; ${KNOWN}`);
  if (/'fortran_order'\s*:\s*True/.test(header) && shape.length > 1)
    throw refuse("is in Fortran order; save it with numpy.ascontiguousarray");
  const count = shape.reduce((a, b) => a * b, 1);
  if (!Number.isSafeInteger(count) || count < 0) throw refuse(`has a header with a wrong shape (${shape.join(", ")})`);
  const [size, read] = type;
  const found = bytes.length - start;
  const needed = `${count} elements need ${count * size} bytes, ${found} follow the header`;
  if (found < count * size) throw refuse(`is truncated: ${needed}; copy or save it again`);
  if (found > count * size) throw refuse(`is too long: ${needed}; save it again`);
  // In a buffer of their own, elements are aligned.
  const { buffer } = new Uint8Array(bytes.subarray(start));
  return { data: read(buffer, count), shape, dtype };
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

/** The sizes in a header, NaN for one that is no number; undefined where it has none. */
function shapeOf(header: string): readonly number[] | undefined {
  const sizes = /'shape'\s*:\s*\(([^)]*)\)/
    .exec(header)?.[1]
    .split(",")
    .map((size) => size.trim());
  return sizes?.filter(Boolean).map(Number);
}

/** `U12`: items of 12 UCS-4 code points, zeros behind the shorter ones. */
function textType(dtype: string): ElementType<string[]> | undefined {
  const digits = /^U(\d+)$/.exec(dtype)?.[1];
  if (digits === undefined) return undefined;
  const width = Number(digits);
  const item = (points: Uint32Array) => String.fromCodePoint(...points).replace(/\0+$/, "");
  return [4 * width, (buffer, count) => Array.from({ length: count }, (_, i) => item(new Uint32Array(buffer, 4 * i * width, width)))];
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
  return fileOf(`${size === 1 ? "|" : "<"}${kind}${size}`, shape, data);
}

/** The bytes of a .npy file of text: UCS-4, every item as long as the longest. */
export function encodeNpyText(data: readonly string[], shape: readonly number[]): Uint8Array {
  const points = data.map((item) => Array.from(item, (letter) => letter.codePointAt(0)!));
  const width = points.reduce((most, item) => Math.max(most, item.length), 1);
  const elements = new Uint32Array(data.length * width);
  for (const [i, item] of points.entries()) elements.set(item, i * width);
  return fileOf(`<U${width}`, shape, elements);
}

function fileOf(descr: string, shape: readonly number[], elements: NpyData): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + elements.byteLength);
  bytes.set(MAGIC);
  bytes.set([1, 0, (start - 10) & 0xff, (start - 10) >> 8], 6);
  bytes.set(new TextEncoder().encode(`${text.padEnd(start - 11, " ")}\n`), 10);
  bytes.set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength), start);
  return bytes;
}
