import { Plastic, SETTLED, WANTED } from "./plastic.ts";
import type { PlacedRule } from "./replay.ts";
import type { Share } from "./share.ts";
import { Loop } from "./stretches.ts";
import { windowEnd } from "./window.ts";

/** Arguments of the settle, gather and apply kernels in the order of their bindings. */
export type EachSynapseTwin = (
  run: Uint32Array,
  window: Uint32Array,
  plastic: Uint32Array,
  rule: Float32Array,
  histories: Uint32Array,
  rows: Uint32Array,
  page: Uint32Array,
  control: Uint32Array,
  /** Only where something is modulated. */
  modulators?: Float32Array,
) => void;

/** Whether it was asked for that all synapses be up to date at a window's end, and they are not yet. */
export function asked(histories: Uint32Array, end: number): boolean {
  return histories[WANTED] === end && histories[SETTLED] < end;
}

/** Twin of shaders/lib/each_synapse.wgsl: where that was asked for and it is due, acts on all synapses onto the neurons of one share. */
export function eachSynapse(
  placed: PlacedRule,
  kernel: "settle" | "gather" | "apply",
  share: Share,
  due: (plastic: Uint32Array, end: number) => boolean,
): EachSynapseTwin {
  const loop = new Loop(placed, kernel, share);
  return (run, window, plastic, rule, histories, rows, page, control, modulators) => {
    const end = windowEnd(run, window, control);
    if (!asked(histories, end) || !due(plastic, end)) return;
    const totals = new Int32Array(histories.buffer, histories.byteOffset + 4 * plastic[Plastic.totals], plastic[Plastic.total_words] / 2);
    const stretches = loop.bind(plastic, rule, histories, page, modulators, kernel === "settle" ? undefined : totals);
    for (let source = 0; source < plastic[Plastic.sources] * plastic[Plastic.instances]; source++) {
      const row = 2 * (source * plastic[Plastic.row_parts] + share.index);
      const from = Math.max(rows[row], plastic[Plastic.page_first]);
      const to = Math.min(rows[row + 1], plastic[Plastic.page_end]);
      if (from >= to) continue;
      stretches.source(source, histories[plastic[Plastic.pre_counts] + source]);
      stretches[kernel](from - plastic[Plastic.page_first], to - plastic[Plastic.page_first], end);
    }
  };
}
