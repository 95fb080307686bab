import source from "../../../shaders/lib/gru.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, beside, perRow } from "../lib/rows.ts";
import { logistic, squash } from "../lib/squash.ts";
import type { CellShape } from "./lstm_step.ts";

const fast = new ElementMap(source.text, "gru_step");

/** Twin of shaders/cell/gru_step.wgsl. */
export function gru_step(
  { batch, units, step }: CellShape,
  live: Floats,
  sums: Floats,
  recurrent: Floats,
  states: Floats,
  gates: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row)],
    inputs: [...beside(sums, 3 * now, units, 3), ...beside(recurrent, 3 * now, units, 3), alone(states, now, units)],
    outs: [...beside(gates, 3 * now, units, 3), alone(states, now + each, units)],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const at = 3 * (now + b * units) + j;
      const before = now + b * units + j;
      const [r, z] = [0, 1].map((k) => logistic(sums[at + k * units] + recurrent[at + k * units]));
      const n = squash(sums[at + 2 * units] + r * recurrent[at + 2 * units]);
      [r, z, n].forEach((value, k) => {
        gates[at + k * units] = value;
      });
      states[before + each] = live[row + b] > 0 ? (1 - z) * n + z * states[before] : states[before];
    }
  }
}
