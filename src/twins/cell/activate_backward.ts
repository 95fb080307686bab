import source from "../../../shaders/lib/activation.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import { ACTIVATIONS, activations } from "../lib/activation.ts";
import type { Floats } from "../lib/floats.ts";
import { alone } from "../lib/rows.ts";
import type { ActivateShape } from "./activate.ts";

const fast = ACTIVATIONS.map((name) => new ElementMap(source.text, activations[name].wgsl[1]));

/** Twin of shaders/cell/activate_backward.wgsl. */
export function activate_backward({ count, first, kind }: ActivateShape, outputs: Floats, grads: Floats, sums: Floats): void {
  const { back } = activations[ACTIVATIONS[kind]];
  const [x, y] = [alone(sums, first, 0), alone(outputs, first, 0)];
  const done = fast[kind].run(1, count, { inputs: [x, y, alone(grads, 0, 0)], outs: [x] });
  for (let i = done; i < count; i++) sums[first + i] = back(sums[first + i], outputs[first + i], grads[i]);
}
