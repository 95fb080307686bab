import { Row, type SynapseDraw } from "./draw.ts";
import type { RowContext } from "./generate.ts";
import { contextOf, Head, Link } from "./links.ts";

/** Twin of shaders/lib/connect.wgsl: the words of `struct Job`. */
export const Job = { link: 0, first: 1, items: 2, lanes: 3, begin: 4, end: 5, base: 6, room: 7, counting: 8 } as const;
/** Words of `struct Job`. */
export const JOB_WORDS = 9;

/** What the kernels that build rows write to. */
interface Target {
  /** Of each source of each link: counts, or the first or next place. */
  readonly places: Uint32Array;
  /** 64 bits a cell, low word first. */
  readonly sums: Uint32Array;
  /** Shortest and longest. */
  readonly delays: Uint32Array;
  readonly page: Uint32Array;
}

/** One job at work. */
export class Connecting {
  readonly link: number;
  readonly first: number;
  readonly items: number;
  readonly counting: boolean;
  readonly context: RowContext;
  /** What was drawn last; `put` reads it. */
  readonly row = new Row();

  constructor(
    private readonly job: Uint32Array,
    private readonly tables: Uint32Array,
    private readonly target: Target,
  ) {
    this.link = job[Job.link];
    this.first = job[Job.first];
    this.items = job[Job.items];
    this.counting = job[Job.counting] !== 0;
    this.context = contextOf(tables, this.link);
  }

  get synapses(): SynapseDraw {
    return this.context.synapses;
  }

  /** Place in `places` of a source of the link. */
  rowOf(source: number): number {
    return this.tables[this.link + Link.rows_at] + source;
  }

  /** Whether a source's synapses go to the page. */
  wanted(source: number): boolean {
    const neuron = this.tables[this.link + Link.first_source] + source;
    return neuron >= this.job[Job.begin] && neuron < this.job[Job.end];
  }

  held(place: number): boolean {
    return place >= this.job[Job.base] && place - this.job[Job.base] < this.job[Job.room];
  }

  /** Writes synapse `k` of `row` and adds it to the sums. */
  put(place: number, k: number): void {
    const { tables, target, row } = this;
    const { sums, delays, page } = target;
    const [cell, weight, delay] = [row.cell[k], row.weight[k], row.delay[k]];
    const at = place - this.job[Job.base];
    const classBits = tables[Head.class_bits];
    const word = (delay << tables[Head.cell_bits]) | cell;
    if (classBits > 0) page[at] = (tables[this.link + Link.class] << (32 - classBits)) | word;
    else {
      page[2 * at] = word;
      page[2 * at + 1] = weight;
    }
    const sum = sums[2 * cell] + Math.abs(weight);
    sums[2 * cell] = sum;
    if (sum >= 2 ** 32) sums[2 * cell + 1]++;
    delays[0] = Math.min(delays[0], delay);
    delays[1] = Math.max(delays[1], delay);
  }

  /** Counts the synapses of a source, or writes those of `row` that are in the page, from the source's place on. */
  whole(source: number): void {
    const at = this.rowOf(source);
    const { places } = this.target;
    const { length } = this.row;
    if (this.counting) places[at] = length;
    else for (let k = 0; k < length; k++) if (this.held(places[at] + k)) this.put(places[at] + k, k);
  }

  /** Counts a synapse of a source, or draws it and writes it at the source's next place; `words` is its random block (item, part). */
  single(source: number, target: number, words: Int32Array, item: number, part: number, ordinal: number): void {
    const { places } = this.target;
    const at = this.rowOf(source);
    if (this.counting) places[at]++;
    else if (this.wanted(source)) {
      this.row.length = 0;
      this.synapses.add(this.row, target, words[1], words[2], item, part, ordinal);
      this.put(places[at]++, 0);
    }
  }
}

/** A twin of one of the kernels: its job, then its buffers in the order of the bindings. */
export type ConnectTwin = (
  job: Uint32Array,
  tables: Uint32Array,
  places: Uint32Array,
  sums: Uint32Array,
  delays: Uint32Array,
  page: Uint32Array,
) => void;

/** A twin from what it does with a job. */
export function connectTwin(work: (c: Connecting, tables: Uint32Array) => void): ConnectTwin {
  return (job, tables, places, sums, delays, page) => work(new Connecting(job, tables, { places, sums, delays, page }), tables);
}
