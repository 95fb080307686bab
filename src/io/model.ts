/** Trained networks by themselves, as safetensors files: what a checkpoint of a training holds, less what only training needs. */
import { InputError } from "../errors.ts";
import { levelsOf } from "../learn/encoders.ts";
import type { TrainedModel } from "../learn/model.ts";
import { checkFinite, parametersOf, tensorsOf } from "../learn/state-dict.ts";
import { decodeSafetensors, encodeSafetensors, isOwn, OWN } from "./safetensors.ts";

/**
 * The bytes of a safetensors file: the network's `state_dict`, and in the metadata `spec` (network, steps, encoder, seed) and `epoch`, as a
 * checkpoint of `encodeTraining` has them; an optimiser's tensors and the history are left out. Equal models give equal bytes.
 */
export function encodeModel({ network, steps, encoder, seed, epoch, parameters }: TrainedModel): Uint8Array {
  const metadata = { ...OWN, spec: JSON.stringify({ network, steps, encoder, seed }), epoch: String(epoch) };
  return encodeSafetensors({ tensors: tensorsOf(network, parameters), metadata });
}

/**
 * The trained network in a file that `encodeModel` or `encodeTraining` (`galvani train`) wrote.
 * @param place for errors, such as `model`
 * @param file for errors: its name
 * @throws InputError where the bytes are not one, or its tensors are not those of its network
 */
export function decodeModel(bytes: Uint8Array, place: string, file = "model"): TrainedModel {
  const found = decodeSafetensors(bytes, place, file);
  const { tensors, metadata } = found;
  const refuse = (problem: string) => new InputError(place, file, `${problem}; name a file that galvani train wrote`);
  if (!isOwn(found)) throw refuse("is no trained network of galvani: its metadata has no galvani: 1");
  const epoch = Number(metadata.epoch);
  if (!Number.isSafeInteger(epoch) || epoch < 0) throw refuse(`is damaged: its metadata has epoch ${metadata.epoch}`);
  try {
    const { network, steps, encoder, seed } = JSON.parse(metadata.spec ?? "") as TrainedModel;
    const whole = Number.isSafeInteger(steps) && steps >= 1 && Number.isSafeInteger(seed) && seed >= 0;
    if (!whole || !levelsOf(encoder, steps).every(Number.isFinite))
      throw refuse("is damaged: its metadata has steps, encoder or seed that cannot be");
    const parameters = parametersOf(network, tensors, `${place}: ${file}`);
    checkFinite(network, parameters, `${place}: ${file}`);
    return { network, steps, encoder, seed, epoch, parameters };
  } catch (error) {
    // What names the file already.
    if (error instanceof InputError && error.place.startsWith(place)) throw error;
    throw refuse(`describes a network that this version of galvani does not know (${(error as Error).message})`);
  }
}
