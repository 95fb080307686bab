import { InputError } from "../../errors.ts";
import { ada_lif } from "../../twins/dense/neuron/ada_lif.ts";
import { dspike_lif, sigma_lif, soft_lif } from "../../twins/dense/neuron/soft_lif.ts";
import type { Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import { neuronLayer } from "./neuron.ts";
import { epsRaw, LEARNABLE_TAU, type NeuronOptions, type Raw, tauRaw } from "./raws.ts";

/**
 * The leaky neurons with a soft spike that UltraLIF is compared with (arXiv 2602.11206, its code): V <- tau V + I, s = f(V),
 * V <- V (1 - s). Spikes are soft in training and in the soft pass.
 * - LIF (tau fixed) and PLIF (tau learnable): s = sigmoid(10 (V - 0.5)).
 * - AdaLIF: s = sigmoid(10 (V - B)) with B = 0.5 + 0.1 b, b <- 0.9 b + 0.1 s.
 * - SigmaLIF: s = sigmoid(V / eps), eps learnable within [0.1, 20].
 * - DSpike (tau fixed) and DSpike+ (tau learnable): s = 1/2 + tanh(k (V - 1/2)) / (2 tanh(k / 2)) within [0, 1], k = softplus(raw), learnable.
 */
export interface SoftLifSpec extends NeuronOptions {
  readonly layer: "LIF" | "PLIF" | "AdaLIF" | "SigmaLIF" | "DSpike" | "DSpike+";
  /** Leak a step, between 0 and 1; default 0.9, or sigmoid(0.9) = 0.71 where it is learnable. */
  readonly tau?: number;
  /** SigmaLIF: temperature at the beginning, 0.1 to 20; default 1. */
  readonly eps?: number;
}

/** Raw number of DSpike's k at the beginning. */
const RAW_K: Raw = { name: "raw_k", value: 4, learn: true };

export function softLif(spec: SoftLifSpec, input: Tensor, site: Site): Tensor {
  const { layer } = spec;
  if (spec.eps !== undefined && layer !== "SigmaLIF")
    throw new InputError(`layers[${site.index}].eps`, spec.eps, `${layer} has none; leave it out`);
  const learning = layer === "PLIF" || layer === "DSpike+";
  const tau = tauRaw(site.index, spec.tau ?? (learning ? LEARNABLE_TAU : 0.9), learning);
  if (layer === "AdaLIF") return neuronLayer(layer, ada_lif, [tau], spec, input, site);
  if (layer === "SigmaLIF") return neuronLayer(layer, sigma_lif, [tau, epsRaw(site.index, spec)], spec, input, site);
  if (layer === "LIF" || layer === "PLIF") return neuronLayer(layer, soft_lif, [tau], spec, input, site);
  return neuronLayer(layer, dspike_lif, [tau, RAW_K], spec, input, site);
}
