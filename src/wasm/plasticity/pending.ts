import { I32, Op, Simd } from "../assembler/opcodes.ts";
import { type Lanes, type Part, varying } from "../wgsl/lanes.ts";
import type { Four } from "./four.ts";
import type { Histories, TraceReader } from "./histories.ts";
import { Note } from "./notes.ts";
import { fades, Parameter, type RuleSource } from "./rule.ts";

/** One round: what the rule does to synapses of these places of the block, each at one spike of its target. */
export type Act = (synapses: readonly number[], at: Part, last: Part, post: TraceReader) => void;

/** The list of a block's synapses that have spikes of their targets to make up for, and the rounds in which they do. */
export class Pending {
  /** End of the list, that of the first round's, its end while it is walked, and the round. */
  private readonly tail: number;
  private readonly all: number;
  private readonly walked: number;
  private readonly round: number;
  /** Where the list is walked, and the four places found there. */
  private readonly from: number;
  private readonly places: readonly number[];

  constructor(
    private readonly lanes: Lanes,
    private readonly four: Four,
    private readonly histories: Histories,
    private readonly source: RuleSource,
  ) {
    [this.tail, this.all, this.walked, this.round, this.from] = lanes.writer.locals(5, I32);
    this.places = lanes.writer.locals(4, I32);
  }

  /** The list is empty. */
  clear(): void {
    this.lanes.code.get(Parameter.scratch).i32(Note.list).op(Op.i32_add).set(this.tail);
  }

  /** Lets the rule `act` on all in the list. */
  takeAll(act: Act): void {
    this.lanes.code.get(this.tail).set(this.all);
    this.find();
    this.rounds(act);
  }

  /** Puts the places of the four into the list, those in the lanes of a mask to stay there. */
  append(mask: Part): void {
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
    const { lanes, tail, walked, round, histories, source } = this;
    const { code } = lanes;
    const restart = () => {
      code.get(tail).set(walked);
      this.clear();
    };
    restart();
    this.walk(() => this.part(lanes.op(Simd.i32_gt_s, this.get(Note.pending), lanes.constant(1))));
    code.i32(2).set(round);
    const none = () => {
      restart();
      code.get(walked, tail).op(Op.i32_eq);
    };
    code.until(none, () => {
      const turn = lanes.result((c) => c.get(round).simd(Simd.i32_splat));
      this.walk(() => {
        const shift = source.delayed ? this.get(Note.shift) : lanes.constant(0);
        const n = lanes.op(Simd.i32_sub, this.get(Note.arrived), turn);
        const step = histories.stepBefore(this.get(Note.base), n);
        const kept = lanes.op(Simd.i32_gt_s, n, this.get(Note.lowest));
        const more = lanes.op(Simd.and, kept, lanes.op(Simd.i32_ge_s, step, firstPending(lanes, shift)));
        lanes.scatterAt(this.places, lanes.op(Simd.i32_sub, turn, more), Note.pending);
        if (fades(this.source)) lanes.scatterAt(this.places, lastEvent(lanes, kept, step, shift), Note.last);
        this.part(more);
      });
      code.add(round, 1);
    });
  }

  /** Of the four list entries, exchanges those in the lanes of a mask with the first that are not to stay. */
  private part(mask: Part): void {
    const { lanes, places, tail, from, walked } = this;
    const { code } = lanes;
    const [bits, other] = lanes.writer.locals(2, I32);
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
    const { lanes, tail, walked, round, all } = this;
    const { code } = lanes;
    code.get(Parameter.scratch).i32(Note.list).op(Op.i32_add).set(walked);
    code
      .get(walked, all)
      .op(Op.i32_lt_u)
      .if(() => {
        code.get(walked).load32().load32(Note.pending).set(round);
        code.repeatOnce(round, () => {
          this.extend();
          this.walk(() => this.take(act));
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
        code.get(this.walked).load32().load32(Note.pending).get(this.round).op(Op.i32_lt_u).branchIf(1);
        code.add(this.walked, 4).branch(0);
      }),
    );
  }

  /** Four of the list take a spike. */
  private take(act: Act): void {
    const { lanes, four, histories, source, places } = this;
    const { code } = lanes;
    const number = () =>
      lanes.op(
        Simd.i32_sub,
        this.get(Note.arrived),
        lanes.result((c) => c.get(this.round).simd(Simd.i32_splat)),
      );
    const step = this.stepTaken(number);
    const event = source.delayed ? lanes.op(Simd.i32_add, step, this.get(Note.shift)) : step;
    const synapses = places.map((place) => {
      const synapse = lanes.writer.local(I32);
      const words = four.stride / 4;
      code.get(place, Parameter.scratch).op(Op.i32_sub).i32(words).op(Op.i32_mul).get(four.block).op(Op.i32_add).set(synapse);
      return synapse;
    });
    const last = fades(this.source) ? this.get(Note.last) : lanes.parameter(Parameter.last);
    let before: { readonly base: Part; readonly n: Part; readonly steps: Part } | undefined;
    act(synapses, event, last, (t) => {
      if (!before) {
        const [base, n] = [this.get(Note.base), number()];
        before = { base, n, steps: lanes.op(Simd.i32_sub, step, histories.stepBefore(base, n)) };
      }
      const { base, n, steps } = before;
      return histories.postAt(t, (k) => histories.keptBefore(base, n, k), steps);
    });
    if (fades(this.source)) lanes.scatterAt(places, event, Note.last);
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
            .i32(Note.previous - Note.newest)
            .op(Op.i32_mul)
            .get(place)
            .op(Op.i32_add)
            .set(at);
          return at;
        });
        lanes.set(local, lanes.gatherAt(noted, Note.newest));
      });
    code
      .get(round)
      .i32(3)
      .op(Op.i32_ge_u)
      .if(() => lanes.set(local, histories.stepOf(this.get(Note.base), number())));
    return varying(local);
  }

  /** Does `body` for four places of the list after another, from its start to `walked`; behind that the last one is there again. */
  private walk(body: () => void): void {
    const { lanes, walked, from, places } = this;
    const { code } = lanes;
    const [last, entry] = lanes.writer.locals(2, I32);
    code.get(walked).i32(4).op(Op.i32_sub).set(last);
    code.get(Parameter.scratch).i32(Note.list).op(Op.i32_add).set(from);
    const done = () => code.get(from, walked).op(Op.i32_ge_u);
    code.until(done, () => {
      places.forEach((place, lane) => {
        code
          .get(from)
          .i32(4 * lane)
          .op(Op.i32_add)
          .set(entry);
        code.get(entry, last, entry, last).op(Op.i32_lt_u).op(Op.select).load32().set(place);
      });
      body();
      code.add(from, 16);
    });
  }

  /** What was noted of the four of a list. */
  private get(array: number): Part {
    return this.lanes.gatherAt(this.places, array);
  }
}

/** First step at which a spike of the target is still to be made up for. */
export function firstPending(lanes: Lanes, shift: Part): Part {
  return lanes.op(Simd.i32_sub, lanes.parameter(Parameter.start), shift);
}

/** Step of the synapse's last event: the source's or the clock's, or a spike of the target before those that are made up for. */
export function lastEvent(lanes: Lanes, kept: Part, step: Part, shift: Part): Part {
  const last = lanes.parameter(Parameter.last);
  return lanes.select(lanes.op(Simd.i32_max_s, last, lanes.op(Simd.i32_add, step, shift)), last, kept);
}
