/** The syntax tree of the WGSL that neuron models are written in. Every node knows its line, for reasons given to people. */

/** `f32`, `vec2<f32>`, `array<f32, 2>`, `ptr<function, State>`, or the name of a struct. */
export interface TypeSyntax {
  readonly name: string;
  readonly args: readonly (TypeSyntax | number)[];
  readonly line: number;
}

export type Expression = { readonly line: number } & (
  | { readonly kind: "number"; readonly value: number; readonly type: "f32" | "i32" | "u32" | "float" | "int" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "unary"; readonly operator: string; readonly of: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  /** A function, a builtin or the constructor of a type. */
  | { readonly kind: "call"; readonly callee: TypeSyntax; readonly args: readonly Expression[] }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly index: Expression }
);

export type Statement = { readonly line: number } & (
  | {
      readonly kind: "declare";
      readonly how: "let" | "var" | "const";
      readonly name: string;
      readonly type?: TypeSyntax;
      readonly value?: Expression;
    }
  /** `operator` is "" for a plain assignment, "+" for `+=` and `++`. */
  | { readonly kind: "assign"; readonly to: Expression; readonly operator: string; readonly value: Expression }
  | { readonly kind: "call"; readonly call: Expression }
  | { readonly kind: "if"; readonly condition: Expression; readonly body: Block; readonly otherwise: Block }
  /** `for`, and `while` with neither `init` nor `update`. */
  | { readonly kind: "loop"; readonly init?: Statement; readonly condition?: Expression; readonly update?: Statement; readonly body: Block }
  | { readonly kind: "return"; readonly value?: Expression }
  | { readonly kind: "break" }
  | { readonly kind: "continue" }
  | { readonly kind: "block"; readonly body: Block }
);

export type Block = readonly Statement[];

export interface Field {
  readonly name: string;
  readonly type: TypeSyntax;
}

export interface FunctionSyntax {
  readonly name: string;
  readonly parameters: readonly Field[];
  readonly returns?: TypeSyntax;
  readonly body: Block;
  readonly line: number;
}

/** A whole text: its top-level declarations by name. */
export interface Program {
  readonly structs: ReadonlyMap<string, readonly Field[]>;
  readonly functions: ReadonlyMap<string, FunctionSyntax>;
  readonly constants: ReadonlyMap<string, { readonly type?: TypeSyntax; readonly value: Expression }>;
  readonly aliases: ReadonlyMap<string, TypeSyntax>;
}
