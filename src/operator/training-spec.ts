import type { TrainingSettings } from "../learn/training.ts";
import type { Normalisation } from "./data.ts";
import type { FnoSpec } from "./spec.ts";

/**
 * What training makes small: the mean over the examples of a batch of the error's L2 norm over the target's, both over all places and channels
 * (of one channel neuraloperator's `LpLoss`), or of the error's mean square.
 */
export type FieldLossSpec = { readonly loss: "relative_l2" } | { readonly loss: "mse" };

/** Everything that a training's results hang on, as data. */
export interface FieldTrainingSpec extends TrainingSettings {
  readonly model: FnoSpec;
  readonly loss: FieldLossSpec;
  /** What inputs are brought to a mean of 0 with, and outputs back; `fitNormalisation` fits one. Errors are those of the fields themselves. Default: none. */
  readonly normalisation?: Normalisation;
}
