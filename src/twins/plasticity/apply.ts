import { Plastic } from "../lib/plastic.ts";
import type { PlacedRule } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { Loop } from "../lib/stretches.ts";
import { ticks, totalsOf } from "./gather.ts";
import { eachRow, type SettleTwin, windowEnd } from "./settle.ts";
import type { Idle } from "./settled.ts";

/** Twin of shaders/plasticity/apply.wgsl: the clock's event at each synapse, with the total it shares in. */
export function applyTwin(placed: PlacedRule, share: Share): SettleTwin & Idle<SettleTwin> {
  const loop = new Loop(placed, "apply", share);
  const idle: Idle<SettleTwin>["idle"] = (run, window, plastic, _rule, histories, _rows, _page, control) =>
    !ticks(plastic, histories, windowEnd(run, window, control));
  const apply: SettleTwin = (run, window, plastic, rule, histories, rows, page, control, modulators) => {
    const end = windowEnd(run, window, control);
    if (!ticks(plastic, histories, end)) return;
    const stretches = loop.bind(plastic, rule, histories, page, modulators, totalsOf(plastic, histories));
    eachRow(plastic, rows, share, (source, from, to) => {
      stretches.source(source, histories[plastic[Plastic.pre_counts] + source]);
      stretches.apply(from, to, end);
    });
  };
  return Object.assign(apply, { idle });
}
