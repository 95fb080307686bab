import { Run, stepsOf } from "../lib/window.ts";

/** Twin of shaders/synapse/propagate.wgsl. `pages` is (first synapse, end, workgroups) of the pages given. */
export function propagate(
  run: Uint32Array,
  window: Uint32Array,
  pages: Uint32Array,
  row_start: Uint32Array,
  page0: Uint32Array,
  page1: Uint32Array,
  page2: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
): void {
  const firstStep = control[run[Run.steps_at] + window[0]];
  const begin = control[run[Run.tails_at] + window[0]];
  const end = control[0];
  control[run[Run.tails_at] + window[0] + 1] = end;
  control[run[Run.steps_at] + window[0] + 1] = firstStep + stepsOf(run, firstStep, begin);
  const neuronBits = run[Run.neuron_bits];
  const size = run[Run.page_synapses];
  const bound = [page0, page1, page2];
  for (let s = begin; s < end; s++) {
    const entry = queue[s];
    const neuron = entry & ((1 << neuronBits) - 1);
    const slot = (firstStep + (entry >>> neuronBits)) % run[Run.ring_slots];
    const last = Math.min(row_start[neuron + 1], pages[1]) - pages[0];
    for (let k = Math.max(row_start[neuron], pages[0]) - pages[0]; k < last; ) {
      const page = Math.floor(k / size);
      const stop = Math.min(last, (page + 1) * size);
      deliver(bound[page], k - page * size, stop - page * size, slot, run, ring);
      k = stop;
    }
  }
}

/** Adds synapses [from, to) of one page to the ring: `slot` is the step of the spike. */
function deliver(page: Uint32Array, from: number, to: number, slot: number, run: Uint32Array, ring: Int32Array): void {
  const cellBits = run[Run.cell_bits];
  const cellMask = (2 ** cellBits - 1) | 0;
  const slots = run[Run.ring_slots];
  const cells = run[Run.cells];
  let delay = -1;
  let base = 0;
  for (let k = 2 * from; k < 2 * to; k += 2) {
    const place = page[k] | 0;
    if (place >>> cellBits !== delay) {
      // Rows are sorted by delay: this happens once a delay, not once a synapse.
      delay = place >>> cellBits;
      base = slot + delay >= slots ? (slot + delay - slots) * cells : (slot + delay) * cells;
    }
    ring[base + (place & cellMask)] += page[k + 1] | 0;
  }
}
