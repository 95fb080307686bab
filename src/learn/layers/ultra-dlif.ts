import { InputError } from "../../errors.ts";
import { RingForm } from "../../twins/lib/ring.ts";
import { addPartialSums } from "../kernels/neuron.ts";
import { ultraDlifBackward, ultraDlifForward } from "../kernels/ultra_dlif.ts";
import { GRADIENTS, PARAMETERS, type Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import { learntBits, rawParameters } from "./neuron.ts";
import { betaRaw, epsRaw, LEARNABLE_TAU, refuseBeta, type SpikeScale, tauRaw } from "./raws.ts";

/**
 * UltraDLIF (fixed tau) and UltraDPLIF (tau learnable), arXiv 2602.11206: each neuron is beside its two neighbours in a ring over all
 * features of the layer. U is the soft maximum of the three V, LSE_eps(V left, V, V right).
 * - variant "main", the published code: V <- tau V + I; s = sigmoid(U / eps); V <- V (1 - s).
 * - variant "readme", the published README: V <- U + I; s = sigmoid(V / eps); V <- V (1 - s). There is no tau but UltraDPLIF's, which
 *   stands before the middle V.
 * Both neurons do the same in the first step. eps is learnable, within [0.1, 20].
 */
export interface UltraDlifSpec extends SpikeScale {
  readonly layer: "UltraDLIF" | "UltraDPLIF";
  /** Default "main". */
  readonly variant?: "main" | "readme";
  /** Leak a step, between 0 and 1; default 0.9 (UltraDLIF) or sigmoid(0.9) = 0.71 (UltraDPLIF, where it is the sigmoid of a raw number). */
  readonly tau?: number;
}

export function ultraDlif(spec: UltraDlifSpec, input: Tensor, site: Site): Tensor {
  const { layer, ds = false } = spec;
  const { index, recording } = site;
  const { steps, batch, truncate } = recording.size;
  const learning = layer === "UltraDPLIF";
  refuseBeta(index, spec);
  const form = formOf(spec, index);
  const tau = tauRaw(index, learning ? (spec.tau ?? LEARNABLE_TAU) : (spec.tau ?? 0.9), learning);
  const raws = [tau, epsRaw(index, spec), ...(ds ? [betaRaw(index, spec)] : [])];
  const raw = rawParameters(raws, site);
  const units = batch * input.features;
  const spikes = recording.tensor(`${index}`, input.shape, steps, true);
  const states = recording.buffer(`${index}.states`, steps * units);
  const partials = recording.buffer(`${index}.partials`, raws.length * batch);
  const shape = {
    ...{ steps, batch, features: input.features, input_stride: input.steps === 1 ? 0 : units, parameters_at: raw.at },
    ...{ form, ds: Number(ds) },
  };
  const buffers = { parameters: PARAMETERS, inputs: input.name, states };
  const label = `${index} ${layer}`;
  const run = (hard: number) => ultraDlifForward(label, { ...shape, hard }, { ...buffers, spikes: spikes.name });
  const backward = ultraDlifBackward(
    `${label}, backward`,
    { ...shape, truncate },
    {
      ...buffers,
      grad_spikes: spikes.grad as string,
      given: recording.buffer(`${index}.given`, 3 * units),
      grad_inputs: input.grad ?? recording.buffer(`${index}.unused`, input.steps * units),
      partials,
    },
  );
  const summed = { rows: raws.length, groups: batch, out_at: raw.at, learnt: learntBits(raws) };
  const sums = addPartialSums(`${label}, parameters`, summed, { partials, gradients: GRADIENTS });
  recording.add({ forward: [run(0)], hard: [run(1)], backward: [backward, sums], spikes });
  recording.neurons.push({ index, neuron: { form, ds }, raw, input, spikes, states });
  return spikes;
}

function formOf({ layer, variant = "main", tau }: UltraDlifSpec, index: number): number {
  if (variant === "main") return RingForm.main;
  if (variant !== "readme") throw new InputError(`layers[${index}].variant`, variant, 'say "main" or "readme"');
  if (layer === "UltraDPLIF") return RingForm.leaking;
  if (tau !== undefined) throw new InputError(`layers[${index}].tau`, tau, "the readme variant of UltraDLIF has none; leave it out");
  return RingForm.readme;
}
