import type { Stage } from "../plan/program.ts";
import type { Dice } from "./dice.ts";
import { type Edges, guarded, type Words } from "./stage.ts";

/** A stage on random operands, and its size for people. */
export interface Case {
  readonly stage: Stage;
  readonly buffers: Words;
  readonly size: string;
  /** What rounding may send down another path, and is then not compared beyond its integers. */
  readonly edges?: Edges;
}

/** A check of one kernel. */
export interface StageCheck {
  readonly kernel: string;
  /** Largest error allowed, over the largest value of a buffer; 0: equal bits. */
  readonly tolerance: number;
  /** Share of the systems that rounding may send down another path; default 0. */
  readonly edges?: number;
  readonly make: (dice: Dice) => Case;
}

/** Random numbers with a guard behind. */
export const numbers = (dice: Dice, length: number, low = -1, high = 1): Float32Array => guarded(dice.list(length, low, high));

/** 0 or 1. */
export const flag = (dice: Dice): number => dice.whole(0, 1);

/** Buffers by the names of the variables that they are bound to. */
export function named<N extends string>(...names: readonly N[]): Readonly<Record<N, string>> {
  return Object.fromEntries(names.map((name) => [name, name])) as Readonly<Record<string, string>> as Readonly<Record<N, string>>;
}
