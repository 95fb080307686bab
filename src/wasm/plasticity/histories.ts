import { Op, Simd } from "../assembler/opcodes.ts";
import type { Lanes, Part } from "../wgsl/lanes.ts";
import { Parameter, type RuleSource, type TraceSource } from "./rule.ts";

/** Trace `t` of one side; undefined where the engine keeps none. */
export type TraceReader = (t: number) => Part | undefined;

const STEPS = 1024;
const STEP_BITS = 10;

/** What is kept of spikes, for four synapses: steps, and traces so long after a spike. Twin: src/twins/lib/traces.ts. */
export class Histories {
  constructor(
    private readonly lanes: Lanes,
    private readonly source: RuleSource,
  ) {}

  /** Bytes kept of a target's spike. */
  get markBytes(): number {
    return 4 * (1 + this.source.post.length);
  }

  /** Trace `t` of the source at `step`. */
  preAt(t: number, step: Part): Part | undefined {
    const { lanes, source } = this;
    const kept = (k: number) => lanes.early(`pre ${k}`, (code) => code.get(Parameter.pre).memory(Simd.load_splat, 4 + 4 * k));
    return this.trace(source.pre, t, kept, lanes.op(Simd.i32_sub, step, lanes.parameter(Parameter.before)));
  }

  /** Trace `t` of the targets, so many steps after a spike; `kept`: what was kept with it. */
  postAt(t: number, kept: (k: number) => Part, steps: Part): Part | undefined {
    return this.trace(this.source.post, t, kept, steps);
  }

  /** Trace `t` of the targets as kept with the spike before number `n`; 0 where there is none. */
  keptBefore(base: Part, n: Part, t: number): Part {
    const { lanes } = this;
    const mark = this.markOf(base, lanes.op(Simd.i32_sub, n, lanes.constant(1)));
    return lanes.op(Simd.and, lanes.gather(mark, 4 + 4 * t), lanes.op(Simd.i32_gt_s, n, lanes.constant(0)));
  }

  /** Step of spike `n` of each target, whose spikes are kept from address `base` on. */
  stepOf(base: Part, n: Part): Part {
    return this.lanes.gather(this.markOf(base, n));
  }

  /** Step of the spike before number `n`. */
  stepBefore(base: Part, n: Part): Part {
    return this.stepOf(base, this.lanes.op(Simd.i32_sub, n, this.lanes.constant(1)));
  }

  /**
   * exp(-steps dt / tau) of the tables at word `table`: see shaders/lib/traces.wgsl. Higher tables begin with 1: to multiply by that
   * changes nothing.
   */
  decay(table: number, steps: Part): Part {
    const { lanes } = this;
    if (steps.fixed) return this.decayAtOnce(table, steps);
    const look = (k: number, index: Part) =>
      lanes.gather(lanes.op(Simd.i32_add, lanes.times(index, 4), lanes.parameter(Parameter.rule)), 4 * (table + k * STEPS));
    const x = lanes.variable(look(0, lanes.op(Simd.and, steps, lanes.constant(STEPS - 1))));
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
    const { lanes } = this;
    const bounds = lanes.constant(STEPS - 1);
    const high = lanes.op(Simd.and, lanes.shiftBy(Simd.i32_shr_u, steps, STEP_BITS), bounds);
    const highest = lanes.op(Simd.i32_min_u, lanes.shiftBy(Simd.i32_shr_u, steps, 2 * STEP_BITS), bounds);
    const places = [lanes.op(Simd.and, steps, bounds), high, highest];
    return lanes.early(`decay ${table} of ${steps.local}`, (code) => {
      places.forEach(({ local }, k) => {
        code
          .get(local)
          .lane(Simd.i32_extract, 0)
          .i32(2)
          .op(Op.i32_shl)
          .get(Parameter.rule)
          .op(Op.i32_add)
          .loadFloat(4 * (table + k * STEPS));
        if (k > 0) code.op(Op.f32_mul);
      });
      code.simd(Simd.f32_splat);
    });
  }

  /** A trace so many steps after a spike; `kept`: its value, and those beside it, with that spike. */
  private trace(specs: readonly TraceSource[], t: number, kept: (k: number) => Part, steps: Part): Part | undefined {
    const { lanes } = this;
    const spec = specs[t];
    if (!spec) return undefined;
    const shrunk = this.decay(spec.table, steps);
    const value = lanes.op(Simd.f32_mul, kept(t), shrunk);
    const { factor } = spec;
    if (factor === undefined) return value;
    const before = this.decay(specs[t - 1].table, steps);
    const driving = kept(t - 1);
    const scale = lanes.early(`factor ${factor}`, (code) => code.get(Parameter.rule).memory(Simd.load_splat, 4 * factor));
    const square = lanes.op(Simd.f32_mul, lanes.op(Simd.f32_mul, driving, driving), scale);
    const gained = lanes.op(Simd.f32_sub, lanes.op(Simd.f32_mul, before, before), shrunk);
    return lanes.op(Simd.f32_add, value, lanes.op(Simd.f32_mul, square, gained));
  }

  private markOf(base: Part, n: Part): Part {
    const { lanes } = this;
    const mask = lanes.early("depth mask", (code) =>
      code.i32(1).get(Parameter.depthBits).op(Op.i32_shl).i32(1).op(Op.i32_sub).simd(Simd.i32_splat),
    );
    return lanes.op(Simd.i32_add, base, lanes.times(lanes.op(Simd.and, n, mask), this.markBytes));
  }
}
