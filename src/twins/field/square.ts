import type { Floats } from "../lib/floats.ts";

export interface SquareShape {
  readonly count: number;
}

/** Twin of shaders/field/square.wgsl. */
export function square({ count }: SquareShape, values: Floats, squares: Floats): void {
  for (let i = 0; i < count; i++) squares[i] = values[i] * values[i];
}
