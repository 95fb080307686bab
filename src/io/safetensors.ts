/**
 * safetensors files: 8 bytes with the length of a JSON header (little-endian), the header (of each tensor its type, shape and place in
 * what follows; `__metadata__` holds strings), then the tensors' elements, little-endian, without gaps. npm has no kept library for it.
 */
import { InputError } from "../errors.ts";
import type { StateDict, StateTensor } from "../learn/state-dict.ts";
import { fromFloat16 } from "./float16.ts";

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: StateDict;
  readonly metadata: Readonly<Record<string, string>>;
}

/** In the metadata of every file that Galvani makes: the version of what it puts there. */
export const OWN = { galvani: "1" } as const;

/** Whether Galvani made a file with this metadata. */
export function isOwn({ metadata: { galvani } }: Safetensors): boolean {
  return galvani === OWN.galvani;
}

/** A tensor as the header has it. */
interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Longest header that the reference implementation reads. */
const LONGEST_HEADER = 100_000_000;
const AGAIN = "copy or save it again";
const PARTS = "save its real and imaginary parts side by side as F32, in a last dimension of 2 (torch.view_as_real)";

type Read = (view: DataView, at: number) => number;
/** Types that are read, their bytes an element and how one is read. */
const TYPES: ReadonlyMap<string, readonly [bytes: number, read: Read]> = new Map<string, readonly [number, Read]>([
  ["F64", [8, (view, at) => view.getFloat64(at, true)]],
  ["F32", [4, (view, at) => view.getFloat32(at, true)]],
  ["F16", [2, (view, at) => fromFloat16(view.getUint16(at, true))]],
  ["BF16", [2, (view, at) => brain(view.getUint16(at, true))]],
  ["I64", [8, (view, at) => Number(view.getBigInt64(at, true))]],
  ["I32", [4, (view, at) => view.getInt32(at, true)]],
  ["I16", [2, (view, at) => view.getInt16(at, true)]],
  ["I8", [1, (view, at) => view.getInt8(at)]],
  ["U8", [1, (view, at) => view.getUint8(at)]],
  ["BOOL", [1, (view, at) => view.getUint8(at)]],
]);
/** Integers of which a float32 cannot hold every one. */
const WIDE_INTEGERS = ["I64", "I32"];

const word = new DataView(new ArrayBuffer(4));
/** A bfloat16 as a number: the upper half of a float32. */
function brain(bits: number): number {
  word.setUint32(0, bits * 65536);
  return word.getFloat32(0);
}

/**
 * Reads a safetensors file; every tensor comes as float32: F64 is rounded, F16, BF16, BOOL and integers are exact.
 * @param place for errors, such as `--resume`
 * @param file for errors: its name
 * @throws InputError naming the file and the tensor: truncated, too long a header, an unknown type, ranges that overlap, leave gaps or lie
 * outside of the file, a number that float32 cannot hold
 */
