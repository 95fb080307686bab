import type { Share } from "./share.ts";
import { closeWindow, Run, windowOf } from "./window.ts";

/** Synapses of a row that are worth staying in one stretch of the ring for. */
const STRETCH = 64;

/** Bytes of a ring that stays in a core's own cache: rows are delivered whole, one after another, as they lie in memory. */
const CACHED = 2 ** 20;
/** Later than any delay, steps. */
const LATER = 2 ** 30;

/** Adds the synapses in words [w, stop) of a page to the ring while their delay is below `limit`; returns where it stopped. */
type Sweep = (w: number, stop: number, limit: number, slot: number) => number;

/** Twin of shaders/lib/deliver.wgsl: what the twins of the propagate kernels share, for the part of each row that one thread delivers. */
export class Deliveries {
  // Made once for each page and ring, and kept: see `sweeper`.
  private readonly known = new Map<Uint32Array, Sweep>();
  private swept: Int32Array | undefined;
  /** Place in its row, end of the row (both behind the first bound synapse), ring slot and step in the window of each spike. */
  private next = new Uint32Array(1024);
  private last = new Uint32Array(1024);
  private slot = new Uint32Array(1024);
  private step = new Uint32Array(1024);

  /** `words` of a synapse. */
  constructor(
    private readonly share: Share,
    private readonly words: 1 | 2,
  ) {}

  run(
    run: Uint32Array,
    window: Uint32Array,
    rows_bound: Uint32Array,
    rows: Uint32Array,
    bound: readonly Uint32Array[],
    ring: Int32Array,
    control: Uint32Array,
    queue: Uint32Array,
    weights: Int32Array | undefined,
  ): void {
    const { first, begin } = windowOf(run, window, control);
    if (this.share.index === 0) closeWindow(run, window, control);
    const spikes = this.gather(run, rows_bound, rows, queue, first, begin, control[0]);
    if (spikes === 0) return;
    const sweeps: (Sweep | undefined)[] = bound.map(() => undefined);
    const sweepOf = (number: number): Sweep => {
      sweeps[number] ??= this.sweepOf(bound[number], ring, weights, run);
      return sweeps[number] as Sweep;
    };
    const block = ring.byteLength <= CACHED ? LATER : stepsTogether(run, this.synapses(spikes) / spikes, this.share.count);
    const pageBits = Math.log2(run[Run.page_synapses]);
    const { next, last, step } = this;
    // What is due in the same steps is added together, whichever step of the window its spike is of.
    for (let due = block; ; due += block) {
      let left = 0;
      for (let s = 0; s < spikes; s++) {
        if (next[s] >= last[s]) continue;
        if (due > step[s]) this.deliver(s, due - step[s], pageBits, sweepOf);
        if (next[s] < last[s]) left++;
      }
      if (left === 0) return;
    }
  }

  /**
   * The inner loop for a page, made when the first synapse in it is: V8 takes the arrays of a loop for constants only while there is one
   * such loop, and most networks have one page.
   */
  private sweepOf(page: Uint32Array, ring: Int32Array, weights: Int32Array | undefined, run: Uint32Array): Sweep {
    if (this.swept !== ring) this.known.clear();
    this.swept = ring;
    const known = this.known.get(page);
    if (known) return known;
    const sweep = weights ? constantSweeper(page, ring, weights, run) : sweeper(page, ring, run);
    this.known.set(page, sweep);
    return sweep;
  }

  /** Fills the lists and returns how many spikes there are. */
  private gather(
    run: Uint32Array,
    rows_bound: Uint32Array,
    rows: Uint32Array,
    queue: Uint32Array,
    firstStep: number,
    begin: number,
    end: number,
  ): number {
    const neuronBits = run[Run.neuron_bits];
    if (this.next.length < end - begin) {
      const size = 2 * (end - begin);
      this.next = new Uint32Array(size);
      this.last = new Uint32Array(size);
      this.slot = new Uint32Array(size);
      this.step = new Uint32Array(size);
    }
    const { next, last, slot, step } = this;
    const parts = run[Run.row_parts];
    const slots = run[Run.ring_slots];
    let n = 0;
    for (let s = begin; s < end; s++) {
      const neuron = queue[s] & ((1 << neuronBits) - 1);
      const row = 2 * (neuron * parts + this.share.index);
      const from = Math.max(rows[row], rows_bound[0]);
      const to = Math.min(rows[row + 1], rows_bound[1]);
      if (from >= to) continue;
      next[n] = from - rows_bound[0];
      last[n] = to - rows_bound[0];
      step[n] = queue[s] >>> neuronBits;
      slot[n++] = (firstStep + (queue[s] >>> neuronBits)) % slots;
    }
    return n;
  }

  /** Synapses of the spikes gathered. */
  private synapses(spikes: number): number {
    let sum = 0;
    for (let s = 0; s < spikes; s++) sum += this.last[s] - this.next[s];
    return sum;
  }

  /** Delivers spike `s` as far as its synapses with a delay below `limit`, page by page. */
  private deliver(s: number, limit: number, pageBits: number, sweepOf: (number: number) => Sweep): void {
    const { next, last, slot, words } = this;
    while (next[s] < last[s]) {
      const number = next[s] >>> pageBits;
      const first = number * 2 ** pageBits;
      const stop = words * Math.min(last[s] - first, 2 ** pageBits);
      const reached = sweepOf(number)(words * (next[s] - first), stop, limit, slot[s]);
      next[s] = first + reached / words;
      if (reached < stop) return;
    }
  }
}

/**
 * How many steps' synapses are delivered before the next spike's turn. The ring of a large network is larger than the caches and their
 * page tables: taking all spikes' synapses that are due in one step together keeps the writes in one slot.
 */
function stepsTogether(run: Uint32Array, rowLength: number, parts: number): number {
  return Math.max(1, Math.ceil((run[Run.ring_slots] * STRETCH) / Math.max(1, rowLength * parts)));
}

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

/** The same for synapses of one word. */
function constantSweeper(givenPage: Uint32Array, givenRing: Int32Array, givenWeights: Int32Array, run: Uint32Array): Sweep {
  const page = givenPage;
  const ring = givenRing;
  const weights = givenWeights;
  const classBits = run[Run.class_bits] | 0;
  const classShift = (32 - classBits) | 0;
  const cellBits = run[Run.cell_bits] | 0;
  const delayShift = (classBits + cellBits) | 0;
  const cellMask = (2 ** cellBits - 1) | 0;
  const slots = run[Run.ring_slots] | 0;
  const cells = run[Run.cells] | 0;
  return (from, stop, limit, slot) => {
    let delay = -1;
    let base = 0;
    let w = from | 0;
    for (; w < stop; w = (w + 1) | 0) {
      const place = page[w] | 0;
      const its = (place << classBits) >>> delayShift;
      if (its !== delay) {
        if (its >= limit) break;
        delay = its;
        const due = (slot + delay) | 0;
        base = Math.imul(due >= slots ? (due - slots) | 0 : due, cells);
      }
      const at = (base + (place & cellMask)) | 0;
      ring[at] = (ring[at] + weights[place >>> classShift]) | 0;
    }
    return w;
  };
}
