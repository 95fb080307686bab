/** Checkpoints of operators' trainings: neuraloperator reads their weights under its own names. */
import type { FieldEpochRecord, Fields } from "../operator/training.ts";
import { checkFiniteFno, fnoParameters, fnoTensors } from "./neuraloperator.ts";
import { decodeCheckpointOf, encodeCheckpointOf, type TrainingCheckpoint, type TrainingFormat } from "./training.ts";

const FIELDS: TrainingFormat<Fields> = {
  kind: "fields",
  tensors: ({ model }, flat) => fnoTensors(model, flat),
  beside: () => ({}),
  parameters: ({ model }, dict, place, file) => fnoParameters(model, dict, place, file),
  checkFinite: ({ model }, parameters, place, file) => checkFiniteFno(model, parameters, place, file),
  isRecord: ({ train_loss, train_relative_l2, lr, tests }) => [train_loss, train_relative_l2, lr].every(Number.isFinite) && areTests(tests),
};

/** Errors at every test set, at least one. */
function areTests(tests: Partial<FieldEpochRecord["tests"]> | undefined): boolean {
  const found = Object.values(tests ?? {});
  return found.length > 0 && found.every((test) => Number.isFinite(test?.loss) && Number.isFinite(test?.relative_l2));
}

/** A checkpoint's bytes, as `encodeCheckpointOf`. */
export function encodeFieldTraining(checkpoint: TrainingCheckpoint<Fields>): Uint8Array {
  return encodeCheckpointOf(FIELDS, checkpoint);
}

/** The checkpoint in a file that `encodeFieldTraining` made, as `decodeCheckpointOf`. @throws InputError */
export function decodeFieldTraining(bytes: Uint8Array, place: string, file = "checkpoint"): TrainingCheckpoint<Fields> {
  return decodeCheckpointOf(FIELDS, bytes, place, file);
}
