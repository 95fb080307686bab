import { Code } from "../assembler/code.ts";
import { FunctionWriter } from "../assembler/module.ts";
import { F32, I32, Op, Simd } from "../assembler/opcodes.ts";
import { type Compiled, compiled } from "../wgsl/compiled.ts";
import { type Argument, given } from "../wgsl/expressions.ts";
import { Lanes, type Part, varying } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import { fieldsRead } from "../wgsl/scan.ts";
import type { Program } from "../wgsl/syntax.ts";
import { declared, FLOAT, partsOf, type Type } from "../wgsl/types.ts";
import { Unsupported } from "../wgsl/unsupported.ts";
import type { Cell, Place, Value } from "../wgsl/values.ts";
import { CatchUp, type Noted } from "./catch-up.ts";
import { Four } from "./four.ts";
import { Histories, type TraceReader } from "./histories.ts";
import { BLOCK } from "./notes.ts";
import { fades, Parameter, type RuleKernel, type RuleSource } from "./rule.ts";

/** What the rule does at the event of each kernel. */
const EVENTS: Readonly<Record<RuleKernel, string>> = {
  propagate_plastic: "on_pre",
  settle: "on_step",
  gather: "contribute",
  apply: "on_step",
};

/** Compiles a rule's loop to a module whose "run" is a `Stretch`, or says why not. */
export function compileRule(source: RuleSource): Compiled {
  return compiled(() => new RuleWriter(parse(source.text), source).module());
}

class RuleWriter {
  private readonly function = new FunctionWriter(
    Object.values(Parameter).map((k) => (k === Parameter.scale || k === Parameter.most ? F32 : I32)),
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
    this.histories = new Histories(lanes, source);
    this.catchUp = new CatchUp(lanes, this.four, this.histories, source);
    this.synapse = declared(program, { name: "Synapse", args: [], line: 0 });
    if (partsOf(this.synapse) !== kept) throw new Unsupported(`struct Synapse has ${partsOf(this.synapse)} fields, not ${kept}`, 0);
    const params = declared(program, { name: "Params", args: [], line: 0 });
    const fields = params.kind === "struct" ? params.fields : [];
    this.p = {
      type: params,
      parts: fields.map((_, f) => lanes.early(`field ${f}`, (code) => code.get(Parameter.rule).memory(Simd.load_splat, 4 * f))),
    };
  }

