import type { TrainingState } from "./trainer.ts";
import type { TrainingSpec } from "./training-spec.ts";

/** A trained network: what of a training its answers hang on. A `TrainingSpec` together with a `TrainingState` is one. */
export type TrainedModel = Pick<TrainingSpec, "network" | "steps" | "encoder" | "seed"> & Pick<TrainingState, "epoch" | "parameters">;
