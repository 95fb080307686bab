import type { Floats } from "../lib/floats.ts";

export interface FlipShape {
  readonly matrices: number;
  readonly vectors: number;
  readonly units: number;
  /** Elements of a row. */
  readonly stride: number;
}

/** Twin of shaders/rate/flip.wgsl; columns (matrices x units x vectors), rows (matrices x vectors x stride). */
export function flip({ matrices, vectors, units, stride }: FlipShape, columns: Floats, rows: Floats): void {
  for (let row = 0; row < matrices * vectors; row++) {
    const first = Math.floor(row / vectors) * units * vectors + (row % vectors);
    for (let unit = 0; unit < units; unit++) rows[row * stride + unit] = columns[first + unit * vectors];
  }
}
