/** Checkpoints of trainings, as safetensors files: PyTorch reads the weights under their `state_dict` names. */
import { InputError } from "../errors.ts";
import type { Classes } from "../learn/compile.ts";
import { optimiserOf } from "../learn/optimisers.ts";
import {
  checkFinite,
  OPTIMISER_PREFIX,
  parametersOf,
  type StateDict,
  settingTensors,
  spikingLayers,
  tensorsOf,
} from "../learn/state-dict.ts";
import type { TrainingState } from "../learn/trainer.ts";
import type { Learning } from "../learn/training.ts";
import { decodeSafetensors, encodeSafetensors, isOwn, OWN } from "./safetensors.ts";

/** All that a training continues from to the same bits, and what it came to so far. */
export interface TrainingCheckpoint<L extends Learning = Classes> {
  readonly spec: L["spec"];
  readonly state: TrainingState;
  /** A record an epoch; times are not kept. */
  readonly history: readonly L["record"][];
  /** What its maker wants to find again, as plain data: the settings of `galvani train`. */
  readonly about?: unknown;
}

/** What files of different kinds of training differ in. */
export interface TrainingFormat<L extends Learning> {
  /** In the metadata; nothing for labelled examples, whose files are older than it. */
  readonly kind: string | undefined;
  /** A flat buffer of parameters, or of an optimiser's moments, as named tensors. */
  tensors(spec: L["spec"], flat: Float32Array): StateDict;
  /** What is written beside the parameters for other programs to read. */
  beside(spec: L["spec"]): StateDict;
  /** The flat buffer. @throws InputError where tensors are missing, unused or of another shape */
  parameters(spec: L["spec"], dict: StateDict, place: string, file: string): Float32Array;
  /** @throws InputError where a parameter is no number */
  checkFinite(spec: L["spec"], parameters: Float32Array, place: string, file: string): void;
  /** Whether a record is whole, its epoch aside. */
  isRecord(record: Partial<L["record"]>, spec: L["spec"]): boolean;
}

/**
 * The bytes of a safetensors file. Tensors: the network's `state_dict`, then the optimiser's moments ("optimiser.first.0.weight"). Metadata, JSON
 * but for `galvani`, the version of this layout, and `kind`: `spec`, `epoch`, `history`, `about`. Equal checkpoints give equal bytes.
 */
export function encodeCheckpointOf<L extends Learning>(
  format: TrainingFormat<L>,
  { spec, state, history, about }: TrainingCheckpoint<L>,
): Uint8Array {
  const moments = Object.entries(state.moments).flatMap(([moment, flat]) =>
    Object.entries(format.tensors(spec, flat)).map(([name, tensor]) => [`${OPTIMISER_PREFIX}${moment}.${name}`, tensor] as const),
  );
  return encodeSafetensors({
    tensors: { ...format.tensors(spec, state.parameters), ...format.beside(spec), ...Object.fromEntries(moments) },
    metadata: {
      ...OWN,
      ...(format.kind !== undefined && { kind: format.kind }),
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
 * @throws InputError where the bytes are not one of this kind, or its tensors are not those of its network
 */
export function decodeCheckpointOf<L extends Learning>(
  format: TrainingFormat<L>,
  bytes: Uint8Array,
  place: string,
  file: string,
): TrainingCheckpoint<L> {
  const found = decodeSafetensors(bytes, place, file);
  const { tensors, metadata } = found;
  const refuse = (problem: string) => new InputError(place, file, `${problem}; name a checkpoint that galvani train wrote`);
  if (!isOwn(found)) throw refuse("is no checkpoint of a training: its metadata has no galvani: 1");
  if (metadata.kind !== format.kind) throw refuse(`is of another kind of training (${metadata.kind ?? "labelled examples"})`);
  const spec = jsonOf(metadata, "spec", refuse) as L["spec"];
  const state = stateOf(format, spec, tensors, place, file, refuse);
  const history = historyOf(format, jsonOf(metadata, "history", refuse), spec, refuse);
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

/** Records of the epochs from 1 on. */
function historyOf<L extends Learning>(
  format: TrainingFormat<L>,
  value: unknown,
  spec: L["spec"],
  refuse: (problem: string) => InputError,
): readonly L["record"][] {
  if (!Array.isArray(value)) throw refuse("is damaged: history in its metadata is no list of epochs");
  const wrong = value.findIndex((record, k) => record?.epoch !== k + 1 || !format.isRecord(record, spec));
  if (wrong >= 0) throw refuse(`is damaged: history in its metadata has no record of epoch ${wrong + 1}, or not a whole one`);
  return value;
}

function stateOf<L extends Learning>(
  format: TrainingFormat<L>,
  spec: L["spec"],
  tensors: StateDict,
  place: string,
  file: string,
  refuse: (problem: string) => InputError,
): Pick<TrainingState, "parameters" | "moments"> {
  try {
    const parameters = format.parameters(spec, tensors, place, file);
    format.checkFinite(spec, parameters, place, file);
    const moments = optimiserOf(spec.optimiser, { length: parameters.length, parameters: [] }).moments.map((moment) => {
      const prefix = `${OPTIMISER_PREFIX}${moment}.`;
      const own = Object.entries(tensors).flatMap(([name, tensor]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
      );
      return [moment, format.parameters(spec, Object.fromEntries(own), place, `${file}: ${prefix.slice(0, -1)}`)] as const;
    });
    return { parameters, moments: Object.fromEntries(moments) };
  } catch (error) {
    // What names the file already.
    if (error instanceof InputError && error.place.startsWith(place)) throw error;
    throw refuse(`describes a training that this version of galvani does not know (${(error as Error).message})`);
  }
}

/** Numbers that every record has. */
const NUMBERS = ["train_loss", "train_accuracy", "test_loss", "test_accuracy_soft", "test_accuracy_hard", "lr"] as const;

/** Trainings on labelled examples. */
const CLASSES: TrainingFormat<Classes> = {
  kind: undefined,
  tensors: ({ network }, flat) => tensorsOf(network, flat),
  beside: ({ network }) => settingTensors(network),
  parameters: ({ network }, dict, place, file) => parametersOf(network, dict, `${place}: ${file}`),
  checkFinite: ({ network }, parameters, place, file) => checkFinite(network, parameters, `${place}: ${file}`),
  isRecord: (record, { network }) => {
    const spiking = spikingLayers(network);
    const rates = (found: unknown) => Array.isArray(found) && found.length === spiking && found.every(Number.isFinite);
    return NUMBERS.every((name) => Number.isFinite(record[name])) && rates(record.rates_soft) && rates(record.rates_hard);
  },
};

/** A checkpoint's bytes, as `encodeCheckpointOf`. */
export function encodeTraining(checkpoint: TrainingCheckpoint): Uint8Array {
  return encodeCheckpointOf(CLASSES, checkpoint);
}

/** The checkpoint in a file that `encodeTraining` made, as `decodeCheckpointOf`. @throws InputError */
export function decodeTraining(bytes: Uint8Array, place: string, file = "checkpoint"): TrainingCheckpoint {
  return decodeCheckpointOf(CLASSES, bytes, place, file);
}
