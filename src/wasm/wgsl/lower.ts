import type { Code } from "../assembler/code.ts";
import { Op, Simd } from "../assembler/opcodes.ts";
import { type Argument, Expressions } from "./expressions.ts";
import type { Mask, Part } from "./lanes.ts";
import { continues, countsTogether, jumps, returns } from "./scan.ts";
import type { Block, Expression, FunctionSyntax, Statement } from "./syntax.ts";
import { declared, type Type } from "./types.ts";
import { Unsupported } from "./unsupported.ts";
import type { Binding, Cell, Place, Value } from "./values.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

/** Instructions up to which a block under a mask runs always: a branch that goes now here, now there costs more. */
const BRANCH_FROM = 24;
/** Calls within calls: WGSL has no recursion, and text that has is not run. */
const DEEPEST = 32;

/** A call being written in the place of it. */
interface Frame {
  readonly home: Mask;
  readonly returns?: Type;
  /** Where lanes that return early leave their result, and a mask of those that did. */
  result?: Place;
  gone?: number;
  /** Nobody has returned so far: the first result need not spare others. */
  first: boolean;
}

/** A loop being written: masks of the lanes that have left it, and of those that are done with this turn. */
interface Turn {
  readonly left: number;
  readonly done: number;
}

/**
 * Statements of the WGSL text, four lanes at once: where lanes part ways, both ways are taken and each assigns only in its own
 * lanes; a way is skipped when no lane takes it. Calls are written out where they stand.
 */
export class Lowering extends Expressions {
  private frame: Frame = { home: undefined, first: true };
  private turns: readonly Turn[] = [];
  private depth = 0;

  /** A variable of the type that starts as `value`, or zero. */
  variable(type: Type, value: Value | undefined, uniform = false): Place {
    const { parts } = value ?? this.zero(type);
    const cells = parts.map((part): Cell => {
      const local = this.lanes.local();
      this.lanes.set(local, part);
      return { local, home: this.mask, uniform };
    });
    return { type, cells };
  }

  /** Writes the body of a function where it is called. @returns its value, if it has one */
  inline(called: FunctionSyntax, args: readonly Argument[], line: number): Value | undefined {
    if (args.length !== called.parameters.length) this.refuse(`${args.length} arguments for "${called.name}"`, line);
    if (this.depth === DEEPEST) this.refuse(`"${called.name}" calls itself`, line);
    const { scope, frame, turns, mask } = this;
    this.scope = this.bind(called, args);
    const type = called.returns && declared(this.program, called.returns);
    this.frame = { home: mask, ...(type && { returns: type }), first: true };
    this.turns = [];
    this.depth++;
    const last = called.body.at(-1);
    const early = returns(last?.kind === "return" ? called.body.slice(0, -1) : called.body);
    if (early) this.prepareReturns(this.frame);
    const value = this.body(called.body, this.frame);
    Object.assign(this, { scope, frame, turns, mask });
    this.depth--;
    return value;
  }

  private bind(called: FunctionSyntax, args: readonly Argument[]): Map<string, Binding> {
    const scope = new Map<string, Binding>();
    for (const [k, { name, type }] of called.parameters.entries()) {
      const arg = args[k];
      if (arg.kind === "pointer") scope.set(name, arg);
      else scope.set(name, { kind: "value", value: this.as(declared(this.program, type), arg.value, called.line) });
    }
    return scope;
  }

  private prepareReturns(frame: Frame): void {
    frame.gone = this.lanes.local();
    this.lanes.set(frame.gone, this.lanes.constant(0));
    if (frame.returns) frame.result = this.variable(frame.returns, undefined);
  }

  /** A function's statements; a return at their end needs no mask where none came before. */
  private body(statements: Block, frame: Frame): Value | undefined {
    const last = statements.at(-1);
    if (frame.gone !== undefined || last?.kind !== "return") {
      this.block(statements);
      return frame.result && this.read(frame.result);
    }
    this.statements(statements.slice(0, -1));
    if (!last.value) return undefined;
    const value = this.keep(this.evaluate(last.value));
    return frame.returns ? this.as(frame.returns, value, last.line) : this.refuse("a value from a function without one", last.line);
  }

  /** Statements in a scope of their own. */
  block(statements: Block): void {
    const { scope, mask } = this;
    this.scope = new Map(scope);
    this.statements(statements);
    this.scope = scope;
    this.mask = mask;
  }

