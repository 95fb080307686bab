import { ultra_lif } from "../../twins/dense/neuron/ultra_lif.ts";
import type { Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import { type NeuronOutput, neuronLayer } from "./neuron.ts";

/**
 * UltraLIF (fixed tau) and UltraPLIF (tau learnable), arXiv 2602.11206, main code: V <- LSE_eps(V + log tau, I), s = sigmoid(V / eps),
 * V <- V (1 - s). eps is learnable, within [0.1, 20].
 */
export interface UltraLifSpec {
  readonly layer: "UltraLIF" | "UltraPLIF";
  /** Leak a step, above 0; default 0.9. */
  readonly tau?: number;
  /** Temperature at the beginning, 0.1 to 20; default 1. */
  readonly eps?: number;
}

export function ultraLif({ layer, tau = 0.9, eps = 1 }: UltraLifSpec, input: Tensor, site: Site): NeuronOutput {
  const raws = [
    { name: "log_tau", value: Math.log(tau), learn: layer === "UltraPLIF" },
    { name: "log_eps", value: Math.log(eps), learn: true },
  ];
  return neuronLayer(layer, ultra_lif, raws, "spikes", input, site);
}
