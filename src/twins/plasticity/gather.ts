import { type EachSynapseTwin, eachSynapse } from "../lib/each_synapse.ts";
import { type PlacedRule, ticks } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";

/** Twin of shaders/plasticity/gather.wgsl: adds what each synapse, up to date, contributes to the total of its source or target. */
export function gatherTwin(placed: PlacedRule, share: Share): EachSynapseTwin {
  return eachSynapse(placed, "gather", share, ticks);
}
