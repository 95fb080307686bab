import source from "../../../shaders/lib/cfc.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, beside, perRow } from "../lib/rows.ts";
import type { CfcShape } from "./cfc_step.ts";

const fast = new ElementMap(source.text, "cfc_adjoint");

/** Twin of shaders/cell/cfc_backward.wgsl. */
export function cfc_backward(
  { batch, units, step, gate }: CfcShape,
  live: Floats,
  elapsed: Floats,
  parts: Floats,
  gradState: Floats,
  sums: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  const carried = alone(gradState, 0, units);
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row), perRow(elapsed, row)],
    inputs: [...beside(parts, 3 * now, units, 3), carried],
    outs: [...beside(sums, 4 * now, units, 4), carried],
    scalars: [gate],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const own = b * units + j;
      const at = 4 * (now + b * units) + j;
      const part = 3 * (now + b * units) + j;
      const [first, second, share] = [0, 1, 2].map((k) => parts[part + k * units]);
      const going = live[row + b] > 0;
      const grad = going ? gradState[own] : 0;
      const gradTime = grad * (second - gate * first) * share * (1 - share);
      sums[at] = grad * (1 - gate * share) * (1 - first * first);
      sums[at + units] = grad * share * (1 - second * second);
      sums[at + 2 * units] = gradTime * elapsed[row + b];
      sums[at + 3 * units] = gradTime;
      if (going) gradState[own] = 0;
    }
  }
}
