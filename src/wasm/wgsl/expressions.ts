import type { Lanes, Mask, Part } from "./lanes.ts";
import { BUILTINS, binary, COMPARISONS, convert, fold, isShift, unary } from "./operators.ts";
import { childrenOf } from "./scan.ts";
import type { Expression, FunctionSyntax, Program } from "./syntax.ts";
import { BOOL, declared, elementOf, nameOf, partsOf, type Scalar, sameType, scalar, type Type, typeOf } from "./types.ts";
import { Unsupported } from "./unsupported.ts";
import { type Binding, element, member, type Place, type Value } from "./values.ts";

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

/** An argument of a call: a value, or where a pointer points. */
export type Argument = { readonly kind: "value"; readonly value: Value } | { readonly kind: "pointer"; readonly place: Place };

/** A value of a type in so many parts, as an argument. */
export const given = (type: Type, ...parts: readonly Part[]): Argument => ({ kind: "value", value: { type, parts } });

/** Instructions in the place of a call: what it gives, if anything. Only the lanes of the mask may change what others see. */
export type Intrinsic = (args: readonly Part[], mask: Mask) => Part | undefined;

/** Expressions of the WGSL text, written as operations on lanes. Calls of the text's own functions are left to `inline`. */
export abstract class Expressions {
  /** The lanes that take part. Others compute what nobody reads. */
  protected mask: Mask;
  protected scope = new Map<string, Binding>();

  /** @param intrinsics functions of the text that become instructions of their own */
  constructor(
    protected readonly program: Program,
    readonly lanes: Lanes,
    private readonly intrinsics: Readonly<Record<string, Intrinsic>> = {},
  ) {}

  protected abstract inline(called: FunctionSyntax, args: readonly Argument[], line: number): Value | undefined;

  /** @throws Unsupported, also where the text is wrong: a GPU's compiler says that better */
  protected evaluate(e: Expression): Value {
    const place = this.placeOf(e);
    if (place) return this.read(place);
    switch (e.kind) {
      case "number":
        if (e.type === "int" || e.type === "float") return { type: scalar(e.type), parts: [], literal: e.value };
        return { type: scalar(e.type), parts: [e.type === "f32" ? this.lanes.float(e.value) : this.lanes.constant(e.value)] };
      case "boolean":
        return { type: BOOL, parts: [this.lanes.constant(e.value ? -1 : 0)] };
      case "name":
        return this.named(e);
      case "unary":
        return this.unary(e);
      case "binary":
        return this.binary(e);
      case "call":
        return this.call(e) ?? this.refuse(`"${e.callee.name}" gives no value`, e.line);
      case "member": {
        const of = this.evaluate(e.of);
        const { type, scalars } = member(of.type, of.parts, e.name, e.line);
        return { type, parts: scalars };
      }
      case "index": {
        const of = this.evaluate(e.of);
        const { type, scalars } = element(of.type, of.parts, e.index, e.line);
        return { type, parts: scalars };
      }
    }
  }

  /** The variable, or part of one, that an expression names; undefined where it is a mere value. */
  protected placeOf(e: Expression): Place | undefined {
    if (e.kind === "name") {
      const bound = this.scope.get(e.name);
      return bound?.kind === "variable" ? bound.place : undefined;
    }
    if (e.kind === "unary" && e.operator === "*") return this.pointer(e.of);
    if (e.kind !== "member" && e.kind !== "index") return undefined;
    // A member of a pointer is a member of what it points to.
    const of = this.placeOf(e.of) ?? this.pointerIf(e.of);
    if (!of) return undefined;
    const { type, scalars } = e.kind === "member" ? member(of.type, of.cells, e.name, e.line) : element(of.type, of.cells, e.index, e.line);
    return { type, cells: scalars };
  }

  protected read(place: Place): Value {
    const parts = place.cells.map(({ local, uniform }): Part => ({ local, uniform, fixed: false, live: true }));
    return { type: place.type, parts };
  }

  /** The value in parts that later assignments do not change. */
  protected keep(value: Value): Value {
    return { ...value, parts: value.parts.map((part) => this.lanes.keep(part)) };
  }

  /** The value as `type`: a literal becomes what is asked for; anything else must be of that type. */
  protected as(type: Type, value: Value, line: number): Value {
    if (value.literal !== undefined && type.kind === "scalar") return { type, parts: [this.literal(value, type.of, line)] };
    if (!sameType(type, value.type)) this.refuse(`${nameOf(value.type)} where ${nameOf(type)} should be`, line);
    return value;
  }

  /** What a value is where nothing says it: a float literal is f32, an integer i32. */
  protected concrete(value: Value, line: number): Value {
    if (value.literal === undefined) return value;
    return this.as(scalar(elementOf(value.type, line) === "float" ? "f32" : "i32"), value, line);
  }

