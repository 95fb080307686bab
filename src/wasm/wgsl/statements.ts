import type { Code } from "../assembler/code.ts";
import { Op, Simd } from "../assembler/opcodes.ts";
import { Expressions } from "./expressions.ts";
import { type Part, varying } from "./lanes.ts";
import { continues, countsTogether, jumps, returns } from "./scan.ts";
import type { Block, Statement } from "./syntax.ts";
import { declared, type Type } from "./types.ts";
import { Unsupported } from "./unsupported.ts";
import type { Cell, Place, Value } from "./values.ts";

export type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

/** Instructions up to which a block under a mask runs always: a branch that goes now here, now there costs more. */
const BRANCH_FROM = 24;

/** A loop being written: masks of the lanes that have left it, and of those that are done with this turn. */
interface Turn {
  readonly left: number;
  readonly done: number;
}

/**
 * Statements of the WGSL text, four lanes at once: where lanes part ways, both ways are taken and each assigns only in its own
 * lanes; a way is skipped when no lane takes it. How a function is left is for `Lowering` to say.
 */
export abstract class Statements extends Expressions {
  protected turns: readonly Turn[] = [];

  /** A mask of the lanes that have left the function before its end; undefined where none may. */
  protected abstract get gone(): number | undefined;

  protected abstract leave(s: Of<"return">): void;

  /** An `if` with what follows it, where all lanes of a call leave at its end or none does. @returns whether it is one, and written */
  protected abstract fork(s: Of<"if">, condition: Part, rest: Block): boolean;

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

  /** Statements in a scope of their own. */
  protected block(statements: Block): void {
    const { scope, mask } = this;
    this.scope = new Map(scope);
    this.statements(statements);
    this.scope = scope;
    this.mask = mask;
  }

  /** Statements one after another: where lanes may have left, the rest goes on without them. */
  protected statements(statements: Block): void {
    for (const [k, statement] of statements.entries()) {
      const rest = statements.slice(k + 1);
      if (statement.kind !== "if") this.statement(statement);
      else if (this.branch(statement, rest)) return;
      const leaves = this.turns.length > 0 ? jumps([statement]) : returns([statement]);
      if (!leaves || rest.length === 0) continue;
      const gone = varying(this.turns.at(-1)?.done ?? this.gone ?? 0);
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

  protected write(place: Place, { parts }: Value): void {
    // All are computed before the first is assigned: v = v.yx.
    const values = parts.map((part) => (parts.length > 1 ? this.lanes.keep(part) : part));
    place.cells.forEach((cell, k) => {
      const whole = cell.uniform || this.mask === undefined || cell.home === this.mask;
      this.lanes.set(cell.local, whole ? values[k] : this.lanes.select(values[k], varying(cell.local), this.mask as Part));
    });
  }

  /** Adds the lanes at work to masks. */
  protected mark(masks: readonly number[]): void {
    const leaving = this.mask ?? this.lanes.constant(-1);
    for (const local of new Set(masks)) this.lanes.set(local, this.lanes.op(Simd.or, varying(local), leaving));
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
    const done = () => {
      code.append(test);
      this.lanes.any(condition).op(Op.i32_eqz);
    };
    code.until(done, () => {
      this.block(s.body);
      if (s.update) this.statement(s.update);
    });
  }

  /** A loop that goes on while any lane does. */
  private apart(s: Of<"loop">, test: Code, condition: Part | undefined): void {
    const { lanes, mask, turns } = this;
    const { code } = lanes;
    const going = lanes.fresh();
    const left = lanes.local();
    const done = continues(s.body) ? lanes.local() : left;
    lanes.set(going.local, mask ?? lanes.constant(-1));
    const over = () => {
      for (const local of new Set([left, done])) lanes.set(local, lanes.constant(0));
      code.append(test);
      if (condition) lanes.set(going.local, lanes.narrow(going, condition));
      lanes.any(going).op(Op.i32_eqz);
    };
    code.until(over, () => {
      this.mask = going;
      this.turns = [...turns, { left, done }];
      this.block(s.body);
      this.turns = turns;
      this.mask = going;
      if (jumps(s.body)) lanes.set(going.local, lanes.narrow(going, varying(left), false));
      if (s.update) this.statement(s.update);
    });
    this.mask = mask;
  }
}
