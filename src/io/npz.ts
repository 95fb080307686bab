/** NumPy's `.npz`: a zip of `.npy` members. Files are the same to the bit for the same arrays. */
import { unzipSync, type Zippable, zipSync } from "fflate";
import { GalvaniError, InputError } from "../errors.ts";
import type { SpikeData } from "../view/data.ts";
import { decodeNpyOrText, encodeNpy, encodeNpyText, type Npy, type NpyData } from "./npy.ts";

/** An array for a file: numbers, or text, which becomes NumPy's unicode (`<U..`). */
export interface NpzArray {
  readonly data: NpyData | readonly string[];
  readonly shape: readonly number[];
}

/** An array of one dimension. */
export function flat(data: NpzArray["data"]): NpzArray {
  return { data, shape: [data.length] };
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
    const bytes = isText(array.data) ? encodeNpyText(array.data, array.shape) : encodeNpy(array.data, array.shape);
    total += bytes.length;
    if (total > LARGEST)
      throw new GalvaniError(
        `npz array "${name}": the file would pass 4 GiB, which a zip cannot hold; record fewer neurons or a shorter run`,
      );
    members[`${name}.npy`] = [bytes, { mtime: EPOCH }];
  }
  return zipSync(members, { level });
}

/**
 * The arrays of an `.npz`, in its order.
 * @param place names the file in errors
 * @throws InputError for what is no whole zip, and for a member that is no .npy of numbers or text
 */
export function decodeNpz(bytes: Uint8Array, place = "npz file"): Record<string, Omit<Npy<NpyData | string[]>, "dtype">> {
  let members: Record<string, Uint8Array>;
  try {
    members = unzipSync(bytes);
  } catch (error) {
    throw new InputError(place, bytes, `is not a whole zip file (${(error as Error).message})`);
  }
  const arrays = Object.entries(members).map(([name, member]) => {
    const { data, shape } = decodeNpyOrText(member, place, name);
    return [name.replace(/\.npy$/, ""), { data, shape }] as const;
  });
  return Object.fromEntries(arrays);
}

/** `spikes.npz`: `step` and `neuron` (u32), `population` names, `offset` (u32: first neuron of each population, then the end of the last), `dt` in ms. */
export function spikesNpz(spikes: SpikeData): Uint8Array {
  const { populations } = spikes;
  const last = populations[populations.length - 1];
  const offset = Uint32Array.from([...populations.map((p) => p.first), last === undefined ? 0 : last.first + last.size]);
  return encodeNpz({
    step: flat(spikes.step),
    neuron: flat(spikes.neuron),
    population: flat(populations.map((p) => p.name)),
    offset: flat(offset),
    dt: { data: Float64Array.of(spikes.dt), shape: [] },
  });
}

function isText(data: NpyData | readonly string[]): data is readonly string[] {
  return Array.isArray(data);
}
