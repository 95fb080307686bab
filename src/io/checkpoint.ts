import { InputError } from "../errors.ts";
import type { Change } from "../simulate/change.ts";
import type { Checkpoint } from "../simulate/checkpoint.ts";
import { decodeNpz, encodeNpz, flat } from "./npz.ts";

/** A checkpoint as the bytes of an .npz file: state, cursors, ring, and the rest as JSON text. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { arrays, plastic, ...rest } = checkpoint;
  const header = new TextEncoder().encode(
    JSON.stringify(rest, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value)),
  );
  const { state, cursors, ring } = arrays;
  const changing = Object.fromEntries(Object.entries(plastic).map(([name, data]) => [name, flat(data)]));
  return encodeNpz({ header: flat(header), state: flat(state), cursors: flat(cursors), ring: flat(ring), ...changing });
}

/**
 * The checkpoint in an .npz file's bytes.
 * @throws InputError where the bytes are not one: `place` names the file
 */
export function decodeCheckpoint(bytes: Uint8Array, place: string): Checkpoint {
  const arrays = decodeNpz(bytes, place);
  const { header, state, cursors, ring, ...others } = arrays;
  const [h, s, c, r] = [header?.data, state?.data, cursors?.data, ring?.data];
  if (!(h instanceof Uint8Array && s instanceof Float32Array && c instanceof Uint32Array && r instanceof Int32Array))
    throw new InputError(place, Object.keys(arrays).join(", "), "is no checkpoint: it must hold header, state, cursors and ring");
  const rest = JSON.parse(new TextDecoder().decode(h)) as { galvani: 1; network: string; step: number; changes: Change[] };
  const plastic: Record<string, Float32Array | Uint32Array> = {};
  for (const [name, { data }] of Object.entries(others)) {
    if (!(data instanceof Float32Array || data instanceof Uint32Array)) throw new InputError(place, name, "is no array of a checkpoint");
    plastic[name] = data;
  }
  return { ...rest, arrays: { state: s, cursors: c, ring: r }, plastic };
}
