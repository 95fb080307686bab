import { Simd } from "../assembler/opcodes.ts";
import type { Lanes, Mask, Part } from "./lanes.ts";
import type { Scalar } from "./types.ts";

/** One instruction a lane-wise operator becomes. */
const INSTRUCTIONS: Readonly<Record<string, Readonly<Partial<Record<Scalar, number>>>>> = {
  "+": { f32: Simd.f32_add, i32: Simd.i32_add, u32: Simd.i32_add },
  "-": { f32: Simd.f32_sub, i32: Simd.i32_sub, u32: Simd.i32_sub },
  "*": { f32: Simd.f32_mul, i32: Simd.i32_mul, u32: Simd.i32_mul },
  "/": { f32: Simd.f32_div },
  "&": { i32: Simd.and, u32: Simd.and, bool: Simd.and },
  "|": { i32: Simd.or, u32: Simd.or, bool: Simd.or },
  "^": { i32: Simd.xor, u32: Simd.xor },
  "&&": { bool: Simd.and },
  "||": { bool: Simd.or },
  "==": { f32: Simd.f32_eq, i32: Simd.i32_eq, u32: Simd.i32_eq, bool: Simd.i32_eq },
  "!=": { f32: Simd.f32_ne, i32: Simd.i32_ne, u32: Simd.i32_ne, bool: Simd.i32_ne },
  "<": { f32: Simd.f32_lt, i32: Simd.i32_lt_s, u32: Simd.i32_lt_u },
  "<=": { f32: Simd.f32_le, i32: Simd.i32_le_s, u32: Simd.i32_le_u },
  ">": { f32: Simd.f32_gt, i32: Simd.i32_gt_s, u32: Simd.i32_gt_u },
  ">=": { f32: Simd.f32_ge, i32: Simd.i32_ge_s, u32: Simd.i32_ge_u },
};

const SHIFTS: Readonly<Record<string, Readonly<Partial<Record<Scalar, number>>>>> = {
  "<<": { i32: Simd.i32_shl, u32: Simd.i32_shl },
  ">>": { i32: Simd.i32_shr_s, u32: Simd.i32_shr_u },
};

export const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">="];

export const isShift = (operator: string): boolean => operator in SHIFTS;

/** `a operator b` of two parts of one scalar type, or undefined if there is no such operation (on this compiler's list). */
export function binary(lanes: Lanes, operator: string, of: Scalar, a: Part, b: Part): Part | undefined {
  const shift = SHIFTS[operator]?.[of];
  if (shift !== undefined) return b.uniform ? lanes.shift(shift, a, b) : undefined;
  const opcode = INSTRUCTIONS[operator]?.[of];
  return opcode === undefined ? undefined : lanes.op(opcode, a, b);
}

export function unary(lanes: Lanes, operator: string, of: Scalar, a: Part): Part | undefined {
  if (operator === "-" && of === "f32") return lanes.op(Simd.f32_neg, a);
  if (operator === "-" && of === "i32") return lanes.op(Simd.i32_neg, a);
  if (operator === "!" && of === "bool") return lanes.op(Simd.not, a);
  if (operator === "~" && (of === "i32" || of === "u32")) return lanes.op(Simd.not, a);
  return undefined;
}

/** Arithmetic on two plain literals, in float64; undefined where they are better computed as what they become. */
export function fold(operator: string, a: number, b: number, integers: boolean): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return integers ? undefined : a / b;
  }
  return undefined;
}

/** Conversion of a part from one scalar type to another, as WGSL's `f32(x)`, `u32(x)` ... do it. */
export function convert(lanes: Lanes, from: Scalar, to: Scalar, a: Part): Part | undefined {
  if (from === to || (from === "i32" && to === "u32") || (from === "u32" && to === "i32")) return a;
  if (from === "f32" && to === "i32") return lanes.op(Simd.i32_from_f32, a);
  if (from === "f32" && to === "u32") return lanes.op(Simd.u32_from_f32, a);
  if (from === "i32" && to === "f32") return lanes.op(Simd.f32_from_i32, a);
  if (from === "u32" && to === "f32") return lanes.op(Simd.f32_from_u32, a);
  if (from === "bool") return lanes.op(Simd.and, a, to === "f32" ? lanes.float(1) : lanes.constant(1));
  if (to === "bool") return lanes.op(from === "f32" ? Simd.f32_ne : Simd.i32_ne, a, lanes.constant(0));
  return undefined;
}

type Builtin = (lanes: Lanes, of: Scalar, args: readonly Part[], mask: Mask) => Part | undefined;

const f32 =
  (opcode: number): Builtin =>
  (lanes, of, args) =>
    of === "f32" ? lanes.op(opcode, ...args) : undefined;

const math =
  (name: string): Builtin =>
  (lanes, of, args, mask) =>
    of === "f32" ? lanes.math(name, args, mask) : undefined;

/** WGSL's min and max: `b < a ? b : a` and `a < b ? b : a`. */
const MIN: Readonly<Partial<Record<Scalar, number>>> = { f32: Simd.f32_pmin, i32: Simd.i32_min_s, u32: Simd.i32_min_u };
const MAX: Readonly<Partial<Record<Scalar, number>>> = { f32: Simd.f32_pmax, i32: Simd.i32_max_s, u32: Simd.i32_max_u };
const min: Builtin = (lanes, of, args) => lanesOp(lanes, MIN[of], args);
const max: Builtin = (lanes, of, args) => lanesOp(lanes, MAX[of], args);
const ABS: Readonly<Partial<Record<Scalar, number>>> = { f32: Simd.f32_abs, i32: Simd.i32_abs };

function lanesOp(lanes: Lanes, opcode: number | undefined, args: readonly Part[]): Part | undefined {
  return opcode === undefined ? undefined : lanes.op(opcode, ...args);
}

/** Builtin functions that work lane by lane on arguments of one type, by name; with how many arguments. */
export const BUILTINS: Readonly<Record<string, { readonly arity: number; readonly write: Builtin }>> = {
  min: { arity: 2, write: min },
  max: { arity: 2, write: max },
  clamp: {
    arity: 3,
    write: (lanes, of, [x, low, high], mask) => {
      const raised = max(lanes, of, [x, low], mask);
      return raised && min(lanes, of, [raised, high], mask);
    },
  },
  abs: { arity: 1, write: (lanes, of, args) => lanesOp(lanes, ABS[of], args) },
  floor: { arity: 1, write: f32(Simd.f32_floor) },
  ceil: { arity: 1, write: f32(Simd.f32_ceil) },
  trunc: { arity: 1, write: f32(Simd.f32_trunc) },
  round: { arity: 1, write: f32(Simd.f32_nearest) },
  sqrt: { arity: 1, write: f32(Simd.f32_sqrt) },
  exp: { arity: 1, write: math("exp") },
  log: { arity: 1, write: math("log") },
  log2: { arity: 1, write: math("log2") },
  pow: { arity: 2, write: math("pow") },
  sin: { arity: 1, write: math("sin") },
  cos: { arity: 1, write: math("cos") },
  tan: { arity: 1, write: math("tan") },
  sinh: { arity: 1, write: math("sinh") },
  cosh: { arity: 1, write: math("cosh") },
  tanh: { arity: 1, write: math("tanh") },
  asin: { arity: 1, write: math("asin") },
  acos: { arity: 1, write: math("acos") },
  atan: { arity: 1, write: math("atan") },
  atan2: { arity: 2, write: math("atan2") },
};
