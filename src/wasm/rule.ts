import { Code, F32, FunctionWriter, I32, moduleOf, Op, Simd } from "./assembler.ts";
import { type EventPlaces, Events } from "./events.ts";
import type { Argument } from "./expressions.ts";
import { fieldsRead } from "./fields.ts";
import { Four } from "./four.ts";
import { Lanes, type Part } from "./lanes.ts";
import { Lowering } from "./lower.ts";
import type { Compiled } from "./model.ts";
import { parse } from "./parse.ts";
import type { FunctionSyntax, Program } from "./syntax.ts";
import { declared, partsOf, scalar } from "./types.ts";
import { Unsupported } from "./unsupported.ts";
import type { Place, Value } from "./values.ts";

/** A trace in the histories: places of its numbers in `rule`, in words. */
export interface TraceSource {
  /** Its decay tables. */
  readonly table: number;
  /** Of a running mean of the square of the trace before it: the place of its factor. */
  readonly factor?: number;
}

/** A plasticity rule to compile: its text, and what the engine keeps for it (src/twins/plasticity/rule.ts). */
export interface RuleSource {
  /** struct Params, Synapse, Pre, Post (all f32), on_pre, and on_post, on_step, contribute as they are called: as in shaders/plasticity. */
  readonly text: string;
  readonly pre: readonly TraceSource[];
  readonly post: readonly TraceSource[];
  /** Of each variable beside the weight, the place of its decay tables in `rule`; -1: it does not decay. */
  readonly variables: readonly number[];
  readonly delayed: boolean;
  readonly first: "pre" | "post";
  readonly on_post: boolean;
  readonly on_step: boolean;
  readonly contribute?: "source" | "target";
  /** Fields of struct Params that modulators scale. */
  readonly modulated: readonly { readonly field: number; readonly modulator: number }[];
  /** What the loop does: the kernel of shaders/plasticity that it stands for. */
  readonly kernel: RuleKernel;
  /** Whether the memory it runs on is shared between threads. */
  readonly shared: boolean;
}

export type RuleKernel = "propagate_plastic" | "settle" | "gather" | "apply";

/**
 * The compiled loop over a stretch of the synapses of one source, as the kernels of shaders/plasticity have it. Addresses are in bytes.
 * @returns propagate_plastic: 1 if some delivered value was out of bounds; gather: what was added up for the source; else 0
 */
export type Stretch = (
  /** The first synapse, and the end of the last. */
  page: number,
  end: number,
  rule: number,
  /** A synapse's first word is delay << targetBits | target; the target's spikes reach it delay - advance steps later. */
  targetBits: number,
  advance: number,
  /** Spikes noted of target 0, where they are kept, and for how many (2 ^ depthBits) there is room. */
  counts: number,
  marks: number,
  depthBits: number,
  /** Spikes of the target that arrive from this step on have not been made up for. */
  start: number,
  /** The last spike of the source: where it is kept, in zeros where there is none, and its step, or -1. */
  pre: number,
  before: number,
  /** Step of the last event of the source or the clock, -1 before any. */
  last: number,
  /** Spikes of the target that arrive before this step count for the event; its step. */
  limit: number,
  now: number,
  /**
   * propagate_plastic: the ring's cell of target 0 in slot 0, the slot of the spike's step, all slots and the cells of one.
   * settle: whether the clock acts, as `slot`. gather, apply: the total of target 0, or of the source, as `cells`.
   */
  cells: number,
  slot: number,
  slots: number,
  slotCells: number,
  /** Quanta per unit in the ring or the totals; apply: units per quantum. */
  scale: number,
  /** propagate_plastic: the largest size a delivered value may have. */
  most: number,
  /** Where something is modulated: values of modulator 0 of the network, and of how many steps (a power of two) each has them. */
  modulators: number,
  series: number,
) => number;

/** Indices of `Stretch`'s parameters. */
const PARAMETERS = 22;
const [PAGE, END, RULE, TARGET_BITS, ADVANCE, COUNTS, MARKS, DEPTH_BITS, START, PRE, BEFORE, LAST, LIMIT, NOW] = Array(14).keys();
const [CELLS, SLOT, SLOTS, SLOT_CELLS, SCALE, MOST, MODULATORS, SERIES] = [14, 15, 16, 17, 18, 19, 20, 21];
const PLACES: EventPlaces = {
  rule: RULE,
  advance: ADVANCE,
  counts: COUNTS,
  marks: MARKS,
  depthBits: DEPTH_BITS,
  start: START,
  pre: PRE,
  before: BEFORE,
  last: LAST,
  limit: LIMIT,
};

