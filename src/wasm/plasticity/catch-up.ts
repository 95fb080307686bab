import { I32, Op, Simd } from "../assembler/opcodes.ts";
import type { Lanes, Part } from "../wgsl/lanes.ts";
import { Unsupported } from "../wgsl/unsupported.ts";
import type { Four } from "./four.ts";
import type { Histories } from "./histories.ts";
import { ARRAY, MOST_TRACES, Note } from "./notes.ts";
import { type Act, firstPending, lastEvent, Pending } from "./pending.ts";
import { fades, Parameter, type RuleSource } from "./rule.ts";

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

/**
 * What catch_up of shaders/lib/replay.wgsl does, for a block of synapses. They differ in how many spikes of their targets they have to make up
 * for, and branches that hang on that are guessed wrong again and again; so those that have one are listed, of these those that have two, and
 * so on, and all of a list take a spike each, the oldest first: every group of four is full. Twin: src/twins/lib/replay.ts.
 */
export class CatchUp {
  private readonly pending: Pending;

  constructor(
    private readonly lanes: Lanes,
    private readonly four: Four,
    private readonly histories: Histories,
    private readonly source: RuleSource,
  ) {
    this.pending = new Pending(lanes, four, histories, source);
  }

  /**
   * Notes for each synapse of the block which spikes of its target have arrived, and traces after them; with `pending`, lets the rule `act`
   * on those not made up for.
   */
  block(pending: boolean, traces: readonly number[], act: Act): void {
    const { four, source } = this;
    if (source.post.length === 0) return;
    if (source.post.length > MOST_TRACES) throw new Unsupported(`${source.post.length} traces of the target`, 0);
    const lists = pending && (source.on_post || fades(source));
    this.pending.clear();
    four.each(Parameter.scratch, () => this.note(lists, traces));
    if (lists) this.pending.takeAll(act);
  }

  /** What was noted of the four. */
  noted(traces: readonly number[]): Noted {
    const { lanes, four, source } = this;
    const row = (array: number) => lanes.result((code) => code.get(four.row).memory(Simd.load, array));
    if (source.post.length === 0) {
      const none = lanes.constant(0);
      return { shift: none, arrived: none, newest: none, last: lanes.parameter(Parameter.last), traces: new Map(), base: () => none };
    }
    const [shift, arrived, newest] = [source.delayed ? row(Note.shift) : lanes.constant(0), row(Note.arrived), row(Note.newest)];
    // The newest has been made up for. Not what was noted of it: behind the end of the block nobody has kept that up.
    const last = () => lastEvent(lanes, lanes.op(Simd.i32_gt_s, arrived, row(Note.lowest)), newest, shift);
    return {
      ...{ shift, arrived, newest },
      last: fades(source) ? last() : lanes.parameter(Parameter.last),
      traces: new Map(traces.map((t) => [t, row(Note.traces + t * ARRAY)])),
      base: () => row(Note.base),
    };
  }

  /** Place of each target of the four in its population. */
  target(word: Part): Part {
    const { lanes } = this;
    const mask = lanes.early("target mask", (code) =>
      code.i32(1).get(Parameter.targetBits).op(Op.i32_shl).i32(1).op(Op.i32_sub).simd(Simd.i32_splat),
    );
    return lanes.op(Simd.and, word, mask);
  }

  delay(word: Part): Part {
    return this.lanes.result((code) => code.get(word.local, Parameter.targetBits).simd(Simd.i32_shr_u));
  }

  /** The first pass: four synapses. */
  private note(lists: boolean, traces: readonly number[]): void {
    const { lanes, four, source, histories } = this;
    const [word] = four.load(1);
    const target = this.target(word);
    const rows = lanes.result((code) => code.get(target.local, Parameter.depthBits).simd(Simd.i32_shl));
    const base = lanes.op(Simd.i32_add, lanes.times(rows, histories.markBytes), lanes.parameter(Parameter.marks));
    const shift = source.delayed ? lanes.op(Simd.i32_sub, this.delay(word), lanes.parameter(Parameter.advance)) : lanes.constant(0);
    const head = this.head(target, traces);
    const [count] = head;
    const depth = lanes.early("depth", (code) => code.i32(1).get(Parameter.depthBits).op(Op.i32_shl).simd(Simd.i32_splat));
    const low = lanes.op(Simd.i32_max_s, lanes.op(Simd.i32_sub, count, depth), lanes.constant(0));
    const [n, newest, previous, ...values] = head.map((part) => lanes.variable(part));
    this.goBack({ n, newest, previous, values }, base, low, lanes.op(Simd.i32_sub, lanes.parameter(Parameter.limit), shift), traces);
    const put = (array: number, part: Part) => lanes.code.get(four.row, part.local).memory(Simd.store, array);
    const some = lanes.op(Simd.i32_gt_s, n, lanes.constant(0));
    traces.forEach((t, k) => put(Note.traces + t * ARRAY, lanes.op(Simd.and, values[k], some)));
    put(Note.base, base);
    if (source.delayed) put(Note.shift, shift);
    put(Note.arrived, n);
    put(Note.newest, newest);
    const kept = lanes.op(Simd.i32_gt_s, n, low);
    if (lists || fades(source)) put(Note.lowest, low);
    if (!lists) return;
    put(Note.previous, previous);
    const start = firstPending(lanes, shift);
    const due = lanes.op(Simd.and, kept, lanes.op(Simd.i32_ge_s, newest, start));
    const older = lanes.op(Simd.i32_gt_s, lanes.op(Simd.i32_sub, n, lanes.constant(1)), low);
    const more = lanes.op(Simd.and, lanes.op(Simd.and, due, older), lanes.op(Simd.i32_ge_s, previous, start));
    put(Note.pending, lanes.op(Simd.i32_sub, lanes.constant(1), more));
    if (fades(source)) {
      const before = lanes.select(lastEvent(lanes, older, previous, shift), lastEvent(lanes, kept, newest, shift), due);
      put(Note.last, before);
    }
    this.pending.append(lanes.op(Simd.and, due, four.real()));
  }

  /** Count, steps of the last two spikes, and traces of four targets: each word of their heads in a part. */
  private head(target: Part, traces: readonly number[]): Part[] {
    const { lanes, source } = this;
    const bytes = 16 * Math.ceil((HEAD + source.post.length) / 4);
    const address = lanes.op(Simd.i32_add, lanes.times(target, bytes), lanes.parameter(Parameter.heads));
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
}
