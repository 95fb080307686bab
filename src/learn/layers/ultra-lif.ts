import { InputError } from "../../errors.ts";
import { ultra_lif, ultra_lif_ds } from "../../twins/dense/neuron/ultra_lif.ts";
import type { Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import { neuronLayer } from "./neuron.ts";
import { betaRaw, epsRaw, type NeuronOptions, refuseBeta, type SpikeScale } from "./raws.ts";

/**
 * UltraLIF (fixed tau) and UltraPLIF (tau learnable), arXiv 2602.11206, main code: V <- LSE_eps(V + log tau, I), s = sigmoid(V / eps),
 * V <- V (1 - s).
 */
export interface UltraLifSpec extends NeuronOptions, SpikeScale {
  readonly layer: "UltraLIF" | "UltraPLIF";
  /** Leak a step, above 0; default 0.9. */
  readonly tau?: number;
}

export function ultraLif(spec: UltraLifSpec, input: Tensor, site: Site): Tensor {
  const { layer, tau = 0.9, ds = false } = spec;
  if (!(tau > 0 && tau < Infinity)) throw new InputError(`layers[${site.index}].tau`, tau, "a number above 0");
  refuseBeta(site.index, spec);
  const raws = [{ name: "log_tau", value: Math.log(tau), learn: layer === "UltraPLIF" }, epsRaw(site.index, spec)];
  if (ds) return neuronLayer(layer, ultra_lif_ds, [...raws, betaRaw(site.index, spec)], spec, input, site);
  return neuronLayer(layer, ultra_lif, raws, spec, input, site);
}