/** Compiles a rule's loop, or says why not. */
export function compileRule(source: RuleSource): Compiled {
  try {
    return { module: new WebAssembly.Module(new RuleWriter(parse(source.text), source).module()) };
  } catch (error) {
    if (error instanceof Unsupported) return { reason: error.message };
    // No SIMD, or a page whose policy allows no compiled code; RangeError: too large for a browser's main thread.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return { reason: `WebAssembly: ${error.message}` };
    throw error;
  }
}

/** The compiled loop over the buffers in `memory`. */
export function stretchOf(module: WebAssembly.Module, memory: WebAssembly.Memory): Stretch {
  const imports = { env: { memory }, math: Math as unknown as WebAssembly.ModuleImports };
  return new WebAssembly.Instance(module, imports).exports.stretch as Stretch;
}

class RuleWriter {
  private readonly function = new FunctionWriter(
    "stretch",
    Array.from({ length: PARAMETERS }, (_, k) => (k === SCALE || k === MOST ? F32 : I32)),
    [I32],
  );
  private readonly lanes = new Lanes(this.function);
  private readonly lowering: Lowering;
  private readonly four: Four;
  private readonly p: Value;
  /** What is returned. */
  private readonly result = this.function.local(I32);

  constructor(
    private readonly program: Program,
    private readonly source: RuleSource,
  ) {
    const { lanes } = this;
    this.lowering = new Lowering(program, lanes);
    this.four = new Four(lanes, { page: PAGE, end: END, targetBits: TARGET_BITS }, 2 + source.variables.length);
    const params = declared(program, { name: "Params", args: [], line: 0 });
    const fields = params.kind === "struct" ? params.fields : [];
    this.p = {
      type: params,
      parts: fields.map((_, f) => lanes.early(`field ${f}`, (code) => code.get(RULE).memory(Simd.load_splat, 4 * f))),
    };
  }

  module(): Uint8Array<ArrayBuffer> {
    const { lanes, four } = this;
    lanes.code.block(() =>
      lanes.code.loop(() => {
        four.leaveAtEnd(1);
        this.group();
        four.next();
        lanes.code.branch(0);
      }),
    );
    const whole = new Code().append(lanes.start).append(lanes.code).get(this.result);
    return moduleOf(this.function, whole, lanes.imports, this.source.shared);
  }

  /** Four synapses. */
  private group(): void {
    const { lanes, lowering, four, source } = this;
    const [word, ...kept] = four.load();
    const type = declared(this.program, { name: "Synapse", args: [], line: 0 });
    if (partsOf(type) !== kept.length) throw new Unsupported(`struct Synapse has ${partsOf(type)} fields, not ${kept.length}`, 0);
    const s = lowering.variable(type, { type, parts: kept });
    const delay = four.shifted(Simd.i32_shr_u, word, TARGET_BITS);
    const mask = lanes.early("target mask", (code) =>
      code.i32(1).get(TARGET_BITS).op(Op.i32_shl).i32(1).op(Op.i32_sub).simd(Simd.i32_splat),
    );
    const target = lanes.op(Simd.and, word, mask);
    const events = new Events(lanes, four, source, PLACES, s, target, delay);
    const { kernel } = source;
    events.catchUp(kernel === "propagate_plastic" || kernel === "settle", (lanesDue, step, n) => {
      if (!source.on_post) return;
      const at = lanes.op(Simd.i32_add, step, events.shift);
      lowering.masked(lanesDue, () => this.call("on_post", at, s, (t) => events.preAt(t, at), events.postBefore(n, step)), Infinity);
    });
    const act: Act = (name, more = []) => {
      const now = four.parameter(NOW);
      events.fade(now);
      return this.call(name, now, s, (t) => events.preAt(t, now), events.postAt(now, kernel === "propagate_plastic"), more);
    };
    const store = () =>
      four.store(
        word,
        s.cells.map(({ local }) => ({ local, uniform: false, fixed: false })),
      );
    this.event(act, store, target, delay);
  }

  /** The event that the loop is for. */
  private event(act: Act, store: () => void, target: Part, delay: Part): void {
    const { lanes, source } = this;
    const { kernel } = source;
    if (kernel === "propagate_plastic") this.deliver(this.float(act("on_pre"), "on_pre"), target, delay);
    if (kernel === "settle" && source.on_step && !source.contribute) lanes.code.get(SLOT).if(() => void act("on_step"));
    if (kernel === "gather") this.gather(this.float(act("contribute"), "contribute"), target);
    if (kernel === "apply") {
      const address = this.address(target);
      const sums =
        source.contribute === "source" ? lanes.early("total", (code) => code.get(CELLS).memory(Simd.load_splat)) : lanes.gather(address);
      const total = lanes.op(Simd.f32_mul, lanes.op(Simd.f32_from_i32, sums), this.four.float(SCALE));
      act("on_step", [{ type: scalar("f32"), parts: [total] }]);
    }
    if (kernel !== "gather") store();
  }

