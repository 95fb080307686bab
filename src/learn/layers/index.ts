import type { Tensor } from "../tensor.ts";
import type { Site } from "./layer.ts";
import { type LinearSpec, linear } from "./linear.ts";
import { type UltraLifSpec, ultraLif } from "./ultra_lif.ts";

/** A layer as data: what a network file of `train` and a checkpoint hold. */
export type LayerSpec = LinearSpec | UltraLifSpec;

/** Records a layer; returns what the next one takes. */
export function build(spec: LayerSpec, input: Tensor, site: Site): Tensor {
  switch (spec.layer) {
    case "Linear":
      return linear(spec, input, site);
    case "UltraLIF":
    case "UltraPLIF":
      return ultraLif(spec, input, site).spikes;
  }
}
