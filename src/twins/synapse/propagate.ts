import { Deliveries } from "../lib/deliver.ts";
import type { Share } from "../lib/share.ts";

/** Arguments of the propagate kernel in the order of its bindings; `rows_bound` begins with (first synapse, end) of the pages given. */
export type PropagateTwin = (
  run: Uint32Array,
  window: Uint32Array,
  rows_bound: Uint32Array,
  rows: Uint32Array,
  page0: Uint32Array,
  page1: Uint32Array,
  page2: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
) => void;

/** Twin of shaders/synapse/propagate.wgsl: the synapses onto the neurons of one share. */
export function propagateTwin(share: Share): PropagateTwin {
  const deliveries = new Deliveries(share, 2);
  return (run, window, rows_bound, rows, page0, page1, page2, ring, control, queue) => {
    deliveries.run(run, window, rows_bound, rows, [page0, page1, page2], ring, control, queue, undefined);
  };
}
