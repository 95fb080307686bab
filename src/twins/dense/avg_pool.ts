import type { Floats } from "../lib/floats.ts";
import { eachPlace, type WindowsShape } from "../lib/windows.ts";

/** Twin of shaders/dense/avg_pool.wgsl: the mean of each window of inputs (planes x rows x columns). */
export function avg_pool(shape: WindowsShape, inputs: Floats, outputs: Floats): void {
  const { rows, columns, kernel } = shape;
  eachPlace(shape, (plane, place, row, column) => {
    let sum = 0;
    for (let y = row; y < row + kernel; y++) for (let x = column; x < column + kernel; x++) sum += inputs[(plane * rows + y) * columns + x];
    outputs[place] = sum / (kernel * kernel);
  });
}
