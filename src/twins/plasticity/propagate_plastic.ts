import { Plastic, placeOf } from "../lib/plastic.ts";
import { type PlacedRule, Replay } from "../lib/replay.ts";
import type { Share } from "../lib/share.ts";
import { Run } from "../lib/window.ts";

/** Arguments of the propagate_plastic kernel in the order of its bindings. */
export type PropagatePlasticTwin = (
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
  const replay = new Replay(placed);
  const float = new Float32Array(1);
  return (run, window, plastic, rule, histories, rows, page, ring, control, queue, modulators) => {
    const first = control[run[Run.steps_at] + window[0]];
    const begin = control[run[Run.tails_at] + window[0]];
    if (begin === control[0]) return;
    replay.bind(plastic, rule, histories, page, modulators);
    const scale = floatAt(plastic, Plastic.scale, float);
    const most = floatAt(plastic, Plastic.most, float);
    const mask = 2 ** run[Run.neuron_bits] - 1;
    const depth = plastic[Plastic.depth];
    const targetMask = 2 ** plastic[Plastic.target_bits] - 1;
    const serve = (source: number, spikes: number, row: number) => {
      const step = histories[plastic[Plastic.pre_marks] + (source * depth + (spikes & (depth - 1))) * plastic[Plastic.pre_words]];
      replay.source(source, spikes);
      const cell0 = plastic[Plastic.first_cell] + Math.floor(source / plastic[Plastic.sources]) * plastic[Plastic.stride];
      const from = Math.max(rows[row], plastic[Plastic.page_first]) - plastic[Plastic.page_first];
      const to = Math.min(rows[row + 1], plastic[Plastic.page_end]) - plastic[Plastic.page_first];
      for (let k = from; k < to; k++) {
        const delivered = replay.spike(k, step);
        if (!(Math.abs(delivered) <= most)) fault(control, plastic[Plastic.fault], step);
        const due = (step + (page[k * plastic[Plastic.synapse_words]] >>> plastic[Plastic.target_bits])) % run[Run.ring_slots];
        ring[due * run[Run.cells] + cell0 + (page[k * plastic[Plastic.synapse_words]] & targetMask)] += quanta(delivered, scale);
      }
    };
    for (let s = begin; s < control[0]; s++) {
      const source = placeOf(plastic, queue[s] & mask, plastic[Plastic.source_first], plastic[Plastic.sources]);
      if (source < 0) continue;
      const spikes = histories[plastic[Plastic.pre_counts] + source];
      let earlier = spikes;
      const stepOf = (n: number) =>
        histories[plastic[Plastic.pre_marks] + (source * depth + (n & (depth - 1))) * plastic[Plastic.pre_words]];
      while (earlier > 0 && stepOf(earlier - 1) >= first && spikes - earlier < run[Run.window_steps]) earlier--;
      // All spikes of a neuron in a window are served in order, with the first of them.
      if (stepOf(earlier) !== first + (queue[s] >>> run[Run.neuron_bits])) continue;
      const row = 2 * (source * plastic[Plastic.row_parts] + share.index);
      for (let n = earlier; n < spikes; n++) serve(source, n, row);
    }
  };
}

/** A weight in the ring's fixed point. */
export function quanta(weight: number, scale: number): number {
  return Math.floor(Math.fround(Math.fround(weight * scale) + 0.5));
}

export function floatAt(words: Uint32Array, at: number, scratch: Float32Array): number {
  new Uint32Array(scratch.buffer)[0] = words[at];
  return scratch[0];
}

/** Notes a step at which a weight was out of bounds; the earliest stays. */
export function fault(control: Uint32Array, at: number, step: number): void {
  for (let seen = Atomics.load(control, at); seen > step; ) {
    const found = Atomics.compareExchange(control, at, seen, step);
    if (found === seen) break;
    seen = found;
  }
}
