import type { Floats } from "../lib/floats.ts";
import { largest } from "../lib/largest.ts";
import { eachPlace, type WindowsShape } from "../lib/windows.ts";

/** Twin of shaders/dense/max_pool.wgsl: the largest value of each window of inputs (planes x rows x columns). */
export function max_pool(shape: WindowsShape, inputs: Floats, outputs: Floats): void {
  eachPlace(shape, (plane, place, row, column) => {
    outputs[place] = inputs[largest(shape, inputs, plane, row, column)];
  });
}
