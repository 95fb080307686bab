import { Plastic, SETTLED, WANTED } from "../lib/plastic.ts";
import { type PlacedRule, Replay } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { floatAt, quanta } from "./propagate_plastic.ts";
import { eachRow, type SettleTwin, windowEnd } from "./settle.ts";

/** Whether the clock acts on a projection at the end of this window, all its synapses being up to date. */
export function ticks(plastic: Uint32Array, histories: Uint32Array, end: number): boolean {
  const every = plastic[Plastic.every];
  return histories[WANTED] === end && histories[SETTLED] < end && every !== 0 && end % every === 0;
}

/** Twin of shaders/plasticity/gather.wgsl: adds what each synapse contributes to the total of its source or target. */
export function gatherTwin(placed: PlacedRule, share: Share): SettleTwin {
  const replay = new Replay(placed);
  const float = new Float32Array(1);
  return (run, window, plastic, rule, histories, rows, page, control, modulators) => {
    const end = windowEnd(run, window, control);
    if (!ticks(plastic, histories, end)) return;
    replay.bind(plastic, rule, histories, page, modulators);
    const totals = new Int32Array(histories.buffer, histories.byteOffset + 4 * plastic[Plastic.totals]);
    const scale = floatAt(plastic, Plastic.total_scale, float);
    const bySource = placed.form.contribute === "source";
    eachRow(plastic, rows, share, (source, from, to) => {
      replay.source(source, histories[plastic[Plastic.pre_counts] + source]);
      for (let k = from; k < to; k++)
        Atomics.add(totals, bySource ? source : replay.targetOf(k), quanta(replay.contribution(k, end), scale));
    });
  };
}
