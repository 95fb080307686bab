import source from "../../../shaders/lib/gelu.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { geluOf } from "../lib/gelu.ts";

export interface GeluShape {
  readonly count: number;
}

const fast = new ElementMap(source.text, "gelu");

/** Twin of shaders/dense/gelu.wgsl. */
export function gelu({ count }: GeluShape, inputs: Floats, outputs: Floats): void {
  if (fast.runFlat(count, [inputs], outputs)) return;
  for (let i = 0; i < count; i++) outputs[i] = geluOf(inputs[i]);
}
