import addPartials from "../../../shaders/dense/add_partials.wgsl";
import backward from "../../../shaders/dense/neuron_backward.wgsl";
import forward from "../../../shaders/dense/neuron_forward.wgsl";
import type { DenseKernel, Stage } from "../../plan/program.ts";
import { type AddPartialsShape, add_partials } from "../../twins/dense/add_partials.ts";
import { type DenseNeuron, woven } from "../../twins/dense/neuron/model.ts";
import { type NeuronBackwardShape, neuronBackwardTwin } from "../../twins/dense/neuron_backward.ts";
import { type NeuronForwardShape, neuronForwardTwin } from "../../twins/dense/neuron_forward.ts";

/** Neurons of a workgroup. */
export const NEURON_GROUP = 256;

const forwards = new Map<DenseNeuron, DenseKernel>();
const backwards = new Map<DenseNeuron, DenseKernel>();

/** The kernel of one neuron: made once, so that all layers of it share a compiled one. */
function kernelOf(made: Map<DenseNeuron, DenseKernel>, neuron: DenseNeuron, make: () => DenseKernel): DenseKernel {
  const kernel = made.get(neuron) ?? make();
  made.set(neuron, kernel);
  return kernel;
}

/** Host binding of shaders/dense/neuron_forward.wgsl. */
export function neuronForward(
  label: string,
  neuron: DenseNeuron,
  shape: NeuronForwardShape,
  buffers: { readonly parameters: string; readonly inputs: string; readonly states: string; readonly spikes: string },
): Stage {
  const { parameters, inputs, states, spikes } = buffers;
  const kernel = kernelOf(forwards, neuron, () => ({ source: woven(neuron.wgsl, forward), twin: neuronForwardTwin(neuron) }));
  const workgroups = Math.ceil(shape.units / NEURON_GROUP);
  return { label, kernel, shape: { ...shape }, bindings: { parameters, inputs, states, spikes }, workgroups };
}

/** Host binding of shaders/dense/neuron_backward.wgsl. */
export function neuronBackward(
  label: string,
  neuron: DenseNeuron,
  shape: NeuronBackwardShape,
  buffers: {
    readonly parameters: string;
    readonly inputs: string;
    readonly states: string;
    readonly grad_outputs: string;
    readonly carried: string;
    readonly grad_inputs: string;
    readonly partials: string;
  },
): Stage {
  const { parameters, inputs, states, grad_outputs, carried, grad_inputs, partials } = buffers;
  const kernel = kernelOf(backwards, neuron, () => ({ source: woven(neuron.wgsl, backward), twin: neuronBackwardTwin(neuron) }));
  const bindings = { parameters, inputs, states, grad_outputs, carried, grad_inputs, partials };
  return { label, kernel, shape: { ...shape }, bindings, workgroups: shape.groups };
}

/** Host binding of shaders/dense/add_partials.wgsl. */
export function addPartialSums(
  label: string,
  shape: AddPartialsShape,
  buffers: { readonly partials: string; readonly gradients: string },
): Stage {
  const { partials, gradients } = buffers;
  return {
    label,
    kernel: { source: addPartials, twin: add_partials },
    shape: { ...shape },
    bindings: { partials, gradients },
    workgroups: shape.rows,
  };
}
