import type { Dice } from "../dice.ts";
import type { Recording } from "../tensor.ts";

/** What a layer is built from besides its own description. */
export interface Site {
  /** Place in the network: names its parameters, as in PyTorch's `Sequential`. */
  readonly index: number;
  readonly recording: Recording;
  /** Random numbers for this layer's first values. */
  readonly dice: Dice;
}
