import type { Floats } from "../lib/floats.ts";
import { largest } from "../lib/largest.ts";
import { eachPlace, type WindowsShape } from "../lib/windows.ts";

/** Twin of shaders/dense/max_pool_backward.wgsl, the adjoint of `max_pool`. */
export function max_pool_backward(shape: WindowsShape, inputs: Floats, gradOutputs: Floats, gradInputs: Floats): void {
  gradInputs.fill(0, 0, shape.images * shape.rows * shape.columns);
  eachPlace(shape, (plane, place, row, column) => {
    gradInputs[largest(shape, inputs, plane, row, column)] += gradOutputs[place];
  });
}
