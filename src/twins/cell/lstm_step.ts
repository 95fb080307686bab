import source from "../../../shaders/lib/lstm.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, beside, perRow } from "../lib/rows.ts";
import { logistic, squash } from "../lib/squash.ts";

/** Which step of a batch of cells. */
export interface CellShape {
  readonly batch: number;
  readonly units: number;
  readonly step: number;
}

const fast = new ElementMap(source.text, "lstm_step");

/** Twin of shaders/cell/lstm_step.wgsl. */
export function lstm_step(
  { batch, units, step }: CellShape,
  live: Floats,
  sums: Floats,
  cells: Floats,
  states: Floats,
  gates: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row)],
    inputs: [...beside(sums, 4 * now, units, 4), alone(cells, now, units), alone(states, now, units)],
    outs: [...beside(gates, 4 * now, units, 4), alone(cells, now + each, units), alone(states, now + each, units)],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const at = 4 * (now + b * units) + j;
      const before = now + b * units + j;
      const after = before + each;
      const [i, f, o] = [0, 1, 3].map((k) => logistic(sums[at + k * units]));
      const g = squash(sums[at + 2 * units]);
      [i, f, g, o].forEach((value, k) => {
        gates[at + k * units] = value;
      });
      const next = f * cells[before] + i * g;
      cells[after] = live[row + b] > 0 ? next : cells[before];
      states[after] = live[row + b] > 0 ? o * squash(next) : states[before];
    }
  }
}