export function decodeSafetensors(bytes: Uint8Array, place: string, file = "safetensors file"): Safetensors {
  const refuse = (problem: string, remedy = AGAIN) => new InputError(place, file, `${problem}; ${remedy}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = dataStart(view, refuse);
  const header = parseHeader(bytes.subarray(8, start), refuse);
  const entries = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, value]) => entryOf(name, value, refuse));
  checkRanges(entries, bytes.length - start, refuse);
  const tensors = entries.map((entry) => [entry.name, read(entry, view, start, refuse)] as const);
  return { tensors: Object.fromEntries(tensors), metadata: metadataOf(header.__metadata__, refuse) };
}

type Refuse = (problem: string, remedy?: string) => InputError;

function dataStart(view: DataView, refuse: Refuse): number {
  if (view.byteLength < 8) throw refuse(`is no safetensors file: ${view.byteLength} bytes, it begins with 8`);
  const length = view.getBigUint64(0, true);
  if (length > LONGEST_HEADER)
    throw refuse(
      `is no safetensors file: its first 8 bytes give a header of ${length} bytes`,
      "name one that safetensors or galvani wrote",
    );
  const start = 8 + Number(length);
  if (start > view.byteLength) throw refuse(`is truncated: its header has ${length} bytes, ${view.byteLength - 8} are there`);
  return start;
}

function parseHeader(bytes: Uint8Array, refuse: Refuse): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch (error) {
    throw refuse(`has a header that is no JSON (${(error as Error).message})`);
  }
  throw refuse("has a header that is no JSON object");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function metadataOf(value: unknown, refuse: Refuse): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isRecord(value) || !Object.values(value).every((text) => typeof text === "string"))
    throw refuse("has __metadata__ that is more than names and texts");
  return value as Readonly<Record<string, string>>;
}

function entryOf(name: string, value: unknown, refuse: Refuse): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (typeof dtype !== "string" || !whole(shape) || !whole(offsets) || offsets.length !== 2)
    throw refuse(`has tensor "${name}" without a whole dtype, shape and data_offsets`);
  const type = TYPES.get(dtype);
  if (!type)
    throw refuse(`has tensor "${name}" of type ${dtype}`, dtype === "C64" ? PARTS : `save it as one of ${[...TYPES.keys()].join(", ")}`);
  const [begin, end] = offsets as [number, number];
  const needed = shape.reduce((product, n) => product * n, type[0]);
  if (end - begin !== needed)
    throw refuse(`has tensor "${name}" in ${end - begin} bytes where its shape [${shape.join(", ")}] of ${dtype} needs ${needed}`);
  return { name, dtype, shape, begin, end };
}

function whole(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Tensors follow each other without gap or overlap, and fill the file. */
function checkRanges(entries: readonly Entry[], length: number, refuse: Refuse): void {
  let [before, at] = ["", 0];
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (end > length) throw refuse(`is truncated: tensor "${name}" ends at byte ${end} of its data, ${length} are there`);
    if (begin < at) throw refuse(`has tensors "${before}" and "${name}" that overlap at byte ${begin} of its data`);
    if (begin > at) throw refuse(`has a gap of ${begin - at} bytes before tensor "${name}"`);
    [before, at] = [name, end];
  }
  if (at < length) throw refuse(`is too long: its tensors end at byte ${at} of its data, ${length} are there`);
}

function read({ name, dtype, shape, begin, end }: Entry, view: DataView, start: number, refuse: Refuse): StateTensor {
  const [size, element] = TYPES.get(dtype) as readonly [number, Read];
  const data = new Float32Array((end - begin) / size);
  for (let i = 0, at = start + begin; i < data.length; i++, at += size) {
    const value = element(view, at);
    data[i] = value;
    const lost = WIDE_INTEGERS.includes(dtype) ? data[i] !== value : Number.isFinite(value) && !Number.isFinite(data[i]);
    if (lost) throw refuse(`has tensor "${name}" with ${value} at ${i}, which float32 cannot hold`, "save it as F32");
  }
  return { shape, data };
}

/**
 * The bytes of a safetensors file: the tensors in the order given, float32, or int64 where a tensor says so. The same input gives the same bytes.
 * @throws InputError where a tensor's shape does not go with its elements
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  let at = 0;
  const entries = Object.entries(tensors).map(([name, { shape, data, integer = false }]) => {
    if (shape.reduce((product, n) => product * n, 1) !== data.length)
      throw new InputError(`tensor "${name}"`, shape, `must be the shape of the ${data.length} elements given`);
    const begin = at;
    at += data.length * (integer ? 8 : 4);
    return [name, { dtype: integer ? "I64" : "F32", shape, data_offsets: [begin, at] }] as const;
  });
  const told = Object.keys(metadata).length > 0 ? [["__metadata__", metadata] as const] : [];
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...told, ...entries])));
  // Elements begin at a multiple of 8 bytes, so that readers can map them; spaces end the header.
  const start = 8 * Math.ceil((8 + json.length) / 8);
  const bytes = new Uint8Array(start + at).fill(0x20, 8, start);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  at = start;
  for (const { data, integer = false } of Object.values(tensors)) at = write(view, at, data, integer);
  return bytes;
}

function write(view: DataView, at: number, data: Float32Array, integer: boolean): number {
  const size = integer ? 8 : 4;
  data.forEach((value, i) => {
    if (integer) view.setBigInt64(at + i * size, BigInt(value), true);
    else view.setFloat32(at + i * size, value, true);
  });
  return at + data.length * size;
}
