import type { Floats } from "../lib/floats.ts";
import type { DenseNeuron } from "./neuron/model.ts";

export interface NeuronBackwardShape {
  /** Steps to go back through, down to `first`, of `total`. */
  readonly steps: number;
  readonly first: number;
  readonly total: number;
  /** Batch times features. */
  readonly units: number;
  /** `units`, or 0 where the input is the same in every step: its gradients are then summed. */
  readonly input_stride: number;
  readonly parameters_at: number;
  /** The gradient of the state is cut between steps t - 1 and t where t is a multiple of it. */
  readonly truncate: number;
  /** 1: the gradient given is that of the membrane; 0: of the spikes. */
  readonly on_state: number;
  /** 1: `carried` also holds the gradient of the last of these steps' spikes, from the currents they became. */
  readonly fed: number;
  /** Length of a row of `partials`. */
  readonly groups: number;
  /** 0: none of the parameters is learnt, and `partials` stays as it is. */
  readonly summed: number;
}

/** Twin of shaders/dense/neuron_backward.wgsl for one neuron; `carried` ((states + 1) x units). All sums over neurons are in the first place of each row of `partials`. */
export function neuronBackwardTwin(neuron: DenseNeuron) {
  const before = new Float64Array(neuron.states);
  const gradAfter = new Float64Array(neuron.states);
  const gradBefore = new Float64Array(neuron.states);
  const gradRaw = new Float64Array(neuron.raws);
  return function neuron_backward(
    shape: NeuronBackwardShape,
    parameters: Floats,
    inputs: Floats,
    states: Floats,
    gradOutputs: Floats,
    carried: Floats,
    gradInputs: Floats,
    partials: Floats,
  ): void {
    const { steps, first, total, units, input_stride, parameters_at, truncate, on_state, fed, groups, summed } = shape;
    const cell = neuron.cell(parameters, parameters_at, false);
    const plane = total * units;
    gradRaw.fill(0);
    if (first + steps >= total) carried.fill(0, 0, before.length * units);
    if (input_stride === 0) gradInputs.fill(0, 0, units);
    for (let t = first + steps - 1; t >= first; t--) {
      const cut = t % truncate === 0;
      for (let unit = 0; unit < units; unit++) {
        const place = t * units + unit;
        for (let k = 0; k < before.length; k++) {
          before[k] = t > 0 ? states[k * plane + place - units] : 0;
          gradAfter[k] = carried[k * units + unit];
        }
        const given = gradOutputs[place];
        if (on_state) gradAfter[0] += given;
        const back = fed && t === first + steps - 1 ? carried[before.length * units + unit] : 0;
        const x = inputs[t * input_stride + unit];
        gradInputs[t * input_stride + unit] =
          cell.adjoint(before, x, back + (on_state ? 0 : given), gradAfter, gradBefore, gradRaw) +
          (input_stride === 0 ? gradInputs[unit] : 0);
        for (let k = 0; k < before.length; k++) carried[k * units + unit] = cut ? 0 : gradBefore[k];
      }
    }
    if (summed) for (let r = 0; r < gradRaw.length; r++) partials[r * groups] += gradRaw[r];
  };
}
