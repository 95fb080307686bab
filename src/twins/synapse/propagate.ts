import type { Share } from "../lib/share.ts";
import { Deliveries } from "./deliver.ts";

/** Arguments of the propagate kernel in the order of its bindings; `pages` is (first synapse, end, workgroups) of the pages given. */
export type PropagateTwin = (
  run: Uint32Array,
  window: Uint32Array,
  pages: Uint32Array,
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
  return (run, window, pages, rows, page0, page1, page2, ring, control, queue) => {
    deliveries.run(run, window, pages, rows, [page0, page1, page2], ring, control, queue, undefined);
  };
}
