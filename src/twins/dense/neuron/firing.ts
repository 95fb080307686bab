import { RESETS, type Reset, type ResetName } from "../reset.ts";
import { SURROGATES, type Surrogate, type SurrogateName } from "../surrogate.ts";
import type { DenseNeuron } from "./model.ts";

/** Makes each combination of reset and surrogate once: layers that share one share its kernels. */
export function eachFiring(make: (reset: Reset, surrogate: Surrogate) => DenseNeuron) {
  const made = new Map<string, DenseNeuron>();
  return (reset: ResetName, surrogate: SurrogateName): DenseNeuron => {
    const name = `${reset} ${surrogate}`;
    const neuron = made.get(name) ?? make(RESETS[reset], SURROGATES[surrogate]);
    made.set(name, neuron);
    return neuron;
  };
}
