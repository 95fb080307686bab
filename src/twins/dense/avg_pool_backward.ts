import type { Floats } from "../lib/floats.ts";
import { eachPlace, type WindowsShape } from "../lib/windows.ts";

/** Twin of shaders/dense/avg_pool_backward.wgsl, the adjoint of `avg_pool`. */
export function avg_pool_backward(shape: WindowsShape, grad_outputs: Floats, grad_inputs: Floats): void {
  const { images, rows, columns, kernel } = shape;
  grad_inputs.fill(0, 0, images * rows * columns);
  eachPlace(shape, (plane, place, row, column) => {
    for (let y = row; y < row + kernel; y++)
      for (let x = column; x < column + kernel; x++) grad_inputs[(plane * rows + y) * columns + x] += grad_outputs[place];
  });
  for (let i = 0; i < images * rows * columns; i++) grad_inputs[i] /= kernel * kernel;
}