  /** Statements one after another: where lanes may have left, the rest goes on without them. */
  private statements(statements: Block): void {
    for (const [k, statement] of statements.entries()) {
      const rest = statements.slice(k + 1);
      if (statement.kind !== "if") this.statement(statement);
      else if (this.branch(statement, rest)) return;
      const leaves = this.turns.length > 0 ? jumps([statement]) : returns([statement]);
      if (!leaves || rest.length === 0) continue;
      const gone: Part = { local: this.turns.at(-1)?.done ?? this.frame.gone ?? 0, uniform: false, fixed: false };
      this.masked(this.lanes.narrow(this.mask, gone, false), () => this.statements(rest));
      return;
    }
  }

  private statement(s: Statement): void {
    switch (s.kind) {
      case "declare":
        this.declare(s);
        break;
      case "assign":
        this.assign(s);
        break;
      case "call":
        if (s.call.kind === "call") this.call(s.call);
        break;
      case "block":
        this.block(s.body);
        break;
      case "if":
        this.branch(s, []);
        break;
      case "loop":
        this.loop(s);
        break;
      case "return":
        this.leave(s);
        break;
      default: {
        const turn = this.turns.at(-1) ?? this.refuse(`${s.kind} outside of a loop`, s.line);
        this.mark(s.kind === "break" ? [turn.left, turn.done] : [turn.done]);
      }
    }
  }

  private declare(s: Of<"declare">, uniform = false): void {
    const given = s.value && this.evaluate(s.value);
    const type = s.type && declared(this.program, s.type);
    const typed = given && type ? this.as(type, given, s.line) : given;
    if (s.how === "var") {
      const value = typed && this.concrete(typed, s.line);
      const place = this.variable(value?.type ?? type ?? this.refuse(`"${s.name}" without a type`, s.line), value, uniform);
      this.scope.set(s.name, { kind: "variable", place });
      return;
    }
    if (!typed) throw new Unsupported(`"${s.name}" without a value`, s.line);
    // A const keeps the precision of its literal, a let takes a type.
    const value = s.how === "const" ? typed : this.keep(this.concrete(typed, s.line));
    this.scope.set(s.name, { kind: "value", value });
  }

  private assign(s: Of<"assign">): void {
    const given = this.evaluate(s.value);
    // `_ = f(x);`
    if (s.to.kind === "name" && s.to.name === "_" && s.operator === "") return;
    const place = this.placeOf(s.to) ?? this.refuse("an assignment to something else than a variable", s.line);
    const value = s.operator === "" ? given : this.operate(s.operator, this.read(place), given, s.line);
    this.write(place, this.as(place.type, value, s.line));
  }

  private write(place: Place, { parts }: Value): void {
    // All are computed before the first is assigned: v = v.yx.
    const values = parts.map((part) => (parts.length > 1 ? this.lanes.keep(part) : part));
    place.cells.forEach((cell, k) => {
      const whole = cell.uniform || this.mask === undefined || cell.home === this.mask;
      const old: Part = { local: cell.local, uniform: false, fixed: false };
      this.lanes.set(cell.local, whole ? values[k] : this.lanes.select(values[k], old, this.mask as Part));
    });
  }

  /** Adds the lanes at work to masks. */
  private mark(masks: readonly number[]): void {
    const leaving = this.mask ?? this.lanes.constant(-1);
    for (const local of new Set(masks)) this.lanes.set(local, this.lanes.op(Simd.or, { local, uniform: false, fixed: false }, leaving));
  }

  private leave(s: Of<"return">): void {
    const { frame } = this;
    if (s.value) {
      const result = frame.result ?? this.refuse("a value from a function without one", s.line);
      const value = this.as(result.type, this.evaluate(s.value), s.line);
      if (frame.first && this.turns.length === 0) value.parts.forEach((part, k) => this.lanes.set(result.cells[k].local, part));
      else this.write(result, value);
      frame.first = false;
    }
    this.mark([frame.gone ?? 0, ...this.turns.flatMap(({ left, done }) => [left, done])]);
  }

