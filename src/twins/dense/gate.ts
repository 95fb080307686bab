import type { Floats } from "../lib/floats.ts";

export interface GateShape {
  readonly rows: number;
  readonly columns: number;
  /** Whether each column has a number of its own that it is multiplied by. */
  readonly gated: number;
  /** First of these numbers. */
  readonly gates_at: number;
  /** 1: added to what outputs hold. */
  readonly accumulate: number;
}

/** Twin of shaders/dense/gate.wgsl: outputs (+)= inputs (rows x columns), each column times its gate. */
export function gate(shape: GateShape, inputs: Floats, gates: Floats, outputs: Floats): void {
  const { rows, columns, gated, gates_at, accumulate } = shape;
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    for (let column = 0; column < columns; column++) {
      const value = (gated ? gates[gates_at + column] : 1) * inputs[at + column];
      outputs[at + column] = accumulate ? outputs[at + column] + value : value;
    }
  }
}
