import type { Floats } from "../lib/floats.ts";

export interface AddGatedShape {
  readonly rows: number;
  readonly columns: number;
  /** Whether each column has a number of its own that it is multiplied by. */
  readonly gated: number;
  /** First of these numbers. */
  readonly gates_at: number;
}

/** Twin of shaders/dense/add_gated.wgsl: outputs += inputs (rows x columns), each column times its gate. */
export function add_gated({ rows, columns, gated, gates_at }: AddGatedShape, inputs: Floats, gates: Floats, outputs: Floats): void {
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    for (let column = 0; column < columns; column++) outputs[at + column] += (gated ? gates[gates_at + column] : 1) * inputs[at + column];
  }
}
