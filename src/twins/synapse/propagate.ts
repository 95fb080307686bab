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
  const spikes = gatherSpikes(run, pages, row_start, queue, firstStep, begin, end);
  const bound = [page0, page1, page2];
  const block = delaysTogether(run, row_start);
  const slots = run[Run.ring_slots];
  for (let limit = block; ; limit += block) {
    for (let s = 0; s < spikes; s++) deliver(s, limit, bound, run, ring);
    if (limit > slots) return;
  }
}

/** Synapses of a row that are worth staying in one stretch of the ring for. */
const STRETCH = 64;

/** Place in its row, end of the row (both behind the first bound synapse) and ring slot of each spike of the window. */
let next = new Uint32Array(1024);
let last = new Uint32Array(1024);
let slot = new Uint32Array(1024);

/** Fills the three lists and returns how many spikes there are. */
function gatherSpikes(
  run: Uint32Array,
  pages: Uint32Array,
  row_start: Uint32Array,
  queue: Uint32Array,
  firstStep: number,
  begin: number,
  end: number,
): number {
  const neuronBits = run[Run.neuron_bits];
  if (next.length < end - begin) {
    const size = 2 * (end - begin);
    next = new Uint32Array(size);
    last = new Uint32Array(size);
    slot = new Uint32Array(size);
  }
  let n = 0;
  for (let s = begin; s < end; s++) {
    const neuron = queue[s] & ((1 << neuronBits) - 1);
    const from = Math.max(row_start[neuron], pages[0]);
    const to = Math.min(row_start[neuron + 1], pages[1]);
    if (from >= to) continue;
    next[n] = from - pages[0];
    last[n] = to - pages[0];
    slot[n++] = (firstStep + (queue[s] >>> neuronBits)) % run[Run.ring_slots];
  }
  return n;
}

/**
 * How many delays are delivered before the next spike's turn. The ring of a large network is larger than the caches and their page
 * tables: taking all spikes' synapses of one delay together keeps the writes in one slot.
 */
function delaysTogether(run: Uint32Array, row_start: Uint32Array): number {
  const synapses = row_start[run[Run.neurons]];
  return Math.max(1, Math.ceil((run[Run.ring_slots] * STRETCH * run[Run.neurons]) / Math.max(1, synapses)));
}

/** Adds the synapses of spike `s` with a delay below `limit` to the ring. Rows are sorted by delay. */
function deliver(s: number, limit: number, pages: readonly Uint32Array[], run: Uint32Array, ring: Int32Array): void {
  const size = run[Run.page_synapses];
  const cellBits = run[Run.cell_bits];
  const cellMask = (2 ** cellBits - 1) | 0;
  const slots = run[Run.ring_slots];
  const cells = run[Run.cells];
  let delay = -1;
  let base = 0;
  let k = next[s] | 0;
  while (k < last[s]) {
    // Integer arithmetic throughout: one division left in float64 makes every index of the loop a float64.
    const number = (k / size) | 0;
    const first = Math.imul(number, size);
    const page = pages[number];
    const stop = (Math.min(last[s] - first, size) << 1) | 0;
    let w = ((k - first) << 1) | 0;
    for (; w < stop; w += 2) {
      const place = page[w] | 0;
      if (place >>> cellBits !== delay) {
        // Once a delay, not once a synapse.
        if (place >>> cellBits >= limit) break;
        delay = place >>> cellBits;
        const due = slot[s] + delay;
        base = (due >= slots ? due - slots : due) * cells;
      }
      ring[base + (place & cellMask)] += page[w + 1] | 0;
    }
    k = (first + (w >> 1)) | 0;
    if (w < stop) break;
  }
  next[s] = k;
}
