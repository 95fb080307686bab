import { atomicMin } from "../lib/atomic.ts";
import { Plastic, placeOf, preMark } from "../lib/plastic.ts";
import type { PlacedRule } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { Loop } from "../lib/stretches.ts";
import { Run, windowOf } from "../lib/window.ts";

/** Arguments of the propagate_plastic kernel in the order of its bindings. */
type PropagatePlasticTwin = (
  run: Uint32Array,
  window: Uint32Array,
  plastic: Uint32Array,
  rule: Float32Array,
  histories: Uint32Array,
  rows: Uint32Array,
  page: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
  /** Only where something is modulated. */
  modulators?: Float32Array,
) => void;

/** Twin of shaders/plasticity/propagate_plastic.wgsl: the synapses onto the neurons of one share. */
export function propagatePlasticTwin(placed: PlacedRule, share: Share): PropagatePlasticTwin {
  const loop = new Loop(placed, "propagate_plastic", share);
  return (run, window, plastic, rule, histories, rows, page, ring, control, queue, modulators) => {
    const { first, begin } = windowOf(run, window, control);
    if (begin === control[0]) return;
    const stretches = loop.bind(plastic, rule, histories, page, modulators, ring);
    const mask = 2 ** run[Run.neuron_bits] - 1;
    const stepOf = (source: number, n: number) => histories[preMark(plastic, source, n)];
    const serve = (source: number, spikes: number) => {
      const row = 2 * (source * plastic[Plastic.row_parts] + share.index);
      const from = Math.max(rows[row], plastic[Plastic.page_first]) - plastic[Plastic.page_first];
      const to = Math.min(rows[row + 1], plastic[Plastic.page_end]) - plastic[Plastic.page_first];
      if (from >= to) return;
      const step = stepOf(source, spikes);
      stretches.source(source, spikes);
      if (!stretches.spike(from, to, step, run[Run.ring_slots], run[Run.cells])) atomicMin(control, plastic[Plastic.fault], step);
    };
    for (let s = begin; s < control[0]; s++) {
      const source = placeOf(plastic, queue[s] & mask, plastic[Plastic.source_first], plastic[Plastic.sources]);
      if (source < 0) continue;
      const spikes = histories[plastic[Plastic.pre_counts] + source];
      let earlier = spikes;
      while (earlier > 0 && stepOf(source, earlier - 1) >= first && spikes - earlier < run[Run.window_steps]) earlier--;
      // All spikes of a neuron in a window are served in order, with the first of them.
      if (stepOf(source, earlier) !== first + (queue[s] >>> run[Run.neuron_bits])) continue;
      for (let n = earlier; n < spikes; n++) serve(source, n);
    }
  };
}
