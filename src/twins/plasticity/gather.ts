import { Plastic, SETTLED, WANTED } from "../lib/plastic.ts";
import type { PlacedRule } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { Loop } from "../lib/stretches.ts";
import { eachRow, type SettleTwin, windowEnd } from "./settle.ts";

/** Whether the clock acts on a projection at the end of this window, all its synapses being up to date. */
export function ticks(plastic: Uint32Array, histories: Uint32Array, end: number): boolean {
  const every = plastic[Plastic.every];
  return histories[WANTED] === end && histories[SETTLED] < end && every !== 0 && end % every === 0;
}

/** The totals of a projection's neurons in its histories. */
export function totalsOf(plastic: Uint32Array, histories: Uint32Array): Int32Array {
  return new Int32Array(histories.buffer, histories.byteOffset + 4 * plastic[Plastic.totals], plastic[Plastic.total_words] / 2);
}

/** Twin of shaders/plasticity/gather.wgsl: adds what each synapse contributes to the total of its source or target. */
export function gatherTwin(placed: PlacedRule, share: Share): SettleTwin {
  const loop = new Loop(placed, "gather", share);
  return (run, window, plastic, rule, histories, rows, page, control, modulators) => {
    const end = windowEnd(run, window, control);
    if (!ticks(plastic, histories, end)) return;
    const stretches = loop.bind(plastic, rule, histories, page, modulators, totalsOf(plastic, histories));
    eachRow(plastic, rows, share, (source, from, to) => {
      stretches.source(source, histories[plastic[Plastic.pre_counts] + source]);
      stretches.gather(from, to, end);
    });
  };
}
