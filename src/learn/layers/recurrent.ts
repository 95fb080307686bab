import type { Stage } from "../../plan/program.ts";
import { columnSums } from "../kernels/column_sums.ts";
import { matmul } from "../kernels/matmul.ts";
import { neuronBackward, neuronForward } from "../kernels/neuron.ts";
import { repeatSteps } from "../kernels/repeat_steps.ts";
import { sumSteps } from "../kernels/sum_steps.ts";
import { GRADIENTS, PARAMETERS, type Parameter } from "../tensor.ts";
import type { Site } from "./layer.ts";
import type { NeuronParts, NeuronSteps } from "./neuron-parts.ts";

/** The weights (features x features) of a layer's spikes of one step on its currents of the next, a bias, and the currents. */
interface Recurrence {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly features: number;
  readonly batch: number;
  /** Steps x units, and their gradient. */
  readonly currents: string;
  readonly gradCurrents: string;
}

/**
 * The steps of a layer whose neurons hear each other, I[t] = x[t] + R s[t-1] + b, as snnTorch's RLeaky with all_to_all: a product and a
 * dispatch of the neurons a step. R and b are drawn like a Linear's. Where backpropagation is truncated, nothing goes back through R either.
 */
export function recurrentSteps(parts: NeuronParts, site: Site): NeuronSteps {
  const { index, recording, dice } = site;
  const { input, sizes } = parts;
  const { features } = input;
  const bound = 1 / Math.sqrt(features);
  const weight = recording.parameter(`${index}.recurrent.weight`, [features, features], dice.uniforms(features * features, bound));
  const bias = recording.parameter(`${index}.recurrent.bias`, [features], dice.uniforms(features, bound));
  const length = sizes.total * sizes.units;
  const currents = recording.buffer(`${index}.currents`, length);
  const own = input.steps === sizes.total ? input.grad : undefined;
  const gradCurrents = own ?? recording.buffer(`${index}.currents.grad`, length);
  const recurrence = { weight, bias, features, batch: recording.size.batch, currents, gradCurrents };
  return { forward: (hard) => forwardStages(parts, recurrence, hard), backward: backwardStages(parts, recurrence) };
}

function forwardStages({ label, neuron, input, spikes, states, sizes }: NeuronParts, r: Recurrence, hard: number): Stage[] {
  const { features, batch, currents, weight, bias } = r;
  const { total, units } = sizes;
  const stages = [
    repeatSteps(
      `${label}, currents`,
      { steps: total, units, features, input_stride: input.steps === 1 ? 0 : units, bias_at: bias.at },
      { inputs: input.name, parameters: PARAMETERS, currents },
    ),
  ];
  for (let t = 0; t < total; t++) {
    const places = { left_at: (t - 1) * units, right_at: weight.at, out_at: t * units, accumulate: 1 };
    if (t > 0)
      stages.push(
        matmul(
          `${label}, from step ${t - 1}`,
          { ...places, rows: batch, columns: features, depth: features, turned: 2 },
          { left: spikes.name, right: PARAMETERS, out: currents },
        ),
      );
    const shape = { ...sizes, steps: 1, first: t, input_stride: units, hard };
    stages.push(
      neuronForward(`${label}, step ${t}`, neuron, shape, { parameters: PARAMETERS, inputs: currents, states, spikes: spikes.name }),
    );
  }
  return stages;
}

function backwardStages(parts: NeuronParts, r: Recurrence): Stage[] {
  const { label, neuron, spikes, states, carried, partials, sizes, back } = parts;
  const { features, batch, currents, gradCurrents, weight } = r;
  const { total, units } = sizes;
  const stages: Stage[] = [];
  for (let t = total - 1; t >= 0; t--) {
    const fed = t + 1 < total && (t + 1) % back.truncate !== 0;
    const places = { left_at: (t + 1) * units, right_at: weight.at, out_at: neuron.states * units };
    if (fed)
      stages.push(
        matmul(
          `${label}, from step ${t + 1}, backward`,
          { ...places, rows: batch, columns: features, depth: features, turned: 0 },
          { left: gradCurrents, right: PARAMETERS, out: carried },
        ),
      );
    stages.push(
      neuronBackward(
        `${label}, step ${t}, backward`,
        neuron,
        { ...sizes, ...back, steps: 1, first: t, input_stride: units, fed: Number(fed) },
        {
          ...{ parameters: PARAMETERS, inputs: currents, states, grad_outputs: spikes.grad as string },
          ...{ carried, grad_inputs: gradCurrents, partials },
        },
      ),
    );
  }
  return [...stages, ...sumStages(parts, r)];
}

/** The gradients of weights, bias and an input that all steps have in common, from those of the currents. */
function sumStages({ label, input, spikes, sizes }: NeuronParts, { weight, bias, features, batch, gradCurrents }: Recurrence): Stage[] {
  const { total, units } = sizes;
  const stages = [
    columnSums(
      `${label}, recurrent bias`,
      { rows: total * batch, columns: features, out_at: bias.at },
      { matrix: gradCurrents, out: GRADIENTS },
    ),
  ];
  const depth = (total - 1) * batch;
  if (depth > 0)
    stages.push(
      matmul(
        `${label}, recurrent weights`,
        { left_at: units, out_at: weight.at, accumulate: 1, rows: features, columns: features, depth, turned: 1 },
        { left: gradCurrents, right: spikes.name, out: GRADIENTS },
      ),
    );
  if (input.grad && input.grad !== gradCurrents)
    stages.push(sumSteps(`${label}, inputs`, { steps: total, units }, { each: gradCurrents, sums: input.grad }));
  return stages;
}
