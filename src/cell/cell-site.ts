import type { Dice } from "../learn/dice.ts";
import type { Recording } from "../learn/tensor.ts";
import type { Stage } from "../plan/program.ts";

/** What a cell is recorded with. Buffers that all cells have, by their names. */
export interface CellSite {
  readonly recording: Recording;
  /** First values of parameters. */
  readonly dice: Dice;
}

/** steps x batch x inputs. */
export const INPUTS = "inputs";
/** steps x batch: time since the step before. */
export const ELAPSED = "elapsed";
/** steps x batch: 1, or 0 where the sequence is over. */
export const LIVE = "live";
/** (1 + steps) x batch x units: the first state, zero, then that after each step; a sequence that is over keeps its last one. */
export const STATES = "states";
/** batch x units: the gradient of the last state; on the way back, of the one that has been got to. */
export const GRAD_STATE = "states.grad";

/** A cell over a sequence, as stages. */
export interface RecordedCell {
  readonly forward: readonly Stage[];
  /** From GRAD_STATE to the gradients of the parameters; undefined for a cell that does not learn. */
  readonly backward?: readonly Stage[];
}
