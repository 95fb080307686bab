import source from "../../../shaders/lib/cfc.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, common, perRow } from "../lib/rows.ts";
import type { CfcPureShape } from "./cfc_pure_step.ts";

const fast = new ElementMap(source.text, "cfc_pure_adjoint");

/** Twin of shaders/cell/cfc_pure_backward.wgsl. */
export function cfc_pure_backward(
  { batch, units, step, tau_at, a_at }: CfcPureShape,
  live: Floats,
  elapsed: Floats,
  parameters: Floats,
  gradState: Floats,
  sums: Floats,
  gradTau: Floats,
  gradA: Floats,
): void {
  const each = batch * units;
  const [row, now] = [step * batch, step * each];
  const carried = alone(gradState, 0, units);
  const done = fast.run(batch, units, {
    numbers: [perRow(live, row), perRow(elapsed, row)],
    inputs: [alone(sums, now, units), common(parameters, tau_at), common(parameters, a_at), carried],
    outs: [alone(sums, now, units), alone(gradTau, now, units), alone(gradA, now, units), carried],
  });
  for (let b = 0; b < batch; b++) {
    for (let j = done; j < units; j++) {
      const own = b * units + j;
      const at = now + own;
      const [ff1, tau, a, dt] = [sums[at], parameters[tau_at + j], parameters[a_at + j], elapsed[row + b]];
      const going = live[row + b] > 0;
      const grad = going ? gradState[own] : 0;
      const left = Math.exp(-dt * (Math.abs(tau) + Math.abs(ff1)));
      sums[at] = grad * a * left * (dt * Math.abs(ff1) - 1);
      gradTau[at] = grad * a * left * dt * ff1 * Math.sign(tau);
      gradA[at] = grad * (1 - left * ff1);
      if (going) gradState[own] = 0;
    }
  }
}
