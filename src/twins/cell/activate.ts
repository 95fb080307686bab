import source from "../../../shaders/lib/activation.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import { ACTIVATIONS, activations } from "../lib/activation.ts";
import type { Floats } from "../lib/floats.ts";
import { alone } from "../lib/rows.ts";

export interface ActivateShape {
  readonly count: number;
  /** Of sums and outputs. */
  readonly first: number;
  /** A place in `ACTIVATIONS`. */
  readonly kind: number;
}

const fast = ACTIVATIONS.map((name) => new ElementMap(source.text, activations[name].wgsl[0]));

/** Twin of shaders/cell/activate.wgsl. */
export function activate({ count, first, kind }: ActivateShape, sums: Floats, outputs: Floats): void {
  const { of } = activations[ACTIVATIONS[kind]];
  const done = fast[kind].run(1, count, { inputs: [alone(sums, first, 0)], outs: [alone(outputs, first, 0)] });
  for (let at = first + done; at < first + count; at++) outputs[at] = of(sums[at]);
}
