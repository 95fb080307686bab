import { I32, Op, Simd } from "../assembler/opcodes.ts";
import type { Lanes, Part } from "../wgsl/lanes.ts";
import { Unsupported } from "../wgsl/unsupported.ts";
import type { Four } from "./four.ts";
import type { Histories, TraceReader } from "./histories.ts";
import type { RuleSource } from "./rule.ts";

/** Indices of the parameters that say which spikes of the targets count, and where there is room. */
export interface CatchUpPlaces {
  readonly targetBits: number;
  readonly advance: number;
  readonly heads: number;
  readonly marks: number;
  readonly depthBits: number;
  readonly start: number;
  readonly last: number;
  readonly limit: number;
  readonly scratch: number;
}

/** Synapses of a block: what is noted of them stays in the nearest cache. */
export const BLOCK = 512;
/** Bytes of an array over a block; four more: a group may reach beyond its end. */
const ARRAY = 4 * (BLOCK + 4);
/**
 * Of each synapse: where its target's spikes are kept, steps from there to the synapse, one past the newest that arrived, the steps of that and
 * the one before, the first that is still kept, how many are to be made up for, the step of the last event; the places of synapses that
 * have any to make up for; and the target's traces after the newest.
 */
const [BASE, SHIFT, ARRIVED, NEWEST, PREVIOUS, LOWEST, PENDING, LAST, LIST, TRACES] = Array.from({ length: 10 }, (_, k) => k * ARRAY);
/** Traces there is room for. */
const MOST_TRACES = 8;
/** Bytes of scratch memory that a stretch needs. */
export const STRETCH_BYTES = TRACES + MOST_TRACES * ARRAY;
/** Words of a head before the traces: see src/twins/lib/plastic.ts. */
const HEAD = 3;

/** What of a synapse's target is noted. */
export interface Noted {
  readonly shift: Part;
  readonly arrived: Part;
  readonly newest: Part;
  readonly last: Part;
  /** Traces after the newest, 0 where there is none. */
  readonly traces: ReadonlyMap<number, Part>;
  readonly base: () => Part;
}

/** One round: what the rule does to synapses of these places of the block, each at one spike of its target. */
type Act = (synapses: readonly number[], at: Part, last: Part, post: TraceReader) => void;

/**
 * What catch_up of shaders/lib/replay.wgsl does, for a block of synapses. They differ in how many spikes of their targets they have to make up
 * for, and branches that hang on that are guessed wrong again and again; so those that have one are listed, of these those that have two, and
 * so on, and all of a list take a spike each, the oldest first: every group of four is full. Twin: src/twins/lib/replay.ts.
 */
export class CatchUp {
  /** End of the list, that of the first round's, its end while it is walked, and the round. */
  private readonly tail: number;
  private readonly all: number;
  private readonly walked: number;
  private readonly round: number;
  private readonly places: readonly number[];
  private readonly from: number;

  constructor(
    private readonly lanes: Lanes,
    private readonly four: Four,
    private readonly histories: Histories,
    private readonly source: RuleSource,
    private readonly at: CatchUpPlaces,
  ) {
    const local = () => lanes.writer.local(I32);
    [this.tail, this.all, this.walked, this.round, this.from] = [local(), local(), local(), local(), local()];
    this.places = [0, 1, 2, 3].map(local);
  }

  /** Whether synapses keep something that decays. */
  get fades(): boolean {
    return this.source.variables.some((table) => table >= 0);
  }

  /**
   * Notes for each synapse of the block which spikes of its target have arrived, and traces after them; with `pending`, lets the rule `act`
   * on those not made up for.
   */
  block(pending: boolean, traces: readonly number[], act: Act): void {
    const { lanes, four, at, source } = this;
    if (source.post.length === 0) return;
    if (source.post.length > MOST_TRACES) throw new Unsupported(`${source.post.length} traces of the target`, 0);
    const lists = pending && (source.on_post || this.fades);
    lanes.code.get(at.scratch).i32(LIST).op(Op.i32_add).set(this.tail);
    four.each(at.scratch, () => this.note(lists, traces));
    if (!lists) return;
    lanes.code.get(this.tail).set(this.all);
    this.find();
    this.rounds(act);
  }

  /** What was noted of the four. */
  noted(traces: readonly number[]): Noted {
    const { lanes, four, at, source } = this;
    const row = (array: number) => lanes.result((code) => code.get(four.row).memory(Simd.load, array), false);
    if (source.post.length === 0) {
      const none = lanes.constant(0);
      return { shift: none, arrived: none, newest: none, last: lanes.parameter(at.last), traces: new Map(), base: () => none };
    }
    const [shift, arrived, newest] = [source.delayed ? row(SHIFT) : lanes.constant(0), row(ARRIVED), row(NEWEST)];
    // The newest has been made up for. Not what was noted of it: behind the end of the block nobody has kept that up.
    const last = () => this.lastOf(lanes.op(Simd.i32_gt_s, arrived, row(LOWEST)), newest, shift);
    return {
      ...{ shift, arrived, newest },
      last: this.fades ? last() : lanes.parameter(at.last),
      traces: new Map(traces.map((t) => [t, row(TRACES + t * ARRAY)])),
      base: () => row(BASE),
    };
  }

