/**
 * WGSL text -> syntax tree. Not wgsl_reflect's parser, because results must agree to the bit: that one rounds literals to float32
 * before they are folded, folds constants by itself, and takes `a -1` for two expressions.
 */
import type { Block, Expression, Field, FunctionSyntax, Program, Statement, TypeSyntax } from "./syntax.ts";
import { type Token, tokenize } from "./tokens.ts";
import { Unsupported } from "./unsupported.ts";

/** Binary operators by rising precedence. */
const LEVELS = [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];
const UNARY = ["-", "!", "~", "*", "&"];
/** Names that `<` follows as the beginning of a template list, not as a comparison. */
const TEMPLATES = ["vec2", "vec3", "vec4", "array", "ptr", "bitcast"];
const COMPOUND = /^([-+*/%&|^]|<<|>>)=$/;

/** @throws Unsupported for what is no WGSL, or WGSL that no model needs (textures, overrides, module-scope variables, ...) */
export function parse(text: string): Program {
  return new Parser(tokenize(text)).program();
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  program(): Program {
    const structs = new Map<string, readonly Field[]>();
    const functions = new Map<string, FunctionSyntax>();
    const constants = new Map<string, { type?: TypeSyntax; value: Expression }>();
    const aliases = new Map<string, TypeSyntax>();
    while (this.now.kind !== "end") {
      const { text, line } = this.take();
      if (text === "struct") structs.set(this.name(), this.fields("{", "}"));
      else if (text === "fn") {
        const declared = this.function(line);
        functions.set(declared.name, declared);
      } else if (text === "const") {
        const name = this.name();
        const type = this.typeIf(":");
        this.expect("=");
        constants.set(name, { type, value: this.expression() });
        this.expect(";");
      } else if (text === "alias") {
        const name = this.name();
        this.expect("=");
        aliases.set(name, this.type());
        this.expect(";");
      } else if (text !== ";") throw new Unsupported(`a module-scope "${text}"`, line);
    }
    return { structs, functions, constants, aliases };
  }

  private function(line: number): FunctionSyntax {
    const name = this.name();
    const parameters = this.fields("(", ")");
    const returns = this.typeIf("->");
    return { name, parameters, returns, body: this.block(), line };
  }

  /** `name: type` between brackets, with commas between and after. */
  private fields(open: string, close: string): Field[] {
    const fields: Field[] = [];
    this.expect(open);
    while (!this.takeIf(close)) {
      const name = this.name();
      this.expect(":");
      fields.push({ name, type: this.type() });
      if (!this.takeIf(",") && this.now.text !== close) this.expect(close);
    }
    return fields;
  }

  private typeIf(sign: string): TypeSyntax | undefined {
    return this.takeIf(sign) ? this.type() : undefined;
  }

  private type(): TypeSyntax {
    const { line } = this.now;
    return this.template(this.name(), line);
  }

  private template(name: string, line: number): TypeSyntax {
    const args: (TypeSyntax | number)[] = [];
    if (TEMPLATES.includes(name) && this.takeIf("<")) {
      do {
        if (this.now.text === ">") break;
        args.push(this.now.kind === "number" ? Number.parseInt(this.take().text, 10) : this.type());
      } while (this.takeIf(","));
      this.closeTemplate();
    }
    return { name, args, line };
  }

  /** The `>` of a template list; of a `>>` that ends two lists one half is left. */
  private closeTemplate(): void {
    const { text, kind, line } = this.now;
    if (text === ">>" || text === ">=") (this.tokens as Token[])[this.at] = { text: text.slice(1), kind, line };
    else this.expect(">");
  }

  private block(): Statement[] {
    const body: Statement[] = [];
    this.expect("{");
    while (!this.takeIf("}")) if (!this.takeIf(";")) body.push(this.statement());
    return body;
  }

  private statement(): Statement {
    const { text, line } = this.now;
    switch (text) {
      case "{":
        return { kind: "block", body: this.block(), line };
      case "if":
        this.take();
        return { kind: "if", condition: this.expression(), body: this.block(), otherwise: this.otherwise(), line };
      case "while":
        this.take();
        return { kind: "loop", condition: this.expression(), body: this.block(), line };
      case "for":
        this.take();
        return this.forLoop(line);
      case "loop":
      case "switch":
      case "discard":
        throw new Unsupported(`"${text}"`, line);
    }
    const simple = this.simple();
    this.expect(";");
    return simple;
  }

  private otherwise(): Block {
    if (!this.takeIf("else")) return [];
    return this.now.text === "if" ? [this.statement()] : this.block();
  }

  private forLoop(line: number): Statement {
    this.expect("(");
    const init = this.now.text === ";" ? undefined : this.simple();
    this.expect(";");
    const condition = this.now.text === ";" ? undefined : this.expression();
    this.expect(";");
    const update = this.now.text === ")" ? undefined : this.simple();
    this.expect(")");
    return { kind: "loop", init, condition, update, body: this.block(), line };
  }

  /** A statement without its semicolon. */
  private simple(): Statement {
    const { text, line } = this.now;
    if (text === "break" || text === "continue") {
      this.take();
      return { kind: text, line };
    }
    if (text === "return") {
      this.take();
      return { kind: "return", value: this.now.text === ";" ? undefined : this.expression(), line };
    }
    if (text === "let" || text === "var" || text === "const") {
      this.take();
      if (text === "var" && this.takeIf("<")) {
        this.expect("function");
        this.expect(">");
      }
      const name = this.name();
      return { kind: "declare", how: text, name, type: this.typeIf(":"), value: this.takeIf("=") ? this.expression() : undefined, line };
    }
    const to = this.unary();
    const operator = this.now.text;
    if (operator === "++" || operator === "--") {
      this.take();
      return { kind: "assign", to, operator: operator[0], value: { kind: "number", value: 1, type: "int", line }, line };
    }
    const compound = COMPOUND.exec(operator)?.[1];
    if (compound !== undefined || operator === "=") {
      this.take();
      return { kind: "assign", to, operator: compound ?? "", value: this.expression(), line };
    }
    if (to.kind !== "call") throw new Unsupported("a statement that does nothing", line);
    return { kind: "call", call: to, line };
  }

  private expression(level = 0): Expression {
    if (level === LEVELS.length) return this.unary();
    let left = this.expression(level + 1);
    while (LEVELS[level].includes(this.now.text)) {
      const { text: operator, line } = this.take();
      left = { kind: "binary", operator, left, right: this.expression(level + 1), line };
    }
    return left;
  }

  private unary(): Expression {
    const { text, line } = this.now;
    // `&&x` and `--x` begin two unary operators; no model needs them.
    if (!UNARY.includes(text)) return this.postfix(this.primary());
    this.take();
    return { kind: "unary", operator: text, of: this.unary(), line };
  }

  private postfix(base: Expression): Expression {
    let of = base;
    for (;;) {
      const { line } = this.now;
      if (this.takeIf(".")) of = { kind: "member", of, name: this.name(), line };
      else if (this.takeIf("[")) {
        of = { kind: "index", of, index: this.expression(), line };
        this.expect("]");
      } else return of;
    }
  }

  private primary(): Expression {
    const { text, kind, line } = this.take();
    if (kind === "number") return number(text, line);
    if (text === "(") {
      const inside = this.expression();
      this.expect(")");
      return inside;
    }
    if (kind !== "name") throw new Unsupported(`"${text}" where a value should be`, line);
    if (text === "true" || text === "false") return { kind: "boolean", value: text === "true", line };
    const callee = this.template(text, line);
    if (!this.takeIf("(")) return { kind: "name", name: text, line };
    const args: Expression[] = [];
    while (!this.takeIf(")")) {
      args.push(this.expression());
      if (!this.takeIf(",") && this.now.text !== ")") this.expect(")");
    }
    return { kind: "call", callee, args, line };
  }

  private get now(): Token {
    return this.tokens[this.at];
  }

  private take(): Token {
    return this.tokens[this.now.kind === "end" ? this.at : this.at++];
  }

  private takeIf(text: string): boolean {
    if (this.now.text !== text || this.now.kind === "end") return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.takeIf(text)) throw new Unsupported(`"${this.now.text}" where "${text}" should be`, this.now.line);
  }

  private name(): string {
    const { text, kind, line } = this.take();
    if (kind !== "name") throw new Unsupported(`"${text}" where a name should be`, line);
    return text;
  }
}

function number(text: string, line: number): Expression {
  const hexadecimal = /^0[xX]/.test(text);
  const suffix = /[iu]$/.exec(text)?.[0] ?? (hexadecimal ? undefined : /[fh]$/.exec(text)?.[0]);
  if (suffix === "h") throw new Unsupported("f16", line);
  const value = Number(suffix ? text.slice(0, -1) : text);
  const types = { i: "i32", u: "u32", f: "f32" } as const;
  const type = suffix ? types[suffix as keyof typeof types] : hexadecimal || /^\d+$/.test(text) ? "int" : "float";
  return { kind: "number", value, type, line };
}
