import { SynapseDraw } from "../../twins/lib/draw.ts";
import type { Draw } from "./draw.ts";

export { Row } from "../../twins/lib/draw.ts";

/** The synapses of one projection, in terms of the network. */
export class Synapses extends SynapseDraw {
  /** `receptor` undefined: the sign chooses between the first and the last. `magnitude`: the last receptor takes the size of a negative weight. */
  constructor(
    weight: Draw,
    delay: Draw,
    firstNeuron: number,
    neurons: number,
    receptor: number | undefined,
    receptors: number,
    magnitude: boolean,
  ) {
    super(weight, delay, (receptor ?? 0) * neurons + firstNeuron, (receptor ?? receptors - 1) * neurons + firstNeuron, magnitude);
  }
}