  module(): Uint8Array<ArrayBuffer> {
    const { lanes, four, source } = this;
    const { kernel } = source;
    four.blocks(Parameter.page, Parameter.end, () => {
      const pending = kernel === "propagate_plastic" || kernel === "settle";
      this.catchUp.block(pending, this.tracesOf(EVENTS[kernel]), (...event) => this.afterPost(...event));
      const act = () => four.each(Parameter.scratch, () => this.act());
      if (kernel !== "settle") act();
      else if (source.on_step && !source.contribute) lanes.code.get(Parameter.slot).if(act);
    });
    return lanes.module(source.shared, new Code().get(this.result));
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
    const now = lanes.parameter(Parameter.now);
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
    const { lanes, source, histories } = this;
    if (!fades(source)) return;
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
  private total(target: Part): Argument {
    const { lanes, source } = this;
    const own = () => lanes.early("total", (code) => code.get(Parameter.cells).memory(Simd.load_splat));
    const sums = source.contribute === "source" ? own() : lanes.gather(this.address(target));
    const total = lanes.op(Simd.f32_mul, lanes.op(Simd.f32_from_i32, sums), lanes.parameter(Parameter.scale));
    return given(FLOAT, total);
  }

  /** Adds what is delivered to the ring; notes what is out of bounds. */
  private deliver(delivered: Part, target: Part, delay: Part): void {
    const { lanes, four } = this;
    const fair = lanes.op(Simd.f32_le, lanes.op(Simd.f32_abs, delivered), lanes.parameter(Parameter.most));
    lanes.any(lanes.op(Simd.not, fair)).if(() => lanes.code.i32(1).set(this.result));
    const slot = lanes.op(Simd.i32_add, delay, lanes.parameter(Parameter.slot));
    const slots = lanes.parameter(Parameter.slots);
    const due = lanes.op(Simd.i32_sub, slot, lanes.op(Simd.and, slots, lanes.op(Simd.i32_ge_u, slot, slots)));
    const cell = lanes.op(Simd.i32_add, lanes.op(Simd.i32_mul, due, lanes.parameter(Parameter.slotCells)), target);
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

  /** Address of a word of those at Parameter.cells. */
  private address(word: Part): Part {
    const { lanes } = this;
    return lanes.op(Simd.i32_add, lanes.shiftBy(Simd.i32_shl, word, 2), lanes.parameter(Parameter.cells));
  }

  /** A number in fixed point. */
  private quanta(value: Part): Part {
    const { lanes } = this;
    const scaled = lanes.op(Simd.f32_mul, value, lanes.parameter(Parameter.scale));
    return lanes.op(Simd.i32_from_f32, lanes.op(Simd.f32_floor, lanes.op(Simd.f32_add, scaled, lanes.float(0.5))));
  }

  /** Calls a function of the rule; traces it does not look at are not computed. */
  private call(name: string, step: Part, s: Place, pre: TraceReader, post: TraceReader, more: readonly Argument[] = []): Value | undefined {
    const traces = [pre, post].map((read, k) => this.traces(name, 2 + k, read));
    return this.lowering.expand(name, this.paramsAt(step), { kind: "pointer", place: s }, ...traces, ...more);
  }

  /** The fields at an event of `step`: those that are modulated, times their modulators' values of it. */
  private paramsAt(step: Part): Argument {
    const { lanes, p, source } = this;
    const parts = [...p.parts];
    if (source.modulated.length === 0) return given(p.type, ...parts);
    const mask = lanes.early("series mask", (code) => code.get(Parameter.series).i32(1).op(Op.i32_sub).simd(Simd.i32_splat));
    for (const { field, modulator } of source.modulated) {
      const row = lanes.early(`modulator ${modulator}`, (code) =>
        code
          .get(Parameter.series)
          .i32(4 * modulator)
          .op(Op.i32_mul)
          .get(Parameter.modulators)
          .op(Op.i32_add)
          .simd(Simd.i32_splat),
      );
      const place = lanes.shiftBy(Simd.i32_shl, lanes.op(Simd.and, step, mask), 2);
      parts[field] = lanes.op(Simd.f32_mul, parts[field], lanes.gather(lanes.op(Simd.i32_add, row, place)));
    }
    return given(p.type, ...parts);
  }

  /** The traces of one side, parameter `k` of a function. */
  private traces(name: string, k: number, read: TraceReader): Argument {
    const { program, lanes } = this;
    const { parameters, line } = this.lowering.functionOf(name);
    const parameter = parameters[k];
    if (!parameter) throw new Unsupported(`fn ${name} has ${parameters.length} parameters`, line);
    const type = declared(program, parameter.type);
    const looked = fieldsRead(program, name, k);
    const fields = type.kind === "struct" ? type.fields : [];
    const parts = fields.map(({ name }, t) => (looked === "all" || looked.has(name) ? read(t) : undefined) ?? lanes.constant(0));
    return given(type, ...parts);
  }

  private float(value: Value | undefined, name: string): Part {
    if (value?.type.kind !== "scalar" || value.type.of !== "f32") throw new Unsupported(`fn ${name} gives no f32`, 0);
    return this.lanes.keep(value.parts[0]);
  }
}

/** What a variable holds. */
const current = ({ local }: Cell): Part => varying(local);

/** Lets a function of the rule act at the event, with more arguments. */
type Act = (name: string, more?: readonly Argument[]) => Value | undefined;
