import source from "../../../shaders/lib/lstm.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, beside, perRow } from "../lib/rows.ts";
import { squash } from "../lib/squash.ts";
import type { CellShape } from "./lstm_step.ts";

export interface LstmBackwardShape extends CellShape {
  /** 1: nothing comes back from a later step's cell. */
  readonly last: number;
}

const fast = new ElementMap(source.text, "lstm_adjoint");

/** Twin of shaders/cell/lstm_backward.wgsl. */
export function lstm_backward(
  { batch, units, step, last }: LstmBackwardShape,
  live: Floats,
  gates: Floats,
  cells: Floats,
  gradCell: Floats,
  gradState: Floats,
  sums: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  if (last) gradCell.fill(0, 0, each);
  const carried = [alone(gradCell, 0, units), alone(gradState, 0, units)];
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row)],
    inputs: [...beside(gates, 4 * now, units, 4), alone(cells, now, units), alone(cells, now + each, units), ...carried],
    outs: [...beside(sums, 4 * now, units, 4), ...carried],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const own = b * units + j;
      const at = 4 * (now + b * units) + j;
      const [i, f, g, o] = [0, 1, 2, 3].map((k) => gates[at + k * units]);
      const going = live[row + b] > 0;
      const shown = squash(cells[now + each + own]);
      const grad = going ? gradCell[own] + gradState[own] * o * (1 - shown * shown) : 0;
      sums[at] = grad * g * i * (1 - i);
      sums[at + units] = grad * cells[now + own] * f * (1 - f);
      sums[at + 2 * units] = grad * i * (1 - g * g);
      sums[at + 3 * units] = going ? gradState[own] * shown * o * (1 - o) : 0;
      if (!going) continue;
      gradCell[own] = grad * f;
      gradState[own] = 0;
    }
  }
}
