import { Op, Simd } from "./assembler.ts";
import type { Four } from "./four.ts";
import type { Lanes, Part } from "./lanes.ts";
import type { RuleSource, TraceSource } from "./rule.ts";
import type { Place } from "./values.ts";

/** Indices of the parameters that say what is kept of spikes, and for which event. */
export interface EventPlaces {
  readonly rule: number;
  readonly advance: number;
  readonly counts: number;
  readonly marks: number;
  readonly depthBits: number;
  readonly start: number;
  readonly pre: number;
  readonly before: number;
  readonly last: number;
  readonly limit: number;
}

const STEPS = 1024;
const STEP_BITS = 10;

/**
 * What shaders/lib/replay.wgsl does for one synapse, for four of them: each makes up for the spikes of its own target, until none has any left.
 * Twin: src/twins/lib/replay.ts.
 */
export class Events {
  /** Steps of a target's spike to the synapse. */
  readonly shift: Part;
  /** Place of the first word kept of each target's spikes. */
  private readonly base: Part;
  /** Step of the synapse's last event. */
  private readonly last: Part;
  /** One past the newest spike that arrived, and that spike's step. */
  private arrived: Part;
  private newest: Part;

  /** @param target place of each synapse's target among those of the source's network */
  constructor(
    private readonly lanes: Lanes,
    private readonly four: Four,
    private readonly source: RuleSource,
    private readonly at: EventPlaces,
    private readonly s: Place,
    private readonly target: Part,
    delay: Part,
  ) {
    this.shift = source.delayed ? lanes.op(Simd.i32_sub, delay, four.parameter(at.advance)) : lanes.constant(0);
    const rows = four.shifted(Simd.i32_shl, target, at.depthBits);
    this.base = lanes.op(Simd.i32_add, this.times(rows, this.markBytes), four.parameter(at.marks));
    this.last = this.variable(four.parameter(at.last));
    this.arrived = this.newest = lanes.constant(0);
  }

  /**
   * Finds the spikes of the targets that arrive before `limit`; where there are `pending` ones, each that was not made up for is: `act` is
   * called, once, with the lanes that have one, its step and its number.
   */
  catchUp(pending: boolean, act: (mask: Part, step: Part, n: Part) => void): void {
    const { lanes, four, at, source } = this;
    if (source.post.length === 0) return;
    const addresses = lanes.op(Simd.i32_add, this.times(this.target, 4), four.parameter(at.counts));
    const count = lanes.gather(addresses);
    const depth = lanes.early("depth", (code) => code.i32(1).get(at.depthBits).op(Op.i32_shl).simd(Simd.i32_splat));
    const low = lanes.op(Simd.i32_max_s, lanes.op(Simd.i32_sub, count, depth), lanes.constant(0));
    const n = this.variable(count);
    const step = this.variable(this.stepBefore(n));
    this.backWhile(n, step, low, lanes.op(Simd.i32_sub, four.parameter(at.limit), this.shift));
    this.arrived = this.variable(n);
    this.newest = this.variable(step);
    if (!source.on_post && !this.fades) return;
    if (pending) this.backWhile(n, step, low, lanes.op(Simd.i32_sub, four.parameter(at.start), this.shift));
    if (this.fades) {
      const any = lanes.op(Simd.i32_gt_s, n, low);
      const before = lanes.op(Simd.i32_max_s, this.last, lanes.op(Simd.i32_add, step, this.shift));
      lanes.set(this.last.local, lanes.select(before, this.last, any));
    }
    if (pending) this.forward(n, act);
  }

  /** Lets the variables decay from the synapse's last event to one at `step`, in the lanes of a mask. */
  fade(step: Part, mask?: Part): void {
    const { lanes, source, last, s } = this;
    if (!this.fades) return;
    const steps = lanes.op(Simd.i32_sub, step, last);
    const later = lanes.narrow(mask, lanes.op(Simd.i32_gt_s, steps, lanes.constant(0)));
    const known = new Map<number, Part>();
    source.variables.forEach((table, v) => {
      if (table < 0) return;
      const factor = known.get(table) ?? this.decay(table, steps);
      known.set(table, factor);
      const old: Part = { local: s.cells[1 + v].local, uniform: false, fixed: false };
      lanes.set(old.local, lanes.select(lanes.op(Simd.f32_mul, old, factor), old, later));
    });
    lanes.set(last.local, mask ? lanes.select(step, last, mask) : step);
  }