  protected zero(type: Type): Value {
    const parts = Array.from({ length: partsOf(type) }, () => this.lanes.constant(0));
    return { type, parts };
  }

  protected condition(e: Expression): Part {
    return this.as(BOOL, this.evaluate(e), e.line).parts[0];
  }

  protected refuse(what: string, line: number): never {
    throw new Unsupported(what, line);
  }

  protected call(e: Of<"call">): Value | undefined {
    const { name } = e.callee;
    const called = this.program.functions.get(name);
    if (called && Object.hasOwn(this.intrinsics, name)) {
      const parts = e.args.flatMap((arg) => this.keep(this.concrete(this.evaluate(arg), e.line)).parts);
      const part = this.intrinsics[name](parts, this.mask);
      return part && { type: declared(this.program, called.returns ?? e.callee), parts: [part] };
    }
    if (called) {
      const args = e.args.map((arg, k) => this.argument(called, arg, k));
      return this.inline(called, args, e.line);
    }
    const values = e.args.map((arg) => this.keep(this.evaluate(arg)));
    if (name === "select") return this.selection(values, e.line);
    if (name === "bitcast") return this.bitcast(e, values);
    const type =
      /^vec[234]$/.test(name) && e.callee.args.length === 0 ? this.vectorOf(name, values, e.line) : typeOf(this.program, e.callee);
    if (type) return this.construct(type, values, e.line);
    const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    if (!builtin || builtin.arity !== values.length) return this.refuse(`function "${name}"`, e.line);
    return this.each(
      values,
      e.line,
      (of, args) => builtin.write(this.lanes, of, args, this.mask) ?? this.refuse(`"${name}" of ${of}`, e.line),
    );
  }

  private argument(called: FunctionSyntax, e: Expression, k: number): Argument {
    if (called.parameters[k]?.type.name === "ptr") return { kind: "pointer", place: this.pointer(e) };
    return { kind: "value", value: this.keep(this.evaluate(e)) };
  }

  private pointer(e: Expression): Place {
    return this.pointerIf(e) ?? this.refuse("a pointer to something else than a variable", e.line);
  }

  private pointerIf(e: Expression): Place | undefined {
    if (e.kind === "unary" && e.operator === "&") return this.placeOf(e.of);
    const bound = e.kind === "name" ? this.scope.get(e.name) : undefined;
    return bound?.kind === "pointer" ? bound.place : undefined;
  }

  private named(e: Of<"name">): Value {
    const bound = this.scope.get(e.name);
    if (bound?.kind === "value") return bound.value;
    const constant = bound ? undefined : this.program.constants.get(e.name);
    if (!constant) return this.refuse(`name "${e.name}"`, e.line);
    const scope = this.scope;
    this.scope = new Map();
    const value = this.evaluate(constant.value);
    this.scope = scope;
    const type = constant.type && typeOf(this.program, constant.type);
    return type ? this.as(type, value, e.line) : value;
  }

  private literal(value: Value, to: Scalar, line: number): Part {
    const { literal = 0, type } = value;
    if (to === "f32") return this.lanes.float(literal);
    if ((to === "i32" || to === "u32") && elementOf(type, line) === "int") return this.lanes.constant(literal);
    return this.refuse(`${literal} where ${to} should be`, line);
  }

  private unary(e: Of<"unary">): Value {
    const of = this.evaluate(e.of);
    if (of.literal !== undefined && e.operator === "-") return { ...of, literal: -of.literal };
    const { type, parts } = this.concrete(of, e.line);
    const scalarType = elementOf(type, e.line);
    return {
      type,
      parts: parts.map((part) => unary(this.lanes, e.operator, scalarType, part) ?? this.refuse(`${e.operator}${scalarType}`, e.line)),
    };
  }

  private binary(e: Of<"binary">): Value {
    const before = this.evaluate(e.left);
    // What the right side calls may assign to what the left side read.
    const left = this.changes(e.right) ? this.keep(before) : before;
    return this.operate(e.operator, left, this.evaluate(e.right), e.line);
  }

  protected operate(operator: string, a: Value, b: Value, line: number): Value {
    if (a.literal !== undefined && b.literal !== undefined) {
      const integers = elementOf(a.type, line) === "int" && elementOf(b.type, line) === "int";
      const literal = fold(operator, a.literal, b.literal, integers);
      if (literal !== undefined) return { type: scalar(integers ? "int" : "float"), parts: [], literal };
    }
    // A shift's count is u32 whatever is shifted.
    if (isShift(operator) && b.literal === undefined) return this.shifted(operator, this.concrete(a, line), b, line);
    const result = this.each([a, b], line, (of, [x, y]) => {
      return binary(this.lanes, operator, of, x, y) ?? this.refuse(`${of} ${operator} ${of}`, line);
    });
    if (!COMPARISONS.includes(operator)) return result;
    return { ...result, type: result.type.kind === "vector" ? { ...result.type, of: "bool" } : BOOL };
  }

