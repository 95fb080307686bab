import type { Code } from "../assembler/code.ts";
import { Op } from "../assembler/opcodes.ts";
import type { Argument } from "./expressions.ts";
import type { Mask, Part } from "./lanes.ts";
import { returns } from "./scan.ts";
import { type Of, Statements } from "./statements.ts";
import type { Block, Expression, FunctionSyntax } from "./syntax.ts";
import { declared, type Type } from "./types.ts";
import type { Binding, Place, Value } from "./values.ts";

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

/** Functions of the WGSL text, four lanes at once: calls are written out where they stand. */
export class Lowering extends Statements {
  private frame: Frame = { home: undefined, first: true };
  private depth = 0;

  /** Writes the body of the function of this name. @returns its value, if it has one @throws Unsupported where the text has none */
  expand(name: string, ...args: readonly Argument[]): Value | undefined {
    return this.inline(this.functionOf(name), args, 0);
  }

  /** The function of this name. @throws Unsupported where the text has none */
  functionOf(name: string): FunctionSyntax {
    return this.program.functions.get(name) ?? this.refuse(`fn ${name} is missing`, 0);
  }

  protected inline(called: FunctionSyntax, args: readonly Argument[], line: number): Value | undefined {
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

  protected get gone(): number | undefined {
    return this.frame.gone;
  }

  protected leave(s: Of<"return">): void {
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
  protected fork({ body, otherwise }: Of<"if">, condition: Part, rest: Block): boolean {
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
}
