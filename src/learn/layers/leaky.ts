import { leaky as neuron } from "../../twins/dense/neuron/leaky.ts";
import type { Tensor } from "../tensor.ts";
import { type Firing, firing, thresholdRaw } from "./firing.ts";
import type { Site } from "./layer.ts";
import { neuronLayer } from "./neuron.ts";
import { within } from "./raws.ts";

/**
 * snnTorch's Leaky: U[t+1] = beta U[t] + I[t+1] - R[t] threshold with R = [U > threshold] (reset "zero": (beta U + I)(1 - R)),
 * S = [U > threshold]. No gradient goes through R, as there. Its spikes are hard in every pass.
 */
export interface LeakySpec extends Firing {
  readonly layer: "Leaky";
  /** Share of U that is left after a step, 0 to 1; where learning takes it beyond, it counts as the bound. */
  readonly beta: number;
}

export function leaky(spec: LeakySpec, input: Tensor, site: Site): Tensor {
  const { index } = site;
  const beta = { name: "beta", value: within(index, "beta", spec.beta, 0, 1), learn: spec.learn_beta ?? false };
  return neuronLayer("Leaky", firing(index, spec, neuron), [beta, thresholdRaw(index, spec)], spec, input, site);
}
