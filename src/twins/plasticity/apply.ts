import { Plastic } from "../lib/plastic.ts";
import { type PlacedRule, Replay } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { ticks } from "./gather.ts";
import { floatAt } from "./propagate_plastic.ts";
import { eachRow, type SettleTwin, windowEnd } from "./settle.ts";

/** Twin of shaders/plasticity/apply.wgsl: the clock's event at each synapse, with the total it shares in. */
export function applyTwin(placed: PlacedRule, share: Share): SettleTwin {
  const replay = new Replay(placed);
  const float = new Float32Array(1);
  return (run, window, plastic, rule, histories, rows, page, control, modulators) => {
    const end = windowEnd(run, window, control);
    if (!ticks(plastic, histories, end)) return;
    replay.bind(plastic, rule, histories, page, modulators);
    const totals = new Int32Array(histories.buffer, histories.byteOffset + 4 * plastic[Plastic.totals]);
    const quantum = Math.fround(1 / floatAt(plastic, Plastic.total_scale, float));
    const bySource = placed.form.contribute === "source";
    eachRow(plastic, rows, share, (source, from, to) => {
      replay.source(source, histories[plastic[Plastic.pre_counts] + source]);
      for (let k = from; k < to; k++)
        replay.clock(k, end, Math.fround(Math.fround(totals[bySource ? source : replay.targetOf(k)]) * quantum));
    });
  };
}
