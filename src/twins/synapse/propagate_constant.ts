import type { Share } from "../lib/share.ts";
import { Deliveries } from "./deliver.ts";

/** Arguments of the propagate_constant kernel in the order of its bindings. */
export type PropagateConstantTwin = (
  run: Uint32Array,
  window: Uint32Array,
  bounds: Uint32Array,
  rows: Uint32Array,
  page0: Uint32Array,
  page1: Uint32Array,
  page2: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
  weights: Int32Array,
) => void;

/** Twin of shaders/synapse/propagate_constant.wgsl: the synapses onto the neurons of one share. */
export function propagateConstantTwin(share: Share): PropagateConstantTwin {
  const deliveries = new Deliveries(share, 1);
  return (run, window, bounds, rows, page0, page1, page2, ring, control, queue, weights) => {
    deliveries.run(run, window, bounds, rows, [page0, page1, page2], ring, control, queue, weights);
  };
}
