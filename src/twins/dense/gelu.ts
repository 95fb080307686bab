import type { Floats } from "../lib/floats.ts";
import { geluOf } from "../lib/gelu.ts";

export interface GeluShape {
  readonly count: number;
}

/** Twin of shaders/dense/gelu.wgsl. */
export function gelu({ count }: GeluShape, inputs: Floats, outputs: Floats): void {
  for (let i = 0; i < count; i++) outputs[i] = geluOf(inputs[i]);
}
