import type { Rows } from "../../wasm/elements/element-map.ts";
import type { Floats } from "./floats.ts";

/** `count` matrices side by side in an array, each `columns` wide: the gates of a step. */
export function beside(array: Floats, at: number, columns: number, count: number): Rows[] {
  return Array.from({ length: count }, (_, k) => ({ array, at: at + k * columns, step: count * columns }));
}

/** A matrix `columns` wide by itself. */
export const alone = (array: Floats, at: number, columns: number): Rows => ({ array, at, step: columns });

/** A row that all rows have in common. */
export const common = (array: Floats, at: number): Rows => ({ array, at, step: 0 });

/** A number a row. */
export const perRow = (array: Floats, at: number): Rows => ({ array, at, step: 1 });
