import { InputError } from "../../errors.ts";
import { refuseOthers } from "../../network/names.ts";
import type { KeyTable } from "../keys.ts";
import type { Tensor } from "../tensor.ts";
import { type Conv2dSpec, conv2d } from "./conv2d.ts";
import { type FlattenSpec, flatten } from "./flatten.ts";
import type { Site } from "./layer.ts";
import { type LeakySpec, leaky } from "./leaky.ts";
import { type LinearSpec, linear } from "./linear.ts";
import { type PoolSpec, pool } from "./pool.ts";
import { type SoftLifSpec, softLif } from "./soft-lif.ts";
import { type SynapticSpec, synaptic } from "./synaptic.ts";
import { type UltraDlifSpec, ultraDlif } from "./ultra-dlif.ts";
import { type UltraLifSpec, ultraLif } from "./ultra-lif.ts";

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

const NEURON = { readout: true, recurrent: true } as const;
const SCALE = { eps: true, ds: true, beta: true } as const;
const SOFT = { tau: true, eps: true, ...NEURON } as const;
const FIRING = { threshold: true, reset: true, surrogate: true, learn_beta: true, learn_threshold: true, ...NEURON } as const;
const POOL = { kernel_size: true, stride: true } as const;

const KEYS: KeyTable<LayerSpec, "layer"> = {
  Linear: { in_features: true, out_features: true, bias: true },
  Conv2d: { in_channels: true, out_channels: true, kernel_size: true, stride: true, padding: true, bias: true },
  AvgPool2d: POOL,
  MaxPool2d: POOL,
  Flatten: {},
  UltraLIF: { tau: true, ...SCALE, ...NEURON },
  UltraPLIF: { tau: true, ...SCALE, ...NEURON },
  UltraDLIF: { variant: true, tau: true, ...SCALE },
  UltraDPLIF: { variant: true, tau: true, ...SCALE },
  LIF: SOFT,
  PLIF: SOFT,
  AdaLIF: SOFT,
  SigmaLIF: SOFT,
  DSpike: SOFT,
  "DSpike+": SOFT,
  Leaky: { beta: true, ...FIRING },
  Synaptic: { alpha: true, beta: true, learn_alpha: true, ...FIRING },
};

/** Records a layer; returns what the next one takes. @throws InputError for a name or a key that is no layer's, and what the layer itself refuses */
export function build(spec: LayerSpec, input: Tensor, site: Site): Tensor {
  const place = `layers[${site.index}]`;
  if (!Object.hasOwn(KEYS, spec.layer))
    throw new InputError(`${place}.layer`, spec.layer, `is no layer; there are: ${Object.keys(KEYS).join(", ")}`);
  refuseOthers(place, spec, ["layer", ...Object.keys(KEYS[spec.layer])]);
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
  }
}
