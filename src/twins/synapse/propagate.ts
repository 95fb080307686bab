import { Run, stepsOf } from "../lib/window.ts";

/** Arguments of the propagate kernel in the order of its bindings; `pages` is (first synapse, end, workgroups) of the pages given. */
export type PropagateTwin = (
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
) => void;

/** Twin of shaders/synapse/propagate.wgsl. */
export function propagateTwin(): PropagateTwin {
  // Made once for each page and ring, and kept: see `sweeper`.
  const sweeps = new Map<Uint32Array, Sweep>();
  let swept: Int32Array | undefined;
  return (run, window, pages, row_start, page0, page1, page2, ring, control, queue) => {
    if (swept !== ring) sweeps.clear();
    swept = ring;
    const sweepOf = (page: Uint32Array): Sweep => {
      const sweep = sweeps.get(page) ?? sweeper(page, ring, run);
      sweeps.set(page, sweep);
      return sweep;
    };
    const firstStep = control[run[Run.steps_at] + window[0]];
    const begin = control[run[Run.tails_at] + window[0]];
    const end = control[0];
    control[run[Run.tails_at] + window[0] + 1] = end;
    control[run[Run.steps_at] + window[0] + 1] = firstStep + stepsOf(run, firstStep, begin);
    const spikes = gatherSpikes(run, pages, row_start, queue, firstStep, begin, end);
    if (spikes === 0) return;
    const bound = [page0, page1, page2];
    const block = delaysTogether(run, row_start);
    const slots = run[Run.ring_slots];
    for (let limit = block; ; limit += block) {
      for (let s = 0; s < spikes; s++) deliver(s, limit, bound, run[Run.page_synapses], sweepOf);
      if (limit > slots) return;
    }
  };
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

/** Delivers spike `s` as far as its synapses with a delay below `limit`, page by page. */
function deliver(s: number, limit: number, pages: readonly Uint32Array[], size: number, sweepOf: (page: Uint32Array) => Sweep): void {
  while (next[s] < last[s]) {
    const number = Math.floor(next[s] / size);
    const first = number * size;
    const stop = 2 * Math.min(last[s] - first, size);
    const reached = sweepOf(pages[number])(2 * (next[s] - first), stop, limit, slot[s]);
    next[s] = first + reached / 2;
    if (reached < stop) return;
  }
}

/** Adds the synapses in words [w, stop) of a page to the ring while their delay is below `limit`; returns where it stopped. */
type Sweep = (w: number, stop: number, limit: number, slot: number) => number;

/**
 * The inner loop. The arrays are constants of a closure made once: V8 then knows their addresses, and an event of the full
 * microcircuit takes 10 ns instead of 25. Every number is kept an int32.
 */
function sweeper(givenPage: Uint32Array, givenRing: Int32Array, run: Uint32Array): Sweep {
  const page = givenPage;
  const ring = givenRing;
  const cellBits = run[Run.cell_bits] | 0;
  const cellMask = (2 ** cellBits - 1) | 0;
  const slots = run[Run.ring_slots] | 0;
  const cells = run[Run.cells] | 0;
  return (from, stop, limit, slot) => {
    let delay = -1;
    let base = 0;
    let w = from | 0;
    // Rows are sorted by delay.
    for (; w < stop; w = (w + 2) | 0) {
      const place = page[w] | 0;
      if (place >>> cellBits !== delay) {
        if (place >>> cellBits >= limit) break;
        delay = place >>> cellBits;
        const due = (slot + delay) | 0;
        base = Math.imul(due >= slots ? (due - slots) | 0 : due, cells);
      }
      const at = (base + (place & cellMask)) | 0;
      ring[at] = (ring[at] + (page[w + 1] | 0)) | 0;
    }
    return w;
  };
}
