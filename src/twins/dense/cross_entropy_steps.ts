import { Clock, placeOf, validOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";
import type { CrossEntropyShape } from "./cross_entropy.ts";

/** Twin of shaders/dense/cross_entropy_steps.wgsl; outputs and their gradient (steps x batch x classes), losses (whole). */
export function cross_entropy_steps(
  shape: CrossEntropyShape,
  clock: Uint32Array,
  order: Uint32Array,
  labels: Uint32Array,
  outputs: Floats,
  gradOutputs: Floats,
  losses: Floats,
): void {
  const { steps, batch, classes, whole, first, gain } = shape;
  for (let b = 0; b < batch; b++) {
    const place = placeOf(clock, shape, b);
    const known = place < clock[Clock.examples];
    const label = known ? labels[order[place]] : 0;
    const share = known ? gain / validOf(clock, whole) : 0;
    let loss = 0;
    for (let t = 0; t < steps; t++) {
      const row = (t * batch + b) * classes;
      let most = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < classes; c++) most = Math.max(most, outputs[row + c]);
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += Math.exp(outputs[row + c] - most);
      loss += most + Math.log(sum) - outputs[row + label];
      for (let c = 0; c < classes; c++) gradOutputs[row + c] = share * (Math.exp(outputs[row + c] - most) / sum - (c === label ? 1 : 0));
    }
    losses[first + b] = known ? gain * loss : 0;
  }
}
