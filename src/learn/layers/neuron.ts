import type { DenseNeuron } from "../../twins/dense/neuron/model.ts";
import { addPartialSums, NEURON_GROUP, neuronBackward, neuronForward } from "../kernels/neuron.ts";
import { GRADIENTS, PARAMETERS, type Parameter, type Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import type { NeuronParts, NeuronSteps } from "./neuron-parts.ts";
import { type NeuronOptions, oneOf, type Raw } from "./raws.ts";
import { recurrentSteps } from "./recurrent.ts";

/** The raw numbers of a layer, next to each other in the flat buffers. */
export function rawParameters(raws: readonly Raw[], { index, recording }: Site): Parameter {
  return recording.parameter(
    `${index}.raw`,
    [raws.length],
    Float32Array.from(raws, ({ value }) => value),
    { fields: raws.map(({ name }) => name), learnt: raws.map(({ learn }) => learn) },
  );
}

/** Which of them are learnt, a bit each: `learnt` of add_partials. */
export function learntBits(raws: readonly Raw[]): number {
  return raws.reduce((bits, { learn }, r) => bits | (Number(learn) << r), 0);
}

/**
 * Records a layer of `neuron`s, one for each feature of the input.
 * @returns its spikes, or its membranes after each step
 */
export function neuronLayer(
  name: string,
  neuron: DenseNeuron,
  raws: readonly Raw[],
  { readout = "spikes", recurrent = false }: NeuronOptions,
  input: Tensor,
  site: Site,
): Tensor {
  const { index, recording } = site;
  oneOf(index, "readout", readout, { spikes: 0, membrane: 0 });
  const { steps: total, batch, truncate } = recording.size;
  const units = batch * input.features;
  const groups = Math.ceil(units / NEURON_GROUP);
  const learnt = learntBits(raws);
  const raw = rawParameters(raws, site);
  const label = `${index} ${name}`;
  const parts: NeuronParts = {
    ...{ label, neuron, input },
    spikes: recording.tensor(`${index}`, input.shape, total, true),
    states: recording.buffer(`${index}.states`, neuron.states * total * units),
    carried: recording.buffer(`${index}.carried`, (neuron.states + 1) * units),
    partials: recording.buffer(`${index}.partials`, neuron.raws * groups),
    sizes: { total, units, parameters_at: raw.at },
    back: { truncate, on_state: readout === "membrane" ? 1 : 0, groups, summed: learnt === 0 ? 0 : 1 },
  };
  const { spikes, states, partials } = parts;
  const { forward, backward } = recurrent ? recurrentSteps(parts, site) : allSteps(parts, site);
  const summed = { rows: neuron.raws, groups, out_at: raw.at, learnt };
  const sums = learnt === 0 ? [] : [addPartialSums(`${label}, parameters`, summed, { partials, gradients: GRADIENTS })];
  recording.add({ forward: forward(0), hard: forward(1), backward: [...backward, ...sums], spikes });
  // What reaches recurrent neurons has a buffer of its own.
  const reaching = recurrent ? { ...input, name: `${index}.currents`, steps: total } : input;
  recording.neurons.push({ index, neuron, raw, input: reaching, spikes, states });
  return readout === "membrane" ? { ...spikes, name: states } : spikes;
}

/** Each step of all neurons in one dispatch. */
function allSteps(
  { label, neuron, input, spikes, states, carried, partials, sizes, back }: NeuronParts,
  { index, recording }: Site,
): NeuronSteps {
  const { total, units } = sizes;
  const shape = { ...sizes, steps: total, first: 0, input_stride: input.steps === 1 ? 0 : units };
  const buffers = { parameters: PARAMETERS, inputs: input.name, states };
  const grad_inputs = input.grad ?? recording.buffer(`${index}.unused`, input.steps * units);
  const backward = neuronBackward(
    `${label}, backward`,
    neuron,
    { ...shape, ...back, fed: 0 },
    { ...buffers, grad_outputs: spikes.grad as string, carried, grad_inputs, partials },
  );
  return {
    forward: (hard) => [neuronForward(label, neuron, { ...shape, hard }, { ...buffers, spikes: spikes.name })],
    backward: [backward],
  };
}
