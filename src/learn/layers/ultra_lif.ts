import { InputError } from "../../errors.ts";
import { ultra_lif } from "../../twins/dense/neuron/ultra_lif.ts";
import type { Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import { neuronLayer } from "./neuron.ts";
import { epsRaw, type Readout } from "./raws.ts";

/**
 * UltraLIF (fixed tau) and UltraPLIF (tau learnable), arXiv 2602.11206, main code: V <- LSE_eps(V + log tau, I), s = sigmoid(V / eps),
 * V <- V (1 - s). eps is learnable, within [0.1, 20].
 */
export interface UltraLifSpec extends Readout {
  readonly layer: "UltraLIF" | "UltraPLIF";
  /** Leak a step, above 0; default 0.9. */
  readonly tau?: number;
  /** Temperature at the beginning, 0.1 to 20; default 1. */
  readonly eps?: number;
}

export function ultraLif(spec: UltraLifSpec, input: Tensor, site: Site): Tensor {
  const { layer, tau = 0.9, readout } = spec;
  if (!(tau > 0 && tau < Infinity)) throw new InputError(`layers[${site.index}].tau`, tau, "a number above 0");
  const raws = [{ name: "log_tau", value: Math.log(tau), learn: layer === "UltraPLIF" }, epsRaw(site.index, spec)];
  return neuronLayer(layer, ultra_lif, raws, readout, input, site);
}
