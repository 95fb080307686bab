import type { Mask, Part } from "./lanes.ts";
import type { Expression } from "./syntax.ts";
import { partsOf, type Type } from "./types.ts";
import { Unsupported } from "./unsupported.ts";

/** What an expression gives: its scalars one after another. A plain literal has no parts before it is known what type it takes. */
export interface Value {
  readonly type: Type;
  readonly parts: readonly Part[];
  readonly literal?: number;
}

/** One scalar of a variable. */
export interface Cell {
  readonly local: number;
  /** The lanes in which the variable exists: under the same mask an assignment need not spare the others. */
  readonly home: Mask;
  /** The counter of a loop that all lanes count together. */
  readonly uniform: boolean;
}

/** A variable, or what `.member` and `[index]` leave of one. */
export interface Place {
  readonly type: Type;
  readonly cells: readonly Cell[];
}

/** What a name stands for. */
export type Binding =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "variable"; readonly place: Place }
  | { readonly kind: "pointer"; readonly place: Place };

const COMPONENTS = { x: 0, y: 1, z: 2, w: 3, r: 0, g: 1, b: 2, a: 3 } as const;

/** The scalars that `.name` takes from those of a struct or vector. @throws Unsupported */
export function member<T>(type: Type, scalars: readonly T[], name: string, line: number): { type: Type; scalars: readonly T[] } {
  if (type.kind === "struct") {
    let at = 0;
    for (const field of type.fields) {
      const end = at + partsOf(field.type);
      if (field.name === name) return { type: field.type, scalars: scalars.slice(at, end) };
      at = end;
    }
  }
  if (type.kind === "vector" && /^(?:[xyzw]{1,4}|[rgba]{1,4})$/.test(name)) {
    const picked = [...name].map((c) => scalars[COMPONENTS[c as keyof typeof COMPONENTS]]);
    if (!picked.includes(undefined as T)) {
      const one = picked.length === 1;
      return { type: one ? { kind: "scalar", of: type.of } : { ...type, length: picked.length }, scalars: picked };
    }
  }
  throw new Unsupported(`no member "${name}"`, line);
}

/** The scalars of element `index` of an array or vector. @throws Unsupported */
export function element<T>(type: Type, scalars: readonly T[], index: Expression, line: number): { type: Type; scalars: readonly T[] } {
  if (type.kind !== "array" && type.kind !== "vector") throw new Unsupported("an index into no array", line);
  if (index.kind !== "number") throw new Unsupported("an index that is no plain number", line);
  if (index.value >= type.length) throw new Unsupported(`index ${index.value} of ${type.length}`, line);
  const of: Type = type.kind === "vector" ? { kind: "scalar", of: type.of } : type.of;
  const size = partsOf(of);
  return { type: of, scalars: scalars.slice(index.value * size, (index.value + 1) * size) };
}
