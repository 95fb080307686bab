import { Deliveries } from "../lib/deliver.ts";
import type { Share } from "../lib/share.ts";
import type { PropagateTwin } from "./propagate.ts";

/** Arguments of the propagate_constant kernel in the order of its bindings. */
type PropagateConstantTwin = (...buffers: [...Parameters<PropagateTwin>, weights: Int32Array]) => void;

/** Twin of shaders/synapse/propagate_constant.wgsl: the synapses onto the neurons of one share. */
export function propagateConstantTwin(share: Share): PropagateConstantTwin {
  const deliveries = new Deliveries(share, 1);
  return (run, window, rows_bound, rows, page0, page1, page2, ring, control, queue, weights) => {
    deliveries.run(run, window, rows_bound, rows, [page0, page1, page2], ring, control, queue, weights);
  };
}
