import { asked, type EachSynapseTwin, eachSynapse } from "../lib/each_synapse.ts";
import { type PlacedRule, ticks } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { windowEnd } from "../lib/window.ts";
import type { Idle } from "./settled.ts";

/** Twin of shaders/plasticity/apply.wgsl: the clock's event at each synapse, with the total it shares in. */
export function applyTwin(placed: PlacedRule, share: Share): EachSynapseTwin & Idle<EachSynapseTwin> {
  const idle: Idle<EachSynapseTwin>["idle"] = (run, window, plastic, _rule, histories, _rows, _page, control) => {
    const end = windowEnd(run, window, control);
    return !asked(histories, end) || !ticks(plastic, end);
  };
  return Object.assign(eachSynapse(placed, "apply", share, ticks), { idle });
}
