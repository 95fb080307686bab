import type { Floats } from "../lib/floats.ts";

export interface GateGradientShape {
  readonly rows: number;
  readonly columns: number;
  /** First element of `out`. */
  readonly out_at: number;
}

/** Twin of shaders/dense/gate_gradient.wgsl: out += sums over the rows of inputs times grad_outputs, both (rows x columns). */
export function gate_gradient({ rows, columns, out_at }: GateGradientShape, inputs: Floats, gradOutputs: Floats, out: Floats): void {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    for (let column = 0; column < columns; column++) sums[column] += inputs[at + column] * gradOutputs[at + column];
  }
  for (let column = 0; column < columns; column++) out[out_at + column] += sums[column];
}