  /** Where all lanes of a call return or none does: what follows is the other way, and nobody need be spared. */
  private fork({ body, otherwise }: Of<"if">, condition: Part, rest: Block): boolean {
    const { frame, lanes } = this;
    const last = body.at(-1);
    const together = condition.uniform && this.mask === frame.home && this.turns.length === 0;
    if (!together || last?.kind !== "return" || otherwise.length > 0 || returns(body.slice(0, -1))) return false;
    const way = (holds: Code, write: () => void) => {
      const inner = lanes.apart(write);
      holds.if(() => lanes.code.append(inner));
    };
    way(lanes.any(condition), () => {
      const { scope } = this;
      this.scope = new Map(scope);
      this.statements(body.slice(0, -1));
      if (last.value) this.result(last.value, last.line);
      this.scope = scope;
    });
    way(lanes.any(condition).op(Op.i32_eqz), () => this.statements(rest));
    return true;
  }

  /** The result of all lanes of a call. */
  private result(e: Expression, line: number): void {
    const result = this.frame.result ?? this.refuse("a value from a function without one", line);
    const { parts } = this.as(result.type, this.evaluate(e), line);
    parts.forEach((part, k) => this.lanes.set(result.cells[k].local, part));
  }

  /** @returns whether `rest`, what follows, is written too */
  private branch(s: Of<"if">, rest: Block): boolean {
    const condition = this.lanes.keep(this.condition(s.condition));
    if (rest.length > 0 && this.fork(s, condition, rest)) return true;
    if (condition.uniform) {
      this.lanes.any(condition).if(() => this.block(s.body));
      if (s.otherwise.length > 0)
        this.lanes
          .any(condition)
          .op(Op.i32_eqz)
          .if(() => this.block(s.otherwise));
      return false;
    }
    const no = s.otherwise.length > 0 ? this.lanes.narrow(this.mask, condition, false) : undefined;
    this.masked(this.lanes.narrow(this.mask, condition), () => this.block(s.body));
    if (no) this.masked(no, () => this.block(s.otherwise));
    return false;
  }

  /** Writes what only the lanes of a mask do; a stretch of `from` instructions or more is skipped when there is no such lane. */
  masked(mask: Part, write: () => void, from = BRANCH_FROM): void {
    const outer = this.mask;
    const inner = this.lanes.apart(() => {
      this.mask = mask;
      write();
    });
    this.mask = outer;
    if (inner.size < from) this.lanes.code.append(inner);
    else this.lanes.any(mask).if(() => this.lanes.code.append(inner));
  }

  private loop(s: Of<"loop">): void {
    const { scope } = this;
    this.scope = new Map(scope);
    if (s.init?.kind === "declare") this.declare(s.init, countsTogether(s));
    else if (s.init) this.statement(s.init);
    let condition: Part | undefined;
    const test = this.lanes.apart(() => {
      condition = s.condition && this.condition(s.condition);
    });
    if (condition?.uniform && !jumps(s.body)) this.together(s, test, condition);
    else this.apart(s, test, condition);
    this.scope = scope;
  }

  /** A loop that all lanes take equally often. */
  private together(s: Of<"loop">, test: Code, condition: Part): void {
    const { code } = this.lanes;
    code.block(() =>
      code.loop(() => {
        code.append(test);
        this.lanes.any(condition).op(Op.i32_eqz).branchIf(1);
        this.block(s.body);
        if (s.update) this.statement(s.update);
        code.branch(0);
      }),
    );
  }

  /** A loop that goes on while any lane does. */
  private apart(s: Of<"loop">, test: Code, condition: Part | undefined): void {
    const { lanes, mask, turns } = this;
    const { code } = lanes;
    const part = (local: number): Part => ({ local, uniform: false, fixed: false });
    const going = part(lanes.local());
    const left = lanes.local();
    const done = continues(s.body) ? lanes.local() : left;
    lanes.set(going.local, mask ?? lanes.constant(-1));
    code.block(() =>
      code.loop(() => {
        for (const local of new Set([left, done])) lanes.set(local, lanes.constant(0));
        code.append(test);
        if (condition) lanes.set(going.local, lanes.narrow(going, condition));
        lanes.any(going).op(Op.i32_eqz).branchIf(1);
        this.mask = going;
        this.turns = [...turns, { left, done }];
        this.block(s.body);
        this.turns = turns;
        this.mask = going;
        if (jumps(s.body)) lanes.set(going.local, lanes.narrow(going, part(left), false));
        if (s.update) this.statement(s.update);
        code.branch(0);
      }),
    );
    this.mask = mask;
  }
}
