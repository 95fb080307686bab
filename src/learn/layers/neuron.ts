import type { DenseNeuron } from "../../twins/dense/neuron/model.ts";
import { addPartialSums, NEURON_GROUP, neuronBackward, neuronForward } from "../kernels/neuron.ts";
import { GRADIENTS, PARAMETERS, type Parameter, type Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import { oneOf, type Raw, type Readout } from "./raws.ts";

/** The raw numbers of a layer, next to each other in the flat buffers. */
export function rawParameters(raws: readonly Raw[], { index, recording }: Site): Parameter {
  return recording.parameter(
    `${index}.raw`,
    [raws.length],
    Float32Array.from(raws, ({ value }) => value),
    { fields: raws.map(({ name }) => name), learnt: raws.map(({ learn }) => learn) },
  );
}

/**
 * Records a layer of `neuron`s, one for each feature of the input, each step of all of them in one dispatch.
 * @returns its spikes, or its membranes after each step
 */
export function neuronLayer(
  name: string,
  neuron: DenseNeuron,
  raws: readonly Raw[],
  readout: Readout["readout"],
  input: Tensor,
  site: Site,
): Tensor {
  const { index, recording } = site;
  oneOf(index, "readout", readout ?? "spikes", { spikes: 0, membrane: 0 });
  const { steps: total, batch, truncate } = recording.size;
  const units = batch * input.features;
  const groups = Math.ceil(units / NEURON_GROUP);
  const raw = rawParameters(raws, site);
  const spikes = recording.tensor(`${index}`, input.shape, total, true);
  const states = recording.buffer(`${index}.states`, neuron.states * total * units);
  const carried = recording.buffer(`${index}.carried`, neuron.states * units);
  const partials = recording.buffer(`${index}.partials`, neuron.raws * groups);
  const label = `${index} ${name}`;
  const shape = { steps: total, first: 0, total, units, input_stride: input.steps === 1 ? 0 : units, parameters_at: raw.at };
  const buffers = { parameters: PARAMETERS, inputs: input.name, states };
  const run = (hard: number) => neuronForward(label, neuron, { ...shape, hard }, { ...buffers, spikes: spikes.name });
  const learnt = raws.reduce((bits, { learn }, r) => bits | (Number(learn) << r), 0);
  const backward = neuronBackward(
    `${label}, backward`,
    neuron,
    { ...shape, truncate, on_state: readout === "membrane" ? 1 : 0, groups },
    {
      ...buffers,
      grad_outputs: spikes.grad as string,
      carried,
      grad_inputs: input.grad ?? recording.buffer(`${index}.unused`, input.steps * units),
      partials,
    },
  );
  const sums = addPartialSums(`${label}, parameters`, neuron.raws, { groups, out_at: raw.at, learnt }, { partials, gradients: GRADIENTS });
  recording.add({ forward: [run(0)], hard: [run(1)], backward: [backward, sums], spikes });
  recording.neurons.push({ index, neuron, raw, input, spikes, states });
  return readout === "membrane" ? { ...spikes, name: states } : spikes;
}
