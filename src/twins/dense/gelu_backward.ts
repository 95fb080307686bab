import type { Floats } from "../lib/floats.ts";
import { geluSlope } from "../lib/gelu.ts";
import type { GeluShape } from "./gelu.ts";

/** Twin of shaders/dense/gelu_backward.wgsl. */
export function gelu_backward({ count }: GeluShape, inputs: Floats, gradOutputs: Floats, gradInputs: Floats): void {
  for (let i = 0; i < count; i++) gradInputs[i] = gradOutputs[i] * geluSlope(inputs[i]);
}
