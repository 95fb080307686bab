import source from "../../../shaders/lib/cfc.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, beside, perRow } from "../lib/rows.ts";
import { logistic, squash } from "../lib/squash.ts";
import type { CellShape } from "./lstm_step.ts";

export interface CfcShape extends CellShape {
  /** 1, or 0 without the gate. */
  readonly gate: number;
}

const fast = new ElementMap(source.text, "cfc_step");

/** Twin of shaders/cell/cfc_step.wgsl. */
export function cfc_step(
  { batch, units, step, gate }: CfcShape,
  live: Floats,
  elapsed: Floats,
  sums: Floats,
  states: Floats,
  parts: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row), perRow(elapsed, row)],
    inputs: [...beside(sums, 4 * now, units, 4), alone(states, now, units)],
    outs: [...beside(parts, 3 * now, units, 3), alone(states, now + each, units)],
    scalars: [gate],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const at = 4 * (now + b * units) + j;
      const part = 3 * (now + b * units) + j;
      const before = now + b * units + j;
      const first = squash(sums[at]);
      const second = squash(sums[at + units]);
      const share = logistic(sums[at + 2 * units] * elapsed[row + b] + sums[at + 3 * units]);
      parts[part] = first;
      parts[part + units] = second;
      parts[part + 2 * units] = share;
      states[before + each] = live[row + b] > 0 ? first * (1 - gate * share) + second * share : states[before];
    }
  }
}
