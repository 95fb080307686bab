import source from "../../../shaders/lib/gelu.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { geluSlope } from "../lib/gelu.ts";
import type { GeluShape } from "./gelu.ts";

const fast = new ElementMap(source.text, "gelu_adjoint");

/** Twin of shaders/dense/gelu_backward.wgsl. */
export function gelu_backward({ count }: GeluShape, inputs: Floats, gradOutputs: Floats, gradInputs: Floats): void {
  if (fast.runFlat(count, [inputs, gradOutputs], gradInputs)) return;
  for (let i = 0; i < count; i++) gradInputs[i] = gradOutputs[i] * geluSlope(inputs[i]);
}
