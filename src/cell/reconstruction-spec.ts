import type { TrainingSettings } from "../learn/training.ts";
import type { PlrnnSpec } from "./plrnn-spec.ts";

/**
 * How states are drawn to what was observed. Sparse (Mikhaeil, Monfared and Durstewitz 2022): the observed units are set to it after every `every`
 * steps. Generalised (Hess et al. 2023): they become (1 - alpha) z + alpha x after each step.
 */
export type ForcingSpec =
  | { readonly forcing: "sparse" /** Steps, 1 or more. */; readonly every: number }
  | {
      readonly forcing: "generalised";
      /** 0 to 1; of "adaptive" it begins as 1. */
      readonly alpha: number | "adaptive";
    };

/** Everything that a reconstruction's results hang on, as data. */
export interface ReconstructionSpec extends TrainingSettings {
  readonly model: PlrnnSpec;
  /** Steps of a sequence, 1 or more; a window of the series is one row longer. */
  readonly steps: number;
  /** Batches an epoch. Windows begin anywhere in the series, drawn anew each time. */
  readonly batches: number;
  readonly forcing: ForcingSpec;
}
