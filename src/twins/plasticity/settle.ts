import { Plastic, SETTLED, WANTED } from "../lib/plastic.ts";
import type { PlacedRule } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { Loop } from "../lib/stretches.ts";
import { Run, stepsOf } from "../lib/window.ts";

/** Arguments of the settle kernel in the order of its bindings. */
export type SettleTwin = (
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

/** The step at which the window ends that a kernel is dispatched for. */
export function windowEnd(run: Uint32Array, window: Uint32Array, control: Uint32Array): number {
  const first = control[run[Run.steps_at] + window[0]];
  return first + stepsOf(run, first, control[run[Run.tails_at] + window[0]]);
}

/** Calls back with the synapses of each row that are one share's and in the page bound, places counted from its start. */
export function eachRow(
  plastic: Uint32Array,
  rows: Uint32Array,
  share: Share,
  visit: (source: number, from: number, to: number) => void,
): void {
  for (let source = 0; source < plastic[Plastic.sources] * plastic[Plastic.instances]; source++) {
    const row = 2 * (source * plastic[Plastic.row_parts] + share.index);
    const from = Math.max(rows[row], plastic[Plastic.page_first]);
    const to = Math.min(rows[row + 1], plastic[Plastic.page_end]);
    if (from < to) visit(source, from - plastic[Plastic.page_first], to - plastic[Plastic.page_first]);
  }
}

/** Twin of shaders/plasticity/settle.wgsl: where it was asked for, brings all synapses onto the neurons of one share up to the window's end. */
export function settleTwin(placed: PlacedRule, share: Share): SettleTwin {
  const loop = new Loop(placed, "settle", share);
  return (run, window, plastic, rule, histories, rows, page, control, modulators) => {
    const end = windowEnd(run, window, control);
    if (histories[WANTED] !== end || histories[SETTLED] >= end) return;
    const stretches = loop.bind(plastic, rule, histories, page, modulators);
    eachRow(plastic, rows, share, (source, from, to) => {
      stretches.source(source, histories[plastic[Plastic.pre_counts] + source]);
      stretches.settle(from, to, end);
    });
  };
}
