import { Code } from "../assembler/code.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { F32, I32, Op, Simd } from "../assembler/opcodes.ts";
import type { Compiled } from "../neuron/model.ts";
import type { Argument } from "../wgsl/expressions.ts";
import { fieldsRead } from "../wgsl/fields.ts";
import { Lanes, type Part } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import type { FunctionSyntax, Program } from "../wgsl/syntax.ts";
import { declared, partsOf, scalar, type Type } from "../wgsl/types.ts";
import { Unsupported } from "../wgsl/unsupported.ts";
import type { Cell, Place, Value } from "../wgsl/values.ts";
import { BLOCK, CatchUp, type CatchUpPlaces, type Noted } from "./catch-up.ts";
import { Four } from "./four.ts";
import { Histories, type HistoryPlaces, type TraceReader } from "./histories.ts";

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
  /** Words of a synapse: its delay and target, its weight, variables; more where another rule keeps more of the same synapses. */
  readonly words: number;
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
  /** Head of target 0 (src/twins/lib/plastic.ts), where its spikes are kept, and for how many (2 ^ depthBits) there is room. */
  heads: number,
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
  /** Where STRETCH_BYTES of the memory are its own to use. */
  scratch: number,
) => number;

/** Indices of `Stretch`'s parameters. */
const PARAMETERS = 23;
const [PAGE, END, RULE, TARGET_BITS, ADVANCE, HEADS, MARKS, DEPTH_BITS, START, PRE, BEFORE, LAST, LIMIT, NOW] = Array(14).keys();
const [CELLS, SLOT, SLOTS, SLOT_CELLS, SCALE, MOST, MODULATORS, SERIES, SCRATCH] = [14, 15, 16, 17, 18, 19, 20, 21, 22];
const PLACES: CatchUpPlaces & HistoryPlaces = {
  rule: RULE,
  targetBits: TARGET_BITS,
  advance: ADVANCE,
  heads: HEADS,
  marks: MARKS,
  depthBits: DEPTH_BITS,
  start: START,
  pre: PRE,
  before: BEFORE,
  last: LAST,
  limit: LIMIT,
  scratch: SCRATCH,
};

