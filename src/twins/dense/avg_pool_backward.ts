import type { Floats } from "../lib/floats.ts";
import { eachPlace, type WindowsShape } from "../lib/windows.ts";

/** Twin of shaders/dense/avg_pool_backward.wgsl, the adjoint of `avg_pool`. */
export function avg_pool_backward(shape: WindowsShape, gradOutputs: Floats, gradInputs: Floats): void {
  const { images, rows, columns, kernel } = shape;
  gradInputs.fill(0, 0, images * rows * columns);
  eachPlace(shape, (plane, place, row, column) => {
    for (let y = row; y < row + kernel; y++)
      for (let x = column; x < column + kernel; x++) gradInputs[(plane * rows + y) * columns + x] += gradOutputs[place];
  });
  for (let i = 0; i < images * rows * columns; i++) gradInputs[i] /= kernel * kernel;
}
