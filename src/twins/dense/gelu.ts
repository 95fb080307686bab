import source from "../../../shaders/lib/gelu.wgsl";
import { LaneMap } from "../../wasm/elements/map.ts";
import type { Floats } from "../lib/floats.ts";
import { geluOf } from "../lib/gelu.ts";

export interface GeluShape {
  readonly count: number;
}

const fast = new LaneMap(source.text, "gelu");

/** Twin of shaders/dense/gelu.wgsl. */
export function gelu({ count }: GeluShape, inputs: Floats, outputs: Floats): void {
  if (fast.run(count, [inputs], outputs)) return;
  for (let i = 0; i < count; i++) outputs[i] = geluOf(inputs[i]);
}