/** What the rule does at the event of each kernel. */
const EVENTS: Readonly<Record<RuleKernel, string>> = {
  propagate_plastic: "on_pre",
  settle: "on_step",
  gather: "contribute",
  apply: "on_step",
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
  private readonly histories: Histories;
  private readonly catchUp: CatchUp;
  private readonly synapse: Type;
  private readonly p: Value;
  /** What is returned. */
  private readonly result = this.function.local(I32);

  constructor(
    private readonly program: Program,
    private readonly source: RuleSource,
  ) {
    const { lanes } = this;
    const kept = 1 + source.variables.length;
    this.lowering = new Lowering(program, lanes);
    this.four = new Four(lanes, source.words, BLOCK);
    this.histories = new Histories(lanes, source, PLACES);
    this.catchUp = new CatchUp(lanes, this.four, this.histories, source, PLACES);
    this.synapse = declared(program, { name: "Synapse", args: [], line: 0 });
    if (partsOf(this.synapse) !== kept) throw new Unsupported(`struct Synapse has ${partsOf(this.synapse)} fields, not ${kept}`, 0);
    const params = declared(program, { name: "Params", args: [], line: 0 });
    const fields = params.kind === "struct" ? params.fields : [];
    this.p = {
      type: params,
      parts: fields.map((_, f) => lanes.early(`field ${f}`, (code) => code.get(RULE).memory(Simd.load_splat, 4 * f))),
    };
  }

  module(): Uint8Array<ArrayBuffer> {
    const { lanes, four, source } = this;
    const { kernel } = source;
    four.blocks(PAGE, END, () => {
      const pending = kernel === "propagate_plastic" || kernel === "settle";
      this.catchUp.block(pending, this.tracesOf(EVENTS[kernel]), (...event) => this.afterPost(...event));
      const act = () => four.each(SCRATCH, () => this.act());
      if (kernel !== "settle") act();
      else if (source.on_step && !source.contribute) lanes.code.get(SLOT).if(act);
    });
    const whole = new Code().append(lanes.start).append(lanes.code).get(this.result);
    return moduleOf(this.function, whole, lanes.imports, source.shared);
  }

  /** Four synapses at a spike of their targets. */
  private afterPost(synapses: readonly number[], step: Part, last: Part, post: TraceReader): void {
    const { lanes, lowering, histories } = this;
    const parts = this.source.variables.map((_, v) => v + 1);
    const s = lowering.variable(this.synapse, { type: this.synapse, parts: [0, ...parts].map((v) => lanes.gatherAt(synapses, 4 + 4 * v)) });
    this.fade(s, last, step);
    if (this.source.on_post) this.call("on_post", step, s, (t) => histories.preAt(t, step), post);
    for (const [v, cell] of s.cells.entries()) lanes.scatterAt(synapses, current(cell), 4 + 4 * v);
  }

  /** Four synapses at the event that the kernel is for. */
  private act(): void {
    const { lanes, lowering, four, catchUp, source } = this;
    const [word, ...kept] = four.load(2 + source.variables.length);
    const s = lowering.variable(this.synapse, { type: this.synapse, parts: kept });
    const noted = catchUp.noted(this.tracesOf(EVENTS[source.kernel]));
    const now = lanes.parameter(NOW);
    const act: Act = (name, more = []) => {
      this.fade(s, noted.last, now);
      return this.call(name, now, s, (t) => this.histories.preAt(t, now), this.postNow(noted, now), more);
    };
    const { kernel } = source;
    const target = catchUp.target(word);
    if (kernel === "propagate_plastic") this.deliver(this.float(act("on_pre"), "on_pre"), target, catchUp.delay(word));
    if (kernel === "settle") act("on_step");
    if (kernel === "gather") this.gather(this.float(act("contribute"), "contribute"), target);
    if (kernel === "apply") act("on_step", [this.total(target)]);
    if (kernel !== "gather") four.store(word, s.cells.map(current));
  }

  /** The targets' traces that an event needs: those the rule looks at, and what mean squares are of. */
  private tracesOf(name: string): readonly number[] {
    const { program, source } = this;
    const fn = program.functions.get(name);
    if (!fn?.parameters[3]) return [];
    const type = declared(program, fn.parameters[3].type);
    const looked = fieldsRead(program, name, 3);
    const fields = type.kind === "struct" ? type.fields : [];
    const used = source.post.flatMap((_, t) => (looked === "all" || looked.has(fields[t]?.name ?? "") ? [t] : []));
    return [...new Set(used.flatMap((t) => (source.post[t].factor === undefined ? [t] : [t - 1, t])))];
  }

  /** The targets' traces at an event: a spike that arrives in the step of a source's spike is not in them. */
  private postNow({ shift, arrived, newest, traces, base }: Noted, now: Part): TraceReader {
    const { lanes, source, histories } = this;
    if (source.post.length === 0) return () => undefined;
    const step = lanes.op(Simd.i32_sub, now, shift);
    const spiked = lanes.variable(newest);
    const values = new Map([...traces].map(([t, part]) => [t, lanes.variable(part)]));
    if (source.kernel === "propagate_plastic" && source.first === "post") {
      const some = lanes.op(Simd.i32_gt_s, arrived, lanes.constant(0));
      const same = lanes.op(Simd.and, some, lanes.op(Simd.i32_ge_s, newest, step));
      lanes.any(same).if(() => {
        const at = base();
        const n = lanes.op(Simd.i32_add, arrived, same);
        lanes.set(spiked.local, histories.stepBefore(at, n));
        for (const [t, value] of values) lanes.set(value.local, histories.keptBefore(at, n, t));
      });
    }
    return (t) => histories.postAt(t, (k) => values.get(k) ?? lanes.constant(0), lanes.op(Simd.i32_sub, step, spiked));
  }

  /** Lets the variables decay from a synapse's last event to one at `step`. */
  private fade(s: Place, last: Part, step: Part): void {
    const { lanes, source, catchUp, histories } = this;
    if (!catchUp.fades) return;
    const steps = lanes.op(Simd.i32_sub, step, last);
    const later = lanes.op(Simd.i32_gt_s, steps, lanes.constant(0));
    const known = new Map<number, Part>();
    source.variables.forEach((table, v) => {
      if (table < 0) return;
      const factor = known.get(table) ?? histories.decay(table, steps);
      known.set(table, factor);
      const old = current(s.cells[1 + v]);
      lanes.set(old.local, lanes.select(lanes.op(Simd.f32_mul, old, factor), old, later));
    });
  }

  /** What the synapses of a neuron add up to. */
  private total(target: Part): Value {
    const { lanes, source } = this;
    const own = () => lanes.early("total", (code) => code.get(CELLS).memory(Simd.load_splat));
    const sums = source.contribute === "source" ? own() : lanes.gather(this.address(target));
    const total = lanes.op(Simd.f32_mul, lanes.op(Simd.f32_from_i32, sums), this.splat(SCALE));
    return { type: scalar("f32"), parts: [total] };
  }

  /** Adds what is delivered to the ring; notes what is out of bounds. */
  private deliver(delivered: Part, target: Part, delay: Part): void {
    const { lanes, four } = this;
    const fair = lanes.op(Simd.f32_le, lanes.op(Simd.f32_abs, delivered), this.splat(MOST));
    lanes.any(lanes.op(Simd.not, fair)).if(() => lanes.code.i32(1).set(this.result));
    const slot = lanes.op(Simd.i32_add, delay, lanes.parameter(SLOT));
    const slots = lanes.parameter(SLOTS);
    const due = lanes.op(Simd.i32_sub, slot, lanes.op(Simd.and, slots, lanes.op(Simd.i32_ge_u, slot, slots)));
    const cell = lanes.op(Simd.i32_add, lanes.op(Simd.i32_mul, due, lanes.parameter(SLOT_CELLS)), target);
    four.add(this.address(cell), lanes.op(Simd.and, this.quanta(delivered), four.real()));
  }

  /** Adds what is contributed to the totals. */
  private gather(own: Part, target: Part): void {
    const { lanes, four, source } = this;
    const quanta = lanes.op(Simd.and, this.quanta(own), four.real());
    if (source.contribute === "target") four.add(this.address(target), quanta);
    for (let lane = 0; lane < 4 && source.contribute === "source"; lane++)
      lanes.code.get(this.result, quanta.local).lane(Simd.i32_extract, lane).op(Op.i32_add).set(this.result);
  }

  /** An f32 parameter in all lanes. */
  private splat(k: number): Part {
    return this.lanes.early(`parameter ${k}`, (code) => code.get(k).simd(Simd.f32_splat));
  }

  /** Address of a word of those at CELLS. */
  private address(word: Part): Part {
    const { lanes } = this;
    return lanes.op(Simd.i32_add, lanes.shiftBy(Simd.i32_shl, word, 2), lanes.parameter(CELLS));
  }

  /** A number in fixed point. */
  private quanta(value: Part): Part {
    const { lanes } = this;
    const scaled = lanes.op(Simd.f32_mul, value, this.splat(SCALE));
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

/** What a variable holds. */
function current({ local }: Cell): Part {
  return { local, uniform: false, fixed: false };
}

/** Lets a function of the rule act at the event, with more arguments. */
type Act = (name: string, more?: readonly Value[]) => Value | undefined;
