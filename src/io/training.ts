/** Checkpoints of trainings, as safetensors files: PyTorch reads the weights under their `state_dict` names. */
import { InputError } from "../errors.ts";
import type { TrainingSpec } from "../learn/compile.ts";
import type { EpochRecord } from "../learn/epochs.ts";
import type { NetworkSpec } from "../learn/network.ts";
import { optimiserOf } from "../learn/optimisers.ts";
import { checkFinite, OPTIMISER_PREFIX, parametersOf, type StateDict, spikingLayers, stateDict, tensorsOf } from "../learn/state-dict.ts";
import type { TrainingState } from "../learn/trainer.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

/** All that a training continues from to the same bits, and what it came to so far. */
export interface TrainingCheckpoint {
  readonly spec: TrainingSpec;
  readonly state: TrainingState;
  /** A record an epoch; times are not kept. */
  readonly history: readonly EpochRecord[];
  /** What its maker wants to find again, as plain data: the settings of `galvani train`. */
  readonly about?: unknown;
}

/**
 * The bytes of a safetensors file. Tensors: the network's `state_dict`, then the optimiser's moments ("optimiser.first.0.weight"). Metadata, JSON
 * but for `galvani`, the version of this layout: `spec`, `epoch`, `history`, `about`. Equal checkpoints give equal bytes.
 */
export function encodeTraining({ spec, state, history, about }: TrainingCheckpoint): Uint8Array {
  const moments = Object.entries(state.moments).flatMap(([moment, flat]) =>
    Object.entries(tensorsOf(spec.network, flat)).map(([name, tensor]) => [`${OPTIMISER_PREFIX}${moment}.${name}`, tensor] as const),
  );
  return encodeSafetensors({
    tensors: { ...stateDict(spec.network, state.parameters), ...Object.fromEntries(moments) },
    metadata: {
      galvani: "1",
      spec: JSON.stringify(spec),
      epoch: String(state.epoch),
      history: JSON.stringify(history.map(({ seconds: _, ...record }) => record)),
      ...(about !== undefined && { about: JSON.stringify(about) }),
    },
  });
}

/**
 * The checkpoint in a safetensors file's bytes.
 * @param place for errors, such as `--resume`
 * @param file for errors: its name
 * @throws InputError where the bytes are not one, or its tensors are not those of its network
 */
export function decodeTraining(bytes: Uint8Array, place: string, file = "checkpoint"): TrainingCheckpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, place, file);
  const refuse = (problem: string) => new InputError(place, file, `${problem}; name a checkpoint that galvani train wrote`);
  if (metadata.galvani !== "1") throw refuse("is no checkpoint of a training: its metadata has no galvani: 1");
  const spec = jsonOf(metadata, "spec", refuse) as TrainingSpec;
  const state = stateOf(spec, tensors, `${place}: ${file}`, refuse);
  const history = historyOf(jsonOf(metadata, "history", refuse), spec.network, refuse);
  const epoch = Number(metadata.epoch);
  if (epoch !== history.length)
    throw refuse(`is damaged: its metadata has epoch ${metadata.epoch} and a history of ${history.length} epochs`);
  return { spec, state: { epoch, ...state }, history, ...(metadata.about !== undefined && { about: jsonOf(metadata, "about", refuse) }) };
}

function jsonOf(metadata: Readonly<Record<string, string>>, name: string, refuse: (problem: string) => InputError): unknown {
  try {
    return JSON.parse(metadata[name] ?? "");
  } catch {
    throw refuse(`is damaged: ${name} in its metadata is no JSON`);
  }
}

/** Numbers that every record has. */
const NUMBERS = ["train_loss", "train_accuracy", "test_loss", "test_accuracy_soft", "test_accuracy_hard", "lr"] as const;

/** Records of the epochs from 1 on, with a rate of each kind for each layer of neurons. */
function historyOf(value: unknown, network: NetworkSpec, refuse: (problem: string) => InputError): readonly EpochRecord[] {
  const spiking = spikingLayers(network);
  const rates = (found: unknown) => Array.isArray(found) && found.length === spiking && found.every(Number.isFinite);
  const whole = (record: Partial<EpochRecord> | null, k: number) =>
    record?.epoch === k + 1 &&
    NUMBERS.every((name) => Number.isFinite(record[name])) &&
    rates(record.rates_soft) &&
    rates(record.rates_hard);
  if (!Array.isArray(value)) throw refuse("is damaged: history in its metadata is no list of epochs");
  const wrong = value.findIndex((record, k) => !whole(record, k));
  if (wrong >= 0) throw refuse(`is damaged: history in its metadata has no record of epoch ${wrong + 1}, or not a whole one`);
  return value;
}

function stateOf(
  spec: TrainingSpec,
  tensors: StateDict,
  place: string,
  refuse: (problem: string) => InputError,
): Pick<TrainingState, "parameters" | "moments"> {
  try {
    const parameters = parametersOf(spec.network, tensors, place);
    checkFinite(spec.network, parameters, place);
    const moments = optimiserOf(spec.optimiser, { length: parameters.length, parameters: [] }).moments.map((moment) => {
      const prefix = `${OPTIMISER_PREFIX}${moment}.`;
      const own = Object.entries(tensors).flatMap(([name, tensor]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
      );
      return [moment, parametersOf(spec.network, Object.fromEntries(own), `${place}: ${prefix.slice(0, -1)}`)] as const;
    });
    return { parameters, moments: Object.fromEntries(moments) };
  } catch (error) {
    // What names the file already.
    if (error instanceof InputError && error.place.startsWith(place)) throw error;
    throw refuse(`describes a training that this version of galvani does not know (${(error as Error).message})`);
  }
}