  /** Place of each target of the four in its population. */
  target(word: Part): Part {
    const { lanes, at } = this;
    const mask = lanes.early("target mask", (code) =>
      code.i32(1).get(at.targetBits).op(Op.i32_shl).i32(1).op(Op.i32_sub).simd(Simd.i32_splat),
    );
    return lanes.op(Simd.and, word, mask);
  }

  delay(word: Part): Part {
    return this.lanes.result((code) => code.get(word.local, this.at.targetBits).simd(Simd.i32_shr_u), false);
  }

  /** The first pass: four synapses. */
  private note(lists: boolean, traces: readonly number[]): void {
    const { lanes, four, at, source, histories } = this;
    const [word] = four.load(1);
    const target = this.target(word);
    const rows = lanes.result((code) => code.get(target.local, at.depthBits).simd(Simd.i32_shl), false);
    const base = lanes.op(Simd.i32_add, lanes.times(rows, histories.markBytes), lanes.parameter(at.marks));
    const shift = source.delayed ? lanes.op(Simd.i32_sub, this.delay(word), lanes.parameter(at.advance)) : lanes.constant(0);
    const head = this.head(target, traces);
    const [count] = head;
    const depth = lanes.early("depth", (code) => code.i32(1).get(at.depthBits).op(Op.i32_shl).simd(Simd.i32_splat));
    const low = lanes.op(Simd.i32_max_s, lanes.op(Simd.i32_sub, count, depth), lanes.constant(0));
    const [n, newest, previous, ...values] = head.map((part) => lanes.variable(part));
    this.goBack({ n, newest, previous, values }, base, low, lanes.op(Simd.i32_sub, lanes.parameter(at.limit), shift), traces);
    const put = (array: number, part: Part) => lanes.code.get(four.row, part.local).memory(Simd.store, array);
    const some = lanes.op(Simd.i32_gt_s, n, lanes.constant(0));
    traces.forEach((t, k) => put(TRACES + t * ARRAY, lanes.op(Simd.and, values[k], some)));
    put(BASE, base);
    if (source.delayed) put(SHIFT, shift);
    put(ARRIVED, n);
    put(NEWEST, newest);
    const kept = lanes.op(Simd.i32_gt_s, n, low);
    if (lists || this.fades) put(LOWEST, low);
    if (!lists) return;
    put(PREVIOUS, previous);
    const start = this.start(shift);
    const due = lanes.op(Simd.and, kept, lanes.op(Simd.i32_ge_s, newest, start));
    const older = lanes.op(Simd.i32_gt_s, lanes.op(Simd.i32_sub, n, lanes.constant(1)), low);
    const more = lanes.op(Simd.and, lanes.op(Simd.and, due, older), lanes.op(Simd.i32_ge_s, previous, start));
    put(PENDING, lanes.op(Simd.i32_sub, lanes.constant(1), more));
    if (this.fades) {
      const before = lanes.select(this.lastOf(older, previous, shift), this.lastOf(kept, newest, shift), due);
      put(LAST, before);
    }
    this.append(lanes.op(Simd.and, due, four.real()));
  }

  /** Count, steps of the last two spikes, and traces of four targets: each word of their heads in a part. */
  private head(target: Part, traces: readonly number[]): Part[] {
    const { lanes, at, source } = this;
    const bytes = 16 * Math.ceil((HEAD + source.post.length) / 4);
    const address = lanes.op(Simd.i32_add, lanes.times(target, bytes), lanes.parameter(at.heads));
    const heads = [0, 1, 2, 3].map((lane) => {
      const local = lanes.writer.local(I32);
      lanes.code.get(address.local).lane(Simd.i32_extract, lane).set(local);
      return local;
    });
    const words = new Map<number, readonly Part[]>();
    const word = (k: number) => {
      const quad = Math.floor(k / 4);
      const known = words.get(quad) ?? lanes.transposed(heads, 16 * quad);
      words.set(quad, known);
      return known[k % 4];
    };
    return [0, 1, 2, ...traces.map((t) => HEAD + t)].map(word);
  }

