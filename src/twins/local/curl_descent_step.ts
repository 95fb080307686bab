import type { Floats } from "../lib/floats.ts";

export interface CurlDescentStepShape {
  readonly networks: number;
  /** Of a network's matrix, row by row. */
  readonly rows: number;
  readonly columns: number;
  /** 1: the hidden neuron is the column's, else the row's. */
  readonly by_column: number;
  readonly rate: number;
  readonly limit: number;
}

/** Twin of shaders/local/curl_descent_step.wgsl; residuals (networks), signs (networks x hidden), gradients and weights (networks x rows x columns). */
export function curl_descent_step(shape: CurlDescentStepShape, residuals: Floats, signs: Floats, gradients: Floats, weights: Floats): void {
  const { networks, rows, columns, by_column, rate, limit } = shape;
  for (let network = 0; network < networks; network++) {
    if (!(residuals[network] < limit)) continue;
    for (let row = 0; row < rows; row++) {
      const at = (network * rows + row) * columns;
      for (let column = 0; column < columns; column++) {
        const sign = signs[by_column !== 0 ? network * columns + column : network * rows + row];
        weights[at + column] -= rate * sign * gradients[at + column];
      }
    }
  }
}