  /** Adds what is delivered to the ring; notes what is out of bounds. */
  private deliver(delivered: Part, target: Part, delay: Part): void {
    const { lanes, four } = this;
    const fair = lanes.op(Simd.f32_le, lanes.op(Simd.f32_abs, delivered), four.float(MOST));
    lanes.any(lanes.op(Simd.not, fair)).if(() => lanes.code.i32(1).set(this.result));
    const slot = lanes.op(Simd.i32_add, delay, four.parameter(SLOT));
    const slots = four.parameter(SLOTS);
    const due = lanes.op(Simd.i32_sub, slot, lanes.op(Simd.and, slots, lanes.op(Simd.i32_ge_u, slot, slots)));
    const cell = lanes.op(Simd.i32_add, lanes.op(Simd.i32_mul, due, four.parameter(SLOT_CELLS)), target);
    four.scatter(this.address(cell), lanes.op(Simd.and, this.quanta(delivered), four.real()));
  }

  /** Adds what is contributed to the totals. */
  private gather(own: Part, target: Part): void {
    const { lanes, four, source } = this;
    const quanta = lanes.op(Simd.and, this.quanta(own), four.real());
    if (source.contribute === "target") four.scatter(this.address(target), quanta);
    for (let lane = 0; lane < 4 && source.contribute === "source"; lane++)
      lanes.code.get(this.result, quanta.local).lane(Simd.i32_extract, lane).op(Op.i32_add).set(this.result);
  }

  /** Address of a word of those at CELLS. */
  private address(word: Part): Part {
    const { lanes, four } = this;
    return lanes.op(Simd.i32_add, lanes.shiftBy(Simd.i32_shl, word, 2), four.parameter(CELLS));
  }

  /** A number in fixed point. */
  private quanta(value: Part): Part {
    const { lanes, four } = this;
    const scaled = lanes.op(Simd.f32_mul, value, four.float(SCALE));
    return lanes.op(Simd.i32_from_f32, lanes.op(Simd.f32_floor, lanes.op(Simd.f32_add, scaled, lanes.float(0.5))));
  }

  /** Calls a function of the rule; traces it does not look at are not computed. */
  private call(name: string, step: Part, s: Place, pre: TraceReader, post: TraceReader, more: readonly Value[] = []): Value | undefined {
    const fn = this.program.functions.get(name);
    if (!fn) throw new Unsupported(`fn ${name} is missing`, 0);
    const given = (value: Value): Argument => ({ kind: "value", value });
    const traces = [pre, post].map((read, k) => given(this.traces(fn, 2 + k, read)));
    return this.lowering.inline(fn, [given(this.paramsAt(step)), { kind: "pointer", place: s }, ...traces, ...more.map(given)], 0);
  }

  /** The fields at an event of `step`: those that are modulated, times their modulators' values of it. */
  private paramsAt(step: Part): Value {
    const { lanes, p, source } = this;
    if (source.modulated.length === 0) return p;
    const parts = [...p.parts];
    const mask = lanes.early("series mask", (code) => code.get(SERIES).i32(1).op(Op.i32_sub).simd(Simd.i32_splat));
    for (const { field, modulator } of source.modulated) {
      const row = lanes.early(`modulator ${modulator}`, (code) =>
        code
          .get(SERIES)
          .i32(4 * modulator)
          .op(Op.i32_mul)
          .get(MODULATORS)
          .op(Op.i32_add)
          .simd(Simd.i32_splat),
      );
      const place = lanes.shiftBy(Simd.i32_shl, lanes.op(Simd.and, step, mask), 2);
      parts[field] = lanes.op(Simd.f32_mul, parts[field], lanes.gather(lanes.op(Simd.i32_add, row, place)));
    }
    return { ...p, parts };
  }

  /** The traces of one side, parameter `k` of a function. */
  private traces(fn: FunctionSyntax, k: number, read: TraceReader): Value {
    const { program, lanes } = this;
    const parameter = fn.parameters[k];
    if (!parameter) throw new Unsupported(`fn ${fn.name} has ${fn.parameters.length} parameters`, fn.line);
    const type = declared(program, parameter.type);
    const looked = fieldsRead(program, fn.name, k);
    const fields = type.kind === "struct" ? type.fields : [];
    const parts = fields.map(({ name }, t) => (looked === "all" || looked.has(name) ? read(t) : undefined) ?? lanes.constant(0));
    return { type, parts };
  }

  private float(value: Value | undefined, name: string): Part {
    if (value?.type.kind !== "scalar" || value.type.of !== "f32") throw new Unsupported(`fn ${name} gives no f32`, 0);
    return this.lanes.keep(value.parts[0]);
  }
}

/** Trace `t` of one side; undefined where the engine keeps none. */
type TraceReader = (t: number) => Part | undefined;

/** Lets a function of the rule act at the event, with more arguments. */
type Act = (name: string, more?: readonly Value[]) => Value | undefined;