  /** Back to the newest spike that arrives before step `limit`. Rare: a spike takes a delay's time to arrive. */
  private goBack(
    { n, newest, previous, values }: { n: Part; newest: Part; previous: Part; values: readonly Part[] },
    base: Part,
    low: Part,
    limit: Part,
    traces: readonly number[],
  ): void {
    const { lanes, histories } = this;
    const early = () => lanes.op(Simd.and, lanes.op(Simd.i32_gt_s, n, low), lanes.op(Simd.i32_ge_s, newest, limit));
    lanes.any(early()).if(() => {
      lanes.code.loop(() => {
        lanes.set(n.local, lanes.op(Simd.i32_add, n, early()));
        lanes.set(newest.local, histories.stepBefore(base, n));
        lanes.any(early()).branchIf(0);
      });
      lanes.set(previous.local, histories.stepBefore(base, lanes.op(Simd.i32_sub, n, lanes.constant(1))));
      traces.forEach((t, k) => lanes.set(values[k].local, histories.keptBefore(base, n, t)));
    });
  }

  /** Puts the places of the four into the list, those in the lanes of a mask to stay there. */
  private append(mask: Part): void {
    const { lanes, four, tail } = this;
    const bits = lanes.writer.local(I32);
    lanes.code.get(mask.local).simd(Simd.i32_bitmask).set(bits);
    for (let lane = 0; lane < 4; lane++) {
      lanes.code.get(tail, four.row);
      lanes.code
        .i32(4 * lane)
        .op(Op.i32_add)
        .store32();
      this.keepIf(bits, lane);
    }
  }

  /** The list is longer by one where a bit is set. */
  private keepIf(bits: number, lane: number): void {
    const { code } = this.lanes;
    code.get(this.tail, bits);
    if (lane < 2) code.i32(2 - lane).op(Op.i32_shl);
    if (lane > 2) code.i32(lane - 2).op(Op.i32_shr_u);
    code.i32(4).op(Op.i32_and).op(Op.i32_add).set(this.tail);
  }

  /** Round by round, who has one more spike to make up for moves to the front of the list. */
  private find(): void {
    const { lanes, at, tail, walked, round, histories, source } = this;
    const { code } = lanes;
    const restart = () => code.get(tail).set(walked).get(at.scratch).i32(LIST).op(Op.i32_add).set(tail);
    restart();
    this.walk(() => this.part(lanes.op(Simd.i32_gt_s, this.get(PENDING), lanes.constant(1))));
    code.i32(2).set(round);
    code.block(() =>
      code.loop(() => {
        restart();
        code.get(walked, tail).op(Op.i32_eq).branchIf(1);
        const turn = lanes.result((c) => c.get(round).simd(Simd.i32_splat), false);
        this.walk(() => {
          const shift = source.delayed ? this.get(SHIFT) : lanes.constant(0);
          const n = lanes.op(Simd.i32_sub, this.get(ARRIVED), turn);
          const step = histories.stepBefore(this.get(BASE), n);
          const kept = lanes.op(Simd.i32_gt_s, n, this.get(LOWEST));
          const more = lanes.op(Simd.and, kept, lanes.op(Simd.i32_ge_s, step, this.start(shift)));
          lanes.scatterAt(this.places, lanes.op(Simd.i32_sub, turn, more), PENDING);
          if (this.fades) lanes.scatterAt(this.places, this.lastOf(kept, step, shift), LAST);
          this.part(more);
        });
        code.get(round).i32(1).op(Op.i32_add).set(round).branch(0);
      }),
    );
  }

  /** Of the four list entries, exchanges those in the lanes of a mask with the first that are not to stay. */
  private part(mask: Part): void {
    const { lanes, places, tail, from, walked } = this;
    const { code } = lanes;
    const bits = lanes.writer.local(I32);
    const other = lanes.writer.local(I32);
    code.get(mask.local).simd(Simd.i32_bitmask).set(bits);
    for (let lane = 0; lane < 4; lane++) {
      code
        .get(from)
        .i32(4 * lane)
        .op(Op.i32_add)
        .get(walked)
        .op(Op.i32_lt_u);
      code.if(() => {
        code.get(tail).load32().set(other);
        code.get(tail, places[lane]).store32();
        code
          .get(from)
          .i32(4 * lane)
          .op(Op.i32_add)
          .get(other)
          .store32();
        this.keepIf(bits, lane);
      });
    }
  }

  /** All who have so many spikes to make up for take the oldest of them; then one less, until none is left. */
  private rounds(act: Act): void {
    const { lanes, at, tail, walked, round, all } = this;
    const { code } = lanes;
    code.get(at.scratch).i32(LIST).op(Op.i32_add).set(walked);
    code
      .get(walked, all)
      .op(Op.i32_lt_u)
      .if(() => {
        code.get(walked).load32().load32(PENDING).set(round);
        code.loop(() => {
          this.extend();
          this.walk(() => this.take(act));
          code.get(round).i32(1).op(Op.i32_sub).set(round).get(round).branchIf(0);
        });
      });
    code.get(all).set(tail);
  }