  /** Trace `t` of the source at `step`. */
  preAt(t: number, step: Part): Part | undefined {
    const { lanes, four, at, source } = this;
    const kept = (k: number) => lanes.early(`pre ${k}`, (code) => code.get(at.pre).memory(Simd.load_splat, 4 + 4 * k));
    return this.trace(source.pre, t, kept, lanes.op(Simd.i32_sub, step, four.parameter(at.before)));
  }

  /** Reads the targets' traces at spike `n` of them, which is of `step`, without that spike. */
  postBefore(n: Part, step: Part): (t: number) => Part | undefined {
    return this.postOf(n, this.stepBefore(n), step);
  }

  /** Reads the targets' traces at the synapses at `now`; `strictly`: without a spike that arrives in that step. */
  postAt(now: Part, strictly: boolean): (t: number) => Part | undefined {
    const { lanes, source } = this;
    const local = lanes.op(Simd.i32_sub, now, this.shift);
    if (source.post.length === 0) return () => undefined;
    if (!strictly || source.first === "pre") return this.postOf(this.arrived, this.newest, local);
    const [n, step] = [this.variable(this.arrived), this.variable(this.newest)];
    const some = lanes.op(Simd.i32_gt_s, this.arrived, lanes.constant(0));
    const same = lanes.op(Simd.and, some, lanes.op(Simd.i32_ge_s, this.newest, local));
    lanes.any(same).if(() => this.back(n, step, same));
    return this.postOf(n, step, local);
  }

  private get fades(): boolean {
    return this.source.variables.some((table) => table >= 0);
  }

  private get markBytes(): number {
    return 4 * (1 + this.source.post.length);
  }

  /** Goes back from spike to spike while that before is of step `limit` or later. */
  private backWhile(n: Part, step: Part, low: Part, limit: Part): void {
    const { lanes } = this;
    lanes.code.block(() =>
      lanes.code.loop(() => {
        const more = lanes.op(Simd.and, lanes.op(Simd.i32_gt_s, n, low), lanes.op(Simd.i32_ge_s, step, limit));
        lanes.any(more).op(Op.i32_eqz).branchIf(1);
        this.back(n, step, more);
        lanes.code.branch(0);
      }),
    );
  }

  /** One spike back in the lanes of a mask. */
  private back(n: Part, step: Part, mask: Part): void {
    const { lanes } = this;
    lanes.set(n.local, lanes.op(Simd.i32_add, n, mask));
    lanes.set(step.local, this.stepBefore(n));
  }

  /** From spike `n` of each target to the newest that arrived. */
  private forward(n: Part, act: (mask: Part, step: Part, n: Part) => void): void {
    const { lanes, arrived } = this;
    lanes.code.block(() =>
      lanes.code.loop(() => {
        const mask = lanes.op(Simd.i32_lt_s, n, arrived);
        lanes.any(mask).op(Op.i32_eqz).branchIf(1);
        // Lanes that are done keep to a step that is kept: what lies behind it is another time's.
        const step = lanes.select(lanes.gather(this.markOf(n)), this.newest, mask);
        this.fade(lanes.op(Simd.i32_add, step, this.shift), mask);
        act(mask, step, n);
        lanes.set(n.local, lanes.op(Simd.i32_sub, n, mask));
        lanes.code.branch(0);
      }),
    );
  }

  /** The traces kept with the spike before `n`, of step `spiked`, at `step`; 0 where there is none. */
  private postOf(n: Part, spiked: Part, step: Part): (t: number) => Part | undefined {
    const { lanes, source } = this;
    let mark: Part | undefined;
    const kept = (k: number) => {
      mark ??= this.markOf(lanes.op(Simd.i32_sub, n, lanes.constant(1)));
      const some = lanes.op(Simd.i32_gt_s, n, lanes.constant(0));
      return lanes.op(Simd.and, lanes.gather(mark, 4 + 4 * k), some);
    };
    return (t) => this.trace(source.post, t, kept, lanes.op(Simd.i32_sub, step, spiked));
  }