  private shifted(operator: string, a: Value, b: Value, line: number): Value {
    const of = elementOf(a.type, line);
    const parts = a.parts.map((part, k) => {
      return (
        binary(this.lanes, operator, of, part, b.parts[k] ?? b.parts[0]) ?? this.refuse("a shift by what differs from lane to lane", line)
      );
    });
    return { type: a.type, parts };
  }

  /** Applies an operation scalar by scalar: literals take the others' type, scalars go with every component of a vector. */
  private each(values: readonly Value[], line: number, write: (of: Scalar, args: readonly Part[]) => Part): Value {
    const typed = values.find(({ literal }) => literal === undefined);
    const floats = values.some(({ type }) => elementOf(type, line) === "float");
    const of = typed ? elementOf(typed.type, line) : floats ? "f32" : "i32";
    const shape = values.find(({ type }) => type.kind === "vector")?.type ?? scalar(of);
    const args = values.map((value) => {
      const { type, parts } = value.literal === undefined ? value : this.as(scalar(of), value, line);
      if (elementOf(type, line) !== of || (parts.length > 1 && parts.length !== partsOf(shape)))
        this.refuse(`${nameOf(type)} with ${nameOf(shape)}`, line);
      return parts;
    });
    const parts = Array.from({ length: partsOf(shape) }, (_, k) =>
      write(
        of,
        args.map((arg) => (arg.length === 1 ? arg[0] : arg[k])),
      ),
    );
    return { type: shape, parts };
  }

  private selection([no, yes, when]: readonly Value[], line: number): Value {
    if (!when || elementOf(when.type, line) !== "bool") return this.refuse("select without a condition", line);
    return this.each([yes, no], line, (_, [a, b]) =>
      this.lanes.select(a, b, when.parts.length === 1 ? when.parts[0] : this.refuse("select by a vector", line)),
    );
  }

  private bitcast(e: Of<"call">, [value]: readonly Value[]): Value {
    const to = e.callee.args[0];
    const type = typeof to === "object" ? typeOf(this.program, to) : undefined;
    if (!type || value?.literal !== undefined || value?.parts.length !== partsOf(type)) return this.refuse("this bitcast", e.line);
    return { type, parts: value.parts };
  }

  /** `vec2(a, b)`: a vector of what it is given. */
  private vectorOf(name: string, values: readonly Value[], line: number): Type {
    const typed = values.find(({ literal }) => literal === undefined);
    const of = typed ? elementOf(typed.type, line) : values.some(({ type }) => elementOf(type, line) === "float") ? "f32" : "i32";
    return { kind: "vector", of, length: Number(name[3]) };
  }

  /** `vec2<f32>(a, b)`, `f32(x)`, `State(...)`, `array<f32, 2>(...)`, or all zero without arguments. */
  private construct(type: Type, values: readonly Value[], line: number): Value {
    if (values.length === 0) return this.zero(type);
    if (type.kind === "struct" || type.kind === "array") {
      const types = type.kind === "struct" ? type.fields.map((field) => field.type) : Array.from({ length: type.length }, () => type.of);
      if (types.length !== values.length) this.refuse(`${values.length} values for ${nameOf(type)}`, line);
      return { type, parts: values.flatMap((value, k) => this.as(types[k], value, line).parts) };
    }
    const to = elementOf(type, line);
    const parts = values.flatMap((value) => this.converted(value, to, values.length === 1, line));
    if (parts.length === 1) return { type, parts: Array.from({ length: partsOf(type) }, () => parts[0]) };
    if (parts.length !== partsOf(type)) this.refuse(`${parts.length} values for ${nameOf(type)}`, line);
    return { type, parts };
  }

  private converted(value: Value, to: Scalar, alone: boolean, line: number): readonly Part[] {
    if (value.literal !== undefined) return [this.literal(value, to, line)];
    const from = elementOf(value.type, line);
    if (from !== to && !alone) this.refuse(`${from} in a vector of ${to}`, line);
    return value.parts.map((part) => convert(this.lanes, from, to, part) ?? this.refuse(`${to} of ${from}`, line));
  }

  /** Whether evaluating an expression may assign to variables: it calls one of the text's functions. */
  private changes(e: Expression): boolean {
    return (e.kind === "call" && this.program.functions.has(e.callee.name)) || childrenOf(e).some((part) => this.changes(part));
  }
}