  /** The front of the list, as far as there are so many spikes. */
  private extend(): void {
    const { code } = this.lanes;
    code.block(() =>
      code.loop(() => {
        code.get(this.walked, this.all).op(Op.i32_ge_u).branchIf(1);
        code.get(this.walked).load32().load32(PENDING).get(this.round).op(Op.i32_lt_u).branchIf(1);
        code.get(this.walked).i32(4).op(Op.i32_add).set(this.walked).branch(0);
      }),
    );
  }

  /** Four of the list take a spike. */
  private take(act: Act): void {
    const { lanes, four, histories, at, source, places } = this;
    const { code } = lanes;
    const number = () =>
      lanes.op(
        Simd.i32_sub,
        this.get(ARRIVED),
        lanes.result((c) => c.get(this.round).simd(Simd.i32_splat), false),
      );
    const step = this.stepTaken(number);
    const event = source.delayed ? lanes.op(Simd.i32_add, step, this.get(SHIFT)) : step;
    const synapses = places.map((place) => {
      const synapse = lanes.writer.local(I32);
      const words = four.stride / 4;
      code.get(place, at.scratch).op(Op.i32_sub).i32(words).op(Op.i32_mul).get(four.block).op(Op.i32_add).set(synapse);
      return synapse;
    });
    const last = this.fades ? this.get(LAST) : lanes.parameter(at.last);
    let before: { readonly base: Part; readonly n: Part; readonly steps: Part } | undefined;
    act(synapses, event, last, (t) => {
      if (!before) {
        const [base, n] = [this.get(BASE), number()];
        before = { base, n, steps: lanes.op(Simd.i32_sub, step, histories.stepBefore(base, n)) };
      }
      const { base, n, steps } = before;
      return histories.postAt(t, (k) => histories.keptBefore(base, n, k), steps);
    });
    if (this.fades) lanes.scatterAt(places, event, LAST);
  }

  /** Step of the spike that is taken: of the last two it was noted. */
  private stepTaken(number: () => Part): Part {
    const { lanes, round, places, histories } = this;
    const { code } = lanes;
    const local = lanes.local();
    code
      .get(round)
      .i32(3)
      .op(Op.i32_lt_u)
      .if(() => {
        const noted = places.map((place) => {
          const at = lanes.writer.local(I32);
          code
            .get(round)
            .i32(1)
            .op(Op.i32_sub)
            .i32(PREVIOUS - NEWEST)
            .op(Op.i32_mul)
            .get(place)
            .op(Op.i32_add)
            .set(at);
          return at;
        });
        lanes.set(local, lanes.gatherAt(noted, NEWEST));
      });
    code
      .get(round)
      .i32(3)
      .op(Op.i32_ge_u)
      .if(() => lanes.set(local, histories.stepOf(this.get(BASE), number())));
    return { local, uniform: false, fixed: false };
  }

  /** Does `body` for four places of the list after another, from its start to `walked`; behind that the last one is there again. */
  private walk(body: () => void): void {
    const { lanes, at, walked, from, places } = this;
    const { code } = lanes;
    const last = lanes.writer.local(I32);
    const entry = lanes.writer.local(I32);
    code.get(walked).i32(4).op(Op.i32_sub).set(last);
    code.get(at.scratch).i32(LIST).op(Op.i32_add).set(from);
    code.block(() =>
      code.loop(() => {
        code.get(from, walked).op(Op.i32_ge_u).branchIf(1);
        places.forEach((place, lane) => {
          code
            .get(from)
            .i32(4 * lane)
            .op(Op.i32_add)
            .set(entry);
          code.get(entry, last, entry, last).op(Op.i32_lt_u).op(Op.select).load32().set(place);
        });
        body();
        code.get(from).i32(16).op(Op.i32_add).set(from).branch(0);
      }),
    );
  }

  /** What was noted of the four of a list. */
  private get(array: number): Part {
    return this.lanes.gatherAt(this.places, array);
  }

  /** First step at which a spike of the target is still to be made up for. */
  private start(shift: Part): Part {
    const { lanes, at } = this;
    return lanes.op(Simd.i32_sub, lanes.parameter(at.start), shift);
  }

  /** Step of the synapse's last event: the source's or the clock's, or a spike of the target before those that are made up for. */
  private lastOf(kept: Part, step: Part, shift: Part): Part {
    const { lanes, at } = this;
    const last = lanes.parameter(at.last);
    return lanes.select(lanes.op(Simd.i32_max_s, last, lanes.op(Simd.i32_add, step, shift)), last, kept);
  }
}
