import type { Floats } from "../lib/floats.ts";
import type { DenseNeuron } from "./neuron/model.ts";

export interface NeuronForwardShape {
  /** Steps to take, from `first` on, of `total`. */
  readonly steps: number;
  readonly first: number;
  readonly total: number;
  /** Batch times features. */
  readonly units: number;
  /** `units`, or 0 where the input is the same in every step. */
  readonly input_stride: number;
  readonly parameters_at: number;
  /** 1: a spike is 0 or 1, whatever the neuron's own is. */
  readonly hard: number;
}

/** Twin of shaders/dense/neuron_forward.wgsl for one neuron. */
export function neuronForwardTwin(neuron: DenseNeuron) {
  const before = new Float64Array(neuron.states);
  const after = new Float64Array(neuron.states);
  return function neuron_forward(shape: NeuronForwardShape, parameters: Floats, inputs: Floats, states: Floats, spikes: Floats): void {
    const { steps, first, total, units, input_stride, parameters_at, hard } = shape;
    const cell = neuron.cell(parameters, parameters_at, hard !== 0);
    const plane = total * units;
    // Step by step: neighbours in memory are neighbours in the loop.
    for (let t = first; t < first + steps; t++) {
      for (let unit = 0; unit < units; unit++) {
        const place = t * units + unit;
        for (let k = 0; k < before.length; k++) before[k] = t > 0 ? states[k * plane + place - units] : 0;
        spikes[place] = cell.step(before, inputs[t * input_stride + unit], after);
        for (let k = 0; k < after.length; k++) states[k * plane + place] = after[k];
      }
    }
  };
}