  /** A trace so many steps after a spike; `kept`: its value, and those beside it, with that spike. */
  private trace(specs: readonly TraceSource[], t: number, kept: (k: number) => Part, steps: Part): Part | undefined {
    const { lanes, at } = this;
    const spec = specs[t];
    if (!spec) return undefined;
    const shrunk = this.decay(spec.table, steps);
    const value = lanes.op(Simd.f32_mul, kept(t), shrunk);
    if (spec.factor === undefined) return value;
    const { factor } = spec;
    const before = this.decay(specs[t - 1].table, steps);
    const driving = kept(t - 1);
    const scale = lanes.early(`factor ${factor}`, (code) => code.get(at.rule).memory(Simd.load_splat, 4 * factor));
    const square = lanes.op(Simd.f32_mul, lanes.op(Simd.f32_mul, driving, driving), scale);
    const gained = lanes.op(Simd.f32_sub, lanes.op(Simd.f32_mul, before, before), shrunk);
    return lanes.op(Simd.f32_add, value, lanes.op(Simd.f32_mul, square, gained));
  }

  /** exp(-steps dt / tau) of the tables at word `table`: see shaders/lib/traces.wgsl. Higher tables begin with 1: to multiply by that changes nothing. */
  private decay(table: number, steps: Part): Part {
    const { lanes, four, at } = this;
    if (steps.fixed) return this.decayAtOnce(table, steps);
    const rule = four.parameter(at.rule);
    const look = (k: number, index: Part) => lanes.gather(lanes.op(Simd.i32_add, this.times(index, 4), rule), 4 * (table + k * STEPS));
    const x = this.variable(look(0, lanes.op(Simd.and, steps, lanes.constant(STEPS - 1))));
    lanes.any(lanes.op(Simd.i32_ge_u, steps, lanes.constant(STEPS))).if(() => {
      const high = lanes.shiftBy(Simd.i32_shr_u, steps, STEP_BITS);
      lanes.set(x.local, lanes.op(Simd.f32_mul, x, look(1, lanes.op(Simd.and, high, lanes.constant(STEPS - 1)))));
      const highest = lanes.shiftBy(Simd.i32_shr_u, steps, 2 * STEP_BITS);
      lanes.any(highest).if(() => {
        lanes.set(x.local, lanes.op(Simd.f32_mul, x, look(2, lanes.op(Simd.i32_min_u, highest, lanes.constant(STEPS - 1)))));
      });
    });
    return x;
  }

  /** The same where the steps hang on the call's parameters alone. */
  private decayAtOnce(table: number, steps: Part): Part {
    const { lanes, at } = this;
    const highest = lanes.op(Simd.i32_min_u, lanes.shiftBy(Simd.i32_shr_u, steps, 2 * STEP_BITS), lanes.constant(STEPS - 1));
    const bounds = lanes.constant(STEPS - 1);
    const places = [steps, lanes.shiftBy(Simd.i32_shr_u, steps, STEP_BITS), highest].map((index) => lanes.op(Simd.and, index, bounds));
    return lanes.early(`decay ${table} of ${steps.local}`, (code) => {
      places.forEach(({ local }, k) => {
        code
          .get(local)
          .lane(Simd.i32_extract, 0)
          .i32(2)
          .op(Op.i32_shl)
          .get(at.rule)
          .op(Op.i32_add)
          .loadFloat(4 * (table + k * STEPS));
        if (k > 0) code.op(Op.f32_mul);
      });
      code.simd(Simd.f32_splat);
    });
  }

  /** Step of the spike before number `n` of each target. */
  private stepBefore(n: Part): Part {
    return this.lanes.gather(this.markOf(this.lanes.op(Simd.i32_sub, n, this.lanes.constant(1))));
  }

  private markOf(n: Part): Part {
    const { lanes, at } = this;
    const mask = lanes.early("depth mask", (code) =>
      code.i32(1).get(at.depthBits).op(Op.i32_shl).i32(1).op(Op.i32_sub).simd(Simd.i32_splat),
    );
    return lanes.op(Simd.i32_add, this.base, this.times(lanes.op(Simd.and, n, mask), this.markBytes));
  }

  private times(value: Part, factor: number): Part {
    const { lanes } = this;
    const bits = Math.log2(factor);
    if (Number.isInteger(bits)) return lanes.shiftBy(Simd.i32_shl, value, bits);
    return lanes.op(Simd.i32_mul, value, lanes.constant(factor));
  }

  /** A local of its own that starts as `value`. */
  private variable(value: Part): Part {
    const local = this.lanes.local();
    this.lanes.set(local, value);
    return { local, uniform: false, fixed: false };
  }
}
