import { synaptic as neuron } from "../../twins/dense/neuron/synaptic.ts";
import type { Tensor } from "../tensor.ts";
import { type Firing, firing, thresholdRaw } from "./firing.ts";
import type { Site } from "./layer.ts";
import { neuronLayer } from "./neuron.ts";
import { within } from "./raws.ts";

/**
 * snnTorch's Synaptic: i[t+1] = alpha i[t] + I[t+1], U[t+1] = beta U[t] + i[t+1] - R[t] threshold with R = [U > threshold] (reset "zero":
 * (beta U + i)(1 - R); the current i is not reset), S = [U > threshold]. No gradient goes through R, as there.
 */
export interface SynapticSpec extends Firing {
  readonly layer: "Synaptic";
  /** Share of the current that is left after a step, 0 to 1; where learning takes it beyond, it counts as the bound. */
  readonly alpha: number;
  /** Share of U that is left after a step, 0 to 1; likewise. */
  readonly beta: number;
  /** Default false. */
  readonly learn_alpha?: boolean;
}

export function synaptic(spec: SynapticSpec, input: Tensor, site: Site): Tensor {
  const { index } = site;
  const { learn_alpha = false, learn_beta = false } = spec;
  const raws = [
    { name: "alpha", value: within(index, "alpha", spec.alpha, 0, 1), learn: learn_alpha },
    { name: "beta", value: within(index, "beta", spec.beta, 0, 1), learn: learn_beta },
    thresholdRaw(index, spec),
  ];
  return neuronLayer("Synaptic", firing(index, spec, neuron), raws, spec, input, site);
}
