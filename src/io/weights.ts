/** Weights by themselves: the `state_dict` of a PyTorch or snnTorch network, as safetensors or as .npz. */
import { InputError } from "../errors.ts";
import type { StateDict } from "../learn/state-dict.ts";
import { decodeNpz, encodeNpz } from "./npz.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

/** The bytes of a safetensors file that holds a `state_dict`. */
export function encodeWeights(tensors: StateDict): Uint8Array {
  return encodeSafetensors({ tensors, metadata: {} });
}

/** The bytes of an .npz that holds a `state_dict`: an array a tensor, under its name, float32 or int64. */
export function encodeWeightsNpz(tensors: StateDict): Uint8Array {
  const arrays = Object.entries(tensors).map(([name, { shape, data, integer }]) => {
    return [name, { shape, data: integer ? BigInt64Array.from(data, BigInt) : data }] as const;
  });
  return encodeNpz(Object.fromEntries(arrays));
}

/**
 * The `state_dict` in the bytes of a safetensors or .npz file; every tensor comes as float32, as `decodeSafetensors` makes them.
 * @param place for errors, such as `weights`
 * @param file for errors: its name
 * @throws InputError naming file and tensor
 */
export function decodeWeights(bytes: Uint8Array, place: string, file = "weights"): StateDict {
  // A zip begins with PK.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return decodeSafetensors(bytes, place, file).tensors;
  const tensors = Object.entries(decodeNpz(bytes, `${place}: ${file}`)).map(([name, { data, shape }]) => {
    if (Array.isArray(data)) throw new InputError(place, file, `has array "${name}" of text; save numbers`);
    const numbers = Float32Array.from(data as ArrayLike<number | bigint>, Number);
    const lost = numbers.findIndex((value, i) => {
      const found = Number(data[i]);
      return data instanceof Float64Array ? Number.isFinite(found) && !Number.isFinite(value) : found !== value && !Number.isNaN(found);
    });
    if (lost >= 0)
      throw new InputError(place, file, `has array "${name}" with ${data[lost]} at ${lost}, which float32 cannot hold; save it as float32`);
    return [name, { shape, data: numbers }] as const;
  });
  return Object.fromEntries(tensors);
}
