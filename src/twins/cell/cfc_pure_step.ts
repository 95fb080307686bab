import source from "../../../shaders/lib/cfc.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, common, perRow } from "../lib/rows.ts";
import type { CellShape } from "./lstm_step.ts";

export interface CfcPureShape extends CellShape {
  /** First elements of w_tau and A (units) among the parameters. */
  readonly tau_at: number;
  readonly a_at: number;
}

const fast = new ElementMap(source.text, "cfc_pure_step");

/** Twin of shaders/cell/cfc_pure_step.wgsl. */
export function cfc_pure_step(
  { batch, units, step, tau_at, a_at }: CfcPureShape,
  live: Floats,
  elapsed: Floats,
  parameters: Floats,
  sums: Floats,
  states: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row), perRow(elapsed, row)],
    inputs: [alone(sums, now, units), common(parameters, tau_at), common(parameters, a_at), alone(states, now, units)],
    outs: [alone(states, now + each, units)],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const before = now + b * units + j;
      const [ff1, a] = [sums[before], parameters[a_at + j]];
      const left = Math.exp(-elapsed[row + b] * (Math.abs(parameters[tau_at + j]) + Math.abs(ff1)));
      states[before + each] = live[row + b] > 0 ? a - a * left * ff1 : states[before];
    }
  }
}
