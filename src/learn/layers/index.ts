import { InputError } from "../../errors.ts";
import type { Tensor } from "../tensor.ts";
import { type Conv2dSpec, conv2d } from "./conv2d.ts";
import { type FlattenSpec, flatten } from "./flatten.ts";
import type { Site } from "./layer.ts";
import { type LeakySpec, leaky } from "./leaky.ts";
import { type LinearSpec, linear } from "./linear.ts";
import { type PoolSpec, pool } from "./pool.ts";
import { type SoftLifSpec, softLif } from "./soft_lif.ts";
import { type SynapticSpec, synaptic } from "./synaptic.ts";
import { type UltraDlifSpec, ultraDlif } from "./ultra_dlif.ts";
import { type UltraLifSpec, ultraLif } from "./ultra_lif.ts";

/** A layer as data: what a network file of `train` and a checkpoint hold. */
export type LayerSpec =
  | LinearSpec
  | Conv2dSpec
  | PoolSpec
  | FlattenSpec
  | UltraLifSpec
  | UltraDlifSpec
  | SoftLifSpec
  | LeakySpec
  | SynapticSpec;

/** For messages; the switch below knows them by type. */
const NAMES =
  "Linear, Conv2d, AvgPool2d, MaxPool2d, Flatten, UltraLIF, UltraPLIF, UltraDLIF, UltraDPLIF, LIF, PLIF, AdaLIF, SigmaLIF, DSpike, DSpike+, Leaky, Synaptic";

/** Records a layer; returns what the next one takes. @throws InputError for a name that is no layer's, and what the layer itself refuses */
export function build(spec: LayerSpec, input: Tensor, site: Site): Tensor {
  switch (spec.layer) {
    case "Linear":
      return linear(spec, input, site);
    case "Conv2d":
      return conv2d(spec, input, site);
    case "AvgPool2d":
    case "MaxPool2d":
      return pool(spec, input, site);
    case "Flatten":
      return flatten(input);
    case "UltraLIF":
    case "UltraPLIF":
      return ultraLif(spec, input, site);
    case "UltraDLIF":
    case "UltraDPLIF":
      return ultraDlif(spec, input, site);
    case "LIF":
    case "AdaLIF":
    case "PLIF":
    case "SigmaLIF":
    case "DSpike":
    case "DSpike+":
      return softLif(spec, input, site);
    case "Leaky":
      return leaky(spec, input, site);
    case "Synaptic":
      return synaptic(spec, input, site);
    default:
      throw new InputError(`layers[${site.index}].layer`, (spec as LayerSpec).layer, `is no layer; there are: ${NAMES}`);
  }
}
