import { type EachSynapseTwin, eachSynapse } from "../lib/each_synapse.ts";
import type { PlacedRule } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";

/** Twin of shaders/plasticity/settle.wgsl: brings all synapses up to the window's end, and lets the clock act on them. */
export function settleTwin(placed: PlacedRule, share: Share): EachSynapseTwin {
  return eachSynapse(placed, "settle", share, () => true);
}
