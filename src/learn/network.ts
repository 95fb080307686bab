import { InputError } from "../errors.ts";
import { layerDice } from "./dice.ts";
import { build } from "./layers/index.ts";
import { Recording, type RecordingSize, type Tensor } from "./tensor.ts";
import type { LayerOutput } from "./training.ts";
import type { NetworkSpec } from "./training-spec.ts";

/** A network's stages, and the tensors at its ends. */
interface RecordedNetwork {
  readonly recording: Recording;
  readonly input: Tensor;
  readonly output: Tensor;
  /** What decides the class: the spikes of the last layer where it is neurons, else `output`. */
  readonly votes: Tensor;
  /** Each with its place and kind: "2 (Linear)". */
  readonly outputs: readonly LayerOutput[];
}

/**
 * Records a network for so many steps and examples.
 * @param inputSteps 1 where the input is the same in every step, else the steps
 * @throws InputError where shapes do not chain, and for membranes that another layer would take
 */
export function record(spec: NetworkSpec, size: RecordingSize, inputSteps: number, seed: number): RecordedNetwork {
  const recording = new Recording(size);
  const input = recording.tensor("input", spec.input, inputSteps, false);
  let output = input;
  const outputs = spec.layers.map((layer, index) => {
    output = build(layer, output, { index, recording, dice: layerDice(seed, index) });
    return { label: `${index} (${layer.layer})`, name: output.name };
  });
  checkReadouts(spec, recording, output);
  // A membrane and the spikes of its layer share a gradient: only one of them has any.
  const votes = recording.spiking.find(({ grad }) => grad === output.grad) ?? output;
  return { recording, input, output, votes, outputs };
}

/** A penalty on spikes and a deployed network know of spikes alone: membranes are for the loss. */
function checkReadouts({ layers }: NetworkSpec, { neurons }: Recording, output: Tensor): void {
  for (const { index, spikes } of neurons) {
    const layer = layers[index];
    if ("readout" in layer && layer.readout === "membrane" && spikes.grad !== output.grad)
      throw new InputError(`layers[${index}].readout`, layer.readout, "only the last layer's membranes can be read; leave it out");
  }
}
