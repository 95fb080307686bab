import type { Program, TypeSyntax } from "./syntax.ts";
import { Unsupported } from "./unsupported.ts";

/** "int" and "float" are the types of plain literals, which take that of what they meet. */
export type Scalar = "f32" | "i32" | "u32" | "bool" | "int" | "float";

/** A type with everything that has parts taken apart into scalars: a vec2 is two, a struct the scalars of its fields in order. */
export type Type =
  | { readonly kind: "scalar"; readonly of: Scalar }
  | { readonly kind: "vector"; readonly of: Scalar; readonly length: number }
  | { readonly kind: "array"; readonly of: Type; readonly length: number }
  | { readonly kind: "struct"; readonly name: string; readonly fields: readonly { readonly name: string; readonly type: Type }[] }
  | { readonly kind: "pointer"; readonly to: Type };

export const scalar = (of: Scalar): Type => ({ kind: "scalar", of });
export const BOOL: Type = scalar("bool");
export const FLOAT: Type = scalar("f32");

/** How many scalars a type has. */
export function partsOf(type: Type): number {
  switch (type.kind) {
    case "scalar":
      return 1;
    case "vector":
      return type.length;
    case "array":
      return type.length * partsOf(type.of);
    case "struct":
      return type.fields.reduce((sum, field) => sum + partsOf(field.type), 0);
    case "pointer":
      return partsOf(type.to);
  }
}

export function sameType(a: Type, b: Type): boolean {
  if (a.kind === "struct" && b.kind === "struct") return a.name === b.name;
  if (a.kind === "array" && b.kind === "array") return a.length === b.length && sameType(a.of, b.of);
  if (a.kind === "vector" && b.kind === "vector") return a.length === b.length && a.of === b.of;
  if (a.kind === "pointer" && b.kind === "pointer") return sameType(a.to, b.to);
  return a.kind === "scalar" && b.kind === "scalar" && a.of === b.of;
}

/** The scalar type of a scalar or vector. @throws Unsupported for anything else */
export function elementOf(type: Type, line: number): Scalar {
  if (type.kind === "scalar" || type.kind === "vector") return type.of;
  throw new Unsupported(`arithmetic on ${nameOf(type)}`, line);
}

export function nameOf(type: Type): string {
  switch (type.kind) {
    case "scalar":
      return type.of;
    case "vector":
      return `vec${type.length}<${type.of}>`;
    case "array":
      return `array<${nameOf(type.of)}, ${type.length}>`;
    case "struct":
      return type.name;
    case "pointer":
      return `ptr<function, ${nameOf(type.to)}>`;
  }
}

const SHORT = { f: "f32", i: "i32", u: "u32" } as const;

/** The type that a name and its template list stand for, or undefined if it is the name of no type. @throws Unsupported */
export function typeOf(program: Program, { name, args, line }: TypeSyntax): Type | undefined {
  const alias = program.aliases.get(name);
  if (alias) return typeOf(program, alias);
  if (name === "f32" || name === "i32" || name === "u32" || name === "bool") return scalar(name);
  const inner = (k: number): Type => {
    const arg = args[k];
    const type = typeof arg === "object" ? typeOf(program, arg) : undefined;
    if (!type) throw new Unsupported(`"${name}" without its types`, line);
    return type;
  };
  const [, length, short] = /^vec([234])([fiu]?)$/.exec(name) ?? [];
  if (length) return { kind: "vector", of: short ? SHORT[short as keyof typeof SHORT] : elementOf(inner(0), line), length: Number(length) };
  if (name === "array") {
    if (typeof args[1] !== "number") throw new Unsupported("an array without a plain length", line);
    return { kind: "array", of: inner(0), length: args[1] };
  }
  if (name === "ptr") return { kind: "pointer", to: inner(1) };
  const fields = program.structs.get(name);
  return fields && { kind: "struct", name, fields: fields.map((f) => ({ name: f.name, type: declared(program, f.type) })) };
}

/** The same where only a type can stand. */
export function declared(program: Program, syntax: TypeSyntax): Type {
  const type = typeOf(program, syntax);
  if (!type) throw new Unsupported(`type "${syntax.name}"`, syntax.line);
  return type;
}
