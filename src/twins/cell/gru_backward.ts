import source from "../../../shaders/lib/gru.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, beside, perRow } from "../lib/rows.ts";
import type { CellShape } from "./lstm_step.ts";

const fast = new ElementMap(source.text, "gru_adjoint");

/** Twin of shaders/cell/gru_backward.wgsl. */
export function gru_backward(
  { batch, units, step }: CellShape,
  live: Floats,
  gates: Floats,
  states: Floats,
  gradState: Floats,
  sums: Floats,
  recurrent: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  const carried = alone(gradState, 0, units);
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row)],
    inputs: [...beside(gates, 3 * now, units, 3), beside(recurrent, 3 * now, units, 3)[2], alone(states, now, units), carried],
    outs: [...beside(sums, 3 * now, units, 3), ...beside(recurrent, 3 * now, units, 3), carried],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const own = b * units + j;
      const at = 3 * (now + b * units) + j;
      const [r, z, n] = [0, 1, 2].map((k) => gates[at + k * units]);
      const going = live[row + b] > 0;
      const grad = going ? gradState[own] : 0;
      const gradN = grad * (1 - z) * (1 - n * n);
      const gradR = gradN * recurrent[at + 2 * units] * r * (1 - r);
      const gradZ = grad * (states[now + own] - n) * z * (1 - z);
      [gradR, gradZ, gradN].forEach((value, k) => {
        sums[at + k * units] = value;
        recurrent[at + k * units] = k === 2 ? value * r : value;
      });
      if (going) gradState[own] = grad * z;
    }
  }
}
