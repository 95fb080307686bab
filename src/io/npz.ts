/** NumPy's `.npz`: a zip of `.npy` members. Files are the same to the bit for the same arrays. */
import { unzipSync, type Zippable, zipSync } from "fflate";
import { parse, type TypedArray } from "npyjs";
import { GalvaniError, InputError } from "../errors.ts";
import type { SpikeData } from "../view/data.ts";
import { encodeNpy } from "./npy.ts";

/** An array for a file: numbers, or text, which becomes NumPy's unicode (`<U..`). */
export interface NpzArray {
  readonly data: TypedArray | readonly string[];
  readonly shape: readonly number[];
}

/** Zip keeps sizes and offsets in 32 bits; NumPy's own reader takes the 64-bit form, `fflate` does not write it. */
const LARGEST = 0xffffffff;
/** The earliest date that a zip can hold: members carry no trace of when they were made. */
const EPOCH = new Date(1980, 0, 1);

/** Bytes of an `.npz` that `numpy.load` reads; `level` is that of deflate, 0 stores. */
export function encodeNpz(arrays: Readonly<Record<string, NpzArray>>, level: 0 | 1 | 3 | 6 | 9 = 3): Uint8Array {
  const members: Zippable = {};
  let total = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const count = array.shape.reduce((a, b) => a * b, 1);
    if (count !== array.data.length)
      throw new InputError(`npz array "${name}"`, array.data.length, `shape [${array.shape.join(", ")}] needs ${count} values`);
    const bytes = isText(array.data) ? encodeText(array.data, array.shape) : encodeNpy(array.data, [...array.shape]);
    total += bytes.length;
    if (total > LARGEST)
      throw new GalvaniError(
        `npz array "${name}": the file would pass 4 GiB, which a zip cannot hold; record fewer neurons or a shorter run`,
      );
    members[`${name}.npy`] = [bytes, { mtime: EPOCH }];
  }
  return zipSync(members, { level });
}

/** The arrays of an `.npz`, in its order. `place` names the file in errors. */
export function decodeNpz(bytes: Uint8Array, place = "npz file"): Record<string, { data: TypedArray | string[]; shape: number[] }> {
  let members: Record<string, Uint8Array>;
  try {
    members = unzipSync(bytes);
  } catch (error) {
    throw new InputError(place, bytes, `is not a whole zip file (${reason(error)})`);
  }
  const arrays = Object.entries(members).map(
    ([name, member]) => [name.replace(/\.npy$/, ""), decodeMember(member, `${place}: ${name}`)] as const,
  );
  return Object.fromEntries(arrays);
}

/** `spikes.npz`: `step` and `neuron` (u32), `population` names, `offset` (u32: first neuron of each population, then the end of the last), `dt` in ms. */
export function spikesNpz(spikes: SpikeData): Uint8Array {
  const { populations } = spikes;
  const last = populations[populations.length - 1];
  const offset = Uint32Array.from([...populations.map((p) => p.first), last === undefined ? 0 : last.first + last.size]);
  return encodeNpz({
    step: { data: spikes.step, shape: [spikes.step.length] },
    neuron: { data: spikes.neuron, shape: [spikes.neuron.length] },
    population: { data: populations.map((p) => p.name), shape: [populations.length] },
    offset: { data: offset, shape: [offset.length] },
    dt: { data: Float64Array.of(spikes.dt), shape: [] },
  });
}

function isText(data: TypedArray | readonly string[]): data is readonly string[] {
  return Array.isArray(data);
}

/** `.npy` bytes of text: UCS-4, every item as long as the longest. */
function encodeText(data: readonly string[], shape: readonly number[]): Uint8Array {
  const points = data.map((item) => Array.from(item, (letter) => letter.codePointAt(0)!));
  const width = points.reduce((most, item) => Math.max(most, item.length), 1);
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '<U${width}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const begin = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(begin + data.length * width * 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, begin - 10, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(begin - 11)}\n`), 10);
  points.forEach((item, i) => {
    for (const [j, point] of item.entries()) view.setUint32(begin + (i * width + j) * 4, point, true);
  });
  return bytes;
}

function decodeMember(member: Uint8Array, place: string): { data: TypedArray | string[]; shape: number[] } {
  try {
    const whole = member.slice().buffer;
    const { data, shape, dtype, fortranOrder } = parse(whole);
    if (fortranOrder && shape.length > 1) throw new Error("Fortran order: save it with numpy.ascontiguousarray");
    const count = shape.reduce((a, b) => a * b, 1);
    const values = dtype.startsWith("U") ? decodeText(new DataView(whole), Number(dtype.slice(1)), count) : (data as TypedArray);
    if (values.length !== count) throw new Error(`holds ${values.length} values where its shape [${shape.join(", ")}] needs ${count}`);
    return { data: values, shape };
  } catch (error) {
    throw new InputError(place, member, `is not a readable .npy array (${reason(error)})`);
  }
}

function decodeText(view: DataView, width: number, count: number): string[] {
  const begin = view.byteLength - count * width * 4;
  return Array.from({ length: count }, (_, i) => {
    const points = Array.from({ length: width }, (_, j) => view.getUint32(begin + (i * width + j) * 4, true));
    return String.fromCodePoint(...points).replace(/\0+$/, "");
  });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
